import { stripeControl } from "@openitem/sandbox/control";
import { expect, type Page, test } from "@playwright/test";
import { acceptRequest, proposePlan, recordPromise } from "./biller-side.ts";
import { complaintsOf, expectFaultless } from "./faultless.ts";
import { systemUnderTest } from "./fixtures.ts";
import { comeAsGuest } from "./guest.ts";
import { freeInvoices, needed } from "./open-invoices.ts";
import { minorOf, written } from "./paying.ts";
import { mailTo, portalUrl } from "./people.ts";
import { judgeLater } from "./time.ts";

/** Each size has accounts of its own, so that the stories do not promise each other's invoices. */
const PROMISING = { desktop: "104883", phone: "104611" } as const;
const PLANNING = { desktop: "104827", phone: "310061" } as const;

const stripe = stripeControl(systemUnderTest().stripeUrl);
const DAY_MS = 86_400_000;
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Goes from an invoice in dollars that nothing is said of yet to the form; answers the account's day. */
async function beginPromise(page: Page): Promise<{ number: string; today: string }> {
  const [invoice] = await freeInvoices(page.request, portalUrl, { currency: "USD" });
  await page.goto(`${portalUrl}/promises/new?items=${needed(invoice).id}`);
  await expect(page.getByRole("heading", { name: "Promise dates for 1 invoice" })).toBeVisible();
  const number = await page.getByRole("rowheader").first().innerText();
  const today = await page.getByLabel("Date 1", { exact: true }).getAttribute("min");
  return { number: number.split("\n")[0] ?? "", today: today ?? "" };
}

const idIn = (url: string): string => /[0-9a-f-]{36}/.exec(new URL(url).pathname)?.[0] ?? "";

/** Pays at the stand-in by a bank debit that stays under way; answers what the stand-in calls the payment. */
async function debit(page: Page): Promise<string> {
  await page.waitForURL(/\/c\/pay\//);
  const session = /cs_\w+/.exec(page.url())?.[0] ?? "";
  const { client_reference_id: paymentId, payment_intent: intent } = await stripe.completeSession(session, {
    method: "us_bank_account",
    outcome: "stays_processing",
  });
  await page.goto(`${portalUrl}/payments/${paymentId}?returned=1`);
  await expect(page.getByText(/is on its way\. It counts as paid when it settles/)).toBeVisible();
  return String(intent);
}

/** Looks at a page again until it says so: the worker has to hear of it first. */
async function lookUntil(page: Page, words: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(words).first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 40_000 });
}

