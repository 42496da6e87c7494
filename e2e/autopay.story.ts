import { stripeControl } from "@openitem/sandbox/control";
import { expect, type Page, test } from "@playwright/test";
import { complaintsOf, expectFaultless } from "./faultless.ts";
import { systemUnderTest } from "./fixtures.ts";
import { comeAsGuest } from "./guest.ts";
import { freeInvoices, needed } from "./open-invoices.ts";
import { minorOf } from "./paying.ts";
import { mailTo, portalUrl } from "./people.ts";
import { announceOnTheDay, sweepNow } from "./time.ts";

/** Each size has accounts of its own, so that the stories do not charge each other's invoices. */
const CHARGED = { desktop: "104840", phone: "104901" } as const;
const RELEASING = { desktop: "104768", phone: "200183" } as const;

const stripe = stripeControl(systemUnderTest().stripeUrl);
const DAY_MS = 86_400_000;
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Keeps a payment method at the stand-in, of the kind that is offered by these words. */
async function keepMethod(page: Page, how: string | RegExp): Promise<void> {
  await page.goto(`${portalUrl}/autopay`);
  await page.getByLabel("To be charged in").selectOption("USD");
  await page.getByRole("button", { name: "Go on to Stripe" }).click();
  await expect(page.getByText("How it goes")).toBeVisible();
  await page.getByRole("radio", { name: how }).check();
  await page.getByRole("button", { name: "Keep for later" }).click();
}