test("a promise is pending while a debit is in flight, kept when it settles, and broken by its return", async ({
  page,
  browser,
}, info) => {
  test.slow();
  const customer = PROMISING[info.project.name as keyof typeof PROMISING];
  const address = `promises.${info.project.name}@customer.example`;
  const complaints = complaintsOf(page);
  await comeAsGuest(page, { address, customer });
  await page.goto(`${portalUrl}/promises`);
  await expect(page.getByText("No promise yet")).toBeVisible();
  await expectFaultless(page);
  const { number, today } = await beginPromise(page);
  await expectFaultless(page);

  // What cannot be promised is said in its place, and everything typed stays.
  const amount = page.getByLabel(`Promise for ${number}`);
  const open = minorOf(await amount.inputValue());
  const send = page.locator("button[value=send]");
  // Each is refused in other words than the one before it: so the answer that is read is its own.
  const refused: [string, string, string][] = [
    ["0", today, "Enter an amount above zero."],
    [written(open + 1n), today, `At most ${written(open)} can be promised`],
    ["-12", today, "Enter an amount above zero."],
    ["a lot", today, "This is not an amount."],
    [written(open), dayAfter(today, -1), "This day is over. Choose today or a later day."],
    [written(open), dayAfter(today, 800), "This day is more than a year away."],
  ];
  for (const [typed, day, words] of refused) {
    await amount.fill(typed);
    await page.getByLabel("Date 1", { exact: true }).fill(day);
    await send.click();
    await expect(page.getByRole("alert")).toContainText(words);
    await expect(page.getByText("Everything you typed is still here.")).toBeVisible();
    await expect(amount).toHaveValue(typed);
    await expect(page.getByLabel("Date 1", { exact: true })).toHaveValue(day);
  }
  await expectFaultless(page);

  // Beyond the rules it is a request, and the page says so before it is sent; within them it stands.
  await amount.fill(written(open));
  await page.getByLabel("Amount 1, USD").fill(written(open));
  await page.getByLabel("Date 1", { exact: true }).fill(dayAfter(today, 45));
  await page.getByLabel("Date 1", { exact: true }).blur();
  await expect(page.getByRole("button", { name: "Ask Parlance to accept this date" })).toBeVisible();
  await expect(page.getByText(/this one has to be accepted by us/)).toBeVisible();
  await page.getByRole("button", { name: "Keep to 30 days instead" }).click();
  await expect(page.getByLabel("Date 1", { exact: true })).toHaveValue(dayAfter(today, 30));
  await page.getByLabel("Date 1", { exact: true }).fill(today);
  await page.getByRole("button", { name: `Promise ${written(open)}` }).click();
  await expect(page.getByText("Noted. We send no reminders for it until then.")).toBeVisible();
  const promiseUrl = page.url();
  await expectFaultless(page);
  expect((await mailTo(address, "Your promise")).subject).toContain(written(open));

  // It is held from being chased, on the home page too, and cannot be promised twice.
  await page.goto(portalUrl);
  await expect(page.getByText("A promise is due today")).toBeVisible();
  await expectFaultless(page);
  await page.goto(`${portalUrl}/invoices?currency=USD`);
  await expect(page.getByRole("row").filter({ hasText: number })).toContainText("Promised");

  // Paid by a debit: its own amount, pending while it is under way.
  await page.goto(promiseUrl);
  await page.getByRole("link", { name: `Pay ${written(open)} now` }).click();
  await expect(page.getByLabel(`Pay for ${number}`)).toHaveValue(written(open));
  await page.locator("button[value=pay]").click();
  const intent = await debit(page);
  await page.goto(promiseUrl);
  await expect(page.getByText("It counts as kept when it settles")).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("Kept. All of it has arrived.");

  await stripe.settlePayment(intent);
  await lookUntil(page, "Kept. All of it has arrived.");
  await expectFaultless(page);

  // The bank takes it back: open again while there is time, broken when its day is over.
  await stripe.returnPayment(intent, "insufficient_funds");
  await lookUntil(page, "Noted. We send no reminders for it until then.");
  expect(await judgeLater(idIn(promiseUrl), 5)).toBe("broken");
  await page.reload();
  await expect(page.getByText("has not arrived. It is chased again from now on.")).toBeVisible();
  await expectFaultless(page);
  await page.goto(portalUrl);
  await expect(page.getByText("A promise is broken")).toBeVisible();
  await page.goto(`${portalUrl}/promises?state=broken`);
  await expect(page.getByRole("row").filter({ hasText: number })).toContainText("Broken");
  await expectFaultless(page);

  // On the phone the customer names another day: the biller's people write it down, and it stands.
  const recorded = await recordPromise(browser, {
    customer,
    document: number,
    open: written(open),
    days: [dayAfter(today, 45), dayAfter(today, 10)],
  });
  await page.goto(`${portalUrl}/promises/${recorded}`);
  await expect(page.getByText("Noted. We send no reminders for it until then.")).toBeVisible();
  expect(complaints).toEqual([]);
});