test("autopay announces a charge, makes it, and a scheduled one is stopped", async ({ page }, info) => {
  test.slow();
  const customer = CHARGED[info.project.name as keyof typeof CHARGED];
  const address = `autopay.${info.project.name}@customer.example`;
  const complaints = complaintsOf(page);
  await announceOnTheDay();
  await comeAsGuest(page, { address, customer, role: "approver" });
  await page.goto(`${portalUrl}/autopay`);
  await expect(page.getByText("No payment method is kept.")).toBeVisible();
  await expectFaultless(page);

  // One that the bank refuses is not kept; one that it takes can be charged.
  await keepMethod(page, /^Card, declined/);
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByRole("link", { name: "Go back without paying" }).click();
  await expect(page.getByText("You left Stripe’s page. Nothing was kept.")).toBeVisible();
  await expectFaultless(page);
  await keepMethod(page, /^US bank account.*Later debits settle/);
  await expect(page.getByText(/is kept\.$/)).toBeVisible();
  await expectFaultless(page);

  // What is missing is said in its place, and what was typed stays.
  await page.getByRole("link", { name: "Turn autopay on" }).first().click();
  await page.getByLabel("Days before an invoice is due").fill("99");
  await page.getByLabel("At most per charge").fill("-5");
  await page.getByRole("button", { name: "Turn autopay on" }).click();
  await expect(page.getByRole("alert")).toContainText("Enter a number of days from 0 to 60.");
  await expect(page.getByRole("alert")).toContainText("Tick that you agree.");
  await expect(page.getByLabel("Days before an invoice is due")).toHaveValue("99");
  await expectFaultless(page);

  // So many days before that the next invoice is charged today.
  const free = await freeInvoices(page.request, portalUrl, { currency: "USD", state: "not_due" });
  const invoice = needed(free[0]);
  const { dueIn } = invoice;
  const dueTogether = free.filter(({ dueOn }) => dueOn === invoice.dueOn);
  const openMinor = dueTogether.reduce((sum, each) => sum + each.openMinor, 0n);
  const today = dayAfter(invoice.dueOn, -dueIn);
  await page.goto(`${portalUrl}/autopay?edit=USD`);
  await page.getByLabel("Days before an invoice is due").fill(String(dueIn));
  await page.getByLabel("We agree to this").check();
  await page.getByRole("button", { name: "Turn autopay on" }).click();
  await expect(page.getByRole("cell", { name: /Expected as things stand/ }).first()).toBeVisible();
  await expectFaultless(page);

  expect(await sweepNow()).toEqual([]);
  // Never more than is open; what the account has to its credit is left out.
  const { subject } = await mailTo(address, "We charge");
  expect(minorOf(/^We charge ([\d,.]+) USD/.exec(subject)?.[1] ?? "")).toBeLessThanOrEqual(openMinor);
  await page.goto(`${portalUrl}/autopay`);
  const charge = page.getByRole("row").filter({ hasText: invoice.number });
  await expect(charge).toContainText("Announced");
  // Made only once the letter about it has gone out.
  expect(await sweepNow()).toEqual([]);
  await page.reload();
  await expect(charge).toContainText("In flight");
  await charge.getByRole("link").first().click();
  await expect(page.getByText("It is on its way. It counts as paid when it settles.")).toBeVisible();
  await expectFaultless(page);
  const paymentId = /[0-9a-f-]{36}$/.exec(
    (await page.locator('a[href^="/payments/"]').first().getAttribute("href")) ?? "",
  )?.[0];
  const { payment_intents: intents } = await stripe.state();
  const intent = intents.find(({ metadata }) => Object.values(metadata).includes(paymentId ?? ""));
  await stripe.settlePayment(String(intent?.id));
  await expect(async () => {
    expect(await sweepNow()).toEqual([]);
    await page.reload();
    await expect(page.getByText("It has settled.")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 40_000 });

  // Paused with a reason; then a payment for a day of one's own choice, stopped before it starts.
  await page.goto(`${portalUrl}/autopay?pause=USD`);
  await page.getByLabel("Why").fill("Audit this week");
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Because: Audit this week")).toBeVisible();
  await expectFaultless(page);
  const [open] = await freeInvoices(page.request, portalUrl, { currency: "USD" });
  await page.goto(`${portalUrl}/pay?item=${needed(open).id}&currency=USD`);
  await page.getByText("On another day, from a saved method").click();
  await page.locator("button[value=schedule]").click();
  await expect(page.getByText("Choose the day on which it is to be paid.")).toBeVisible();
  await page.locator("input[name=chargeOn]").fill(dayAfter(today, 5));
  await page.getByLabel("We agree to this").check();
  await expectFaultless(page);
  await page.locator("button[value=schedule]").click();
  await expect(page.getByRole("heading", { name: /^Charge of / })).toBeVisible();
  await page.getByRole("link", { name: "Stop" }).click();
  await page.getByRole("button", { name: "Stop it" }).click();
  await page.waitForURL(/\/autopay$/);
  await expect(page.getByRole("row").filter({ hasText: "Stopped" })).toHaveCount(1);
  await expectFaultless(page);

  // Removed: nothing is charged from it any more.
  await page.getByRole("link", { name: /^Remove STRIPE/ }).click();
  await page.getByRole("button", { name: "Remove it" }).click();
  await expect(page.getByText(/^STRIPE TEST BANK .*, which was removed$/)).toBeVisible();
  await expect(page.getByRole("link", { name: /^Remove STRIPE/ })).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test("a clerk prepares a payment, and another approver of the account releases it", async ({
  page,
  browser,
}, info) => {
  const customer = RELEASING[info.project.name as keyof typeof RELEASING];
  const size = info.project.name;
  const other = async (role: string, name: string) => {
    const context = await browser.newContext(
      info.project.use.viewport ? { viewport: info.project.use.viewport } : {},
    );
    const theirs = await context.newPage();
    await comeAsGuest(theirs, { address: `${role}.${size}@customer.example`, customer, role, name });
    return theirs;
  };
  const boss = await other("admin", "Ada Boss");
  await boss.goto(`${portalUrl}/prepared-payments`);
  await expectFaultless(boss);
  await boss.getByRole("button", { name: "Ask for a second person" }).click();
  await expect(boss.getByRole("button", { name: "Let each pay alone" })).toBeVisible();

  // The clerk cannot pay alone: it goes to whoever may release it.
  await comeAsGuest(page, { address: `clerk.${size}@customer.example`, customer, name: "Carl Clerk" });
  const pick = async () => {
    const [open] = await freeInvoices(page.request, portalUrl);
    await page.goto(`${portalUrl}/invoices`);
    await page.locator(`input[name=item][value="${needed(open).id}"]`).check();
    await page.getByRole("button", { name: /^Pay / }).click();
    await expect(page.locator("button[value=pay]")).toHaveCount(0);
    await page.getByLabel("Note for whoever releases it").fill("Month end");
    await expectFaultless(page);
    await page.getByRole("button", { name: /^Send to .*Ada Boss.* for release$/ }).click();
    await expect(page.getByText("You prepared it, so another approver")).toBeVisible();
    return page.url();
  };
  const declined = await pick();
  await expectFaultless(page);
  await mailTo(`admin.${size}@customer.example`, "Carl Clerk asks you to release");

  // Declined with a reason, which is wanted; the clerk reads it and prepares it anew.
  await boss.goto(declined);
  await boss.getByRole("button", { name: "Decline it" }).click();
  await expect(boss.getByText("Say why, in a few words.")).toBeVisible();
  await boss.getByLabel("Why not").fill("Wait for the credit memo");
  await boss.getByRole("button", { name: "Decline it" }).click();
  await expect(boss.getByText("Ada Boss did not release it: Wait for the credit memo")).toBeVisible();
  await page.reload();
  await expect(page.getByText("Wait for the credit memo")).toBeVisible();

  const prepared = await pick();
  await boss.goto(portalUrl);
  await expect(boss.getByText("To release", { exact: true })).toBeVisible();
  await boss.getByRole("link", { name: "Look and decide" }).first().click();
  await expect(boss.getByText("Carl Clerk asks you to release this payment.")).toBeVisible();
  await expectFaultless(boss);
  await boss.getByRole("button", { name: /^Release and pay/ }).click();
  await boss.waitForURL(/\/c\/pay\//);
  await page.goto(prepared);
  await expect(page.getByText(/Ada Boss released it/)).toBeVisible();
  // Its amounts are reserved by now: it is not released twice, and says so.
  await boss.goto(prepared);
  await expect(boss.getByRole("button", { name: /^Release/ })).toHaveCount(0);
  await boss.context().close();
});