test("a plan is split, changed, given up, and one that the biller proposes is answered", async ({
  page,
  browser,
}, info) => {
  test.slow();
  const customer = PLANNING[info.project.name as keyof typeof PLANNING];
  const address = `plans.${info.project.name}@customer.example`;
  await comeAsGuest(page, { address, customer });
  const { number, today } = await beginPromise(page);
  const open = minorOf(await page.getByLabel(`Promise for ${number}`).inputValue());

  // Two dates, split evenly; a click more changes nothing that was sent.
  await page.getByLabel("Date 1", { exact: true }).fill(dayAfter(today, 7));
  await page.getByRole("button", { name: "Add a date" }).click();
  await page.getByLabel("Date 2", { exact: true }).fill(dayAfter(today, 21));
  await page.getByRole("button", { name: "Split evenly" }).click();
  await expect(page.getByLabel("Amount 1, USD")).toHaveValue(written(open / 2n));
  await expect(page.getByLabel("Amount 2, USD")).toHaveValue(written(open - open / 2n));
  await expect(page.getByLabel("Date 1", { exact: true })).toHaveValue(dayAfter(today, 7));
  await page.locator("button[value=send]").dblclick();
  await expect(page.getByText("Plan, 0 of 2 paid")).toBeVisible();
  const first = page.url();
  await expectFaultless(page);
  await page.goto(`${portalUrl}/promises`);
  await expect(page.getByRole("row").filter({ hasText: number })).toHaveCount(1);

  // Changed: the new one stands, the old one is history.
  await page.goto(first);
  await page.getByRole("link", { name: "Change", exact: true }).click();
  await page.getByLabel("Date 2", { exact: true }).fill(dayAfter(today, 28));
  await page.locator("button[value=send]").click();
  await page.waitForURL((url) => /\/promises\/[0-9a-f-]{36}/.test(url.pathname) && url.href !== first);
  await expect(page.getByText("How it came about")).toBeVisible();
  await expectFaultless(page);
  const second = page.url();
  await page.goto(first);
  await expect(page.getByText(/This promise was replaced on/)).toBeVisible();

  // Given up, with a reason.
  await page.goto(second);
  await page.getByRole("link", { name: "Give it up" }).click();
  await page.getByRole("button", { name: "Give it up" }).click();
  await expect(page.getByText("Say why, in a few words.")).toBeVisible();
  await page.getByLabel("Why").fill("We pay at once instead.");
  await page.getByRole("button", { name: "Give it up" }).click();
  await expect(page.getByText(/This promise was given up on/)).toBeVisible();

  // The biller proposes; without an answer nothing stands.
  const proposal = await proposePlan(browser, idIn(second), [dayAfter(today, 10), dayAfter(today, 20)]);
  await mailTo(address, "A plan for");
  await page.goto(portalUrl);
  await expect(page.getByText("A plan waits for your answer")).toBeVisible();
  await page.goto(`${portalUrl}/promises/${proposal}`);
  await expect(page.getByText(/It stands when you accept it/)).toBeVisible();
  await expectFaultless(page);
  await page.getByRole("button", { name: "Decline it" }).click();
  await expect(page.getByText("Say why, in a few words.")).toBeVisible();
  await page.getByRole("link", { name: "Propose other dates" }).click();
  await expect(page.getByRole("heading", { name: /^Propose other dates/ })).toBeVisible();
  await page.getByLabel("Date 2", { exact: true }).fill(dayAfter(today, 25));
  await page.getByRole("button", { name: /^Promise / }).click();
  await expect(page.getByText("Plan, 0 of 2 paid")).toBeVisible();
  await expectFaultless(page);

  // Beyond the rules it is a request: the collector answers it, and it stands.
  const third = page.url();
  await page.getByRole("link", { name: "Change", exact: true }).click();
  await page.getByLabel("Date 2", { exact: true }).fill(dayAfter(today, 45));
  await page.getByLabel("Date 2", { exact: true }).blur();
  await page.getByRole("button", { name: /^Ask Parlance to accept/ }).click();
  await page.waitForURL((url) => /\/promises\/[0-9a-f-]{36}/.test(url.pathname) && url.href !== third);
  await expect(page.getByText("How it came about")).toBeVisible();
  await expectFaultless(page);
  await acceptRequest(browser, idIn(page.url()));
  await page.reload();
  await expect(page.getByText("Plan, 0 of 2 paid")).toBeVisible();
  await mailTo(address, "Your promise");
});
