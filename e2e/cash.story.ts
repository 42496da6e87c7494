import { camtOf } from "@openitem/domain/bank/camt-statement";
import { expect, type Page, test } from "@playwright/test";
import { ar } from "./command-line.ts";
import { complaintsOf, expectFaultless } from "./faultless.ts";
import { systemUnderTest } from "./fixtures.ts";
import { comeAsGuest } from "./guest.ts";
import { freeInvoices, needed } from "./open-invoices.ts";
import { portalUrl, signIn } from "./people.ts";

const { backofficeUrl } = systemUnderTest();
/** An account of its own, so that no other story disputes or pays its invoices. */
const CUSTOMER = { number: "104957", name: "Quill & Harbor Inns" };
const BANK_ACCOUNT = "7700155";
const SHORT_MINOR = 1234n;

const decimal = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, "0")}`;
const written = (minor: bigint): string => decimal(minor).replace(/\B(?=(\d{3})+\.)/g, ",");

/** Imports a statement through the screen and waits for what came of it. */
async function upload(page: Page, name: string, content: Uint8Array): Promise<void> {
  await page.goto(`${backofficeUrl}/statements`);
  await page
    .getByLabel("Files of bank statements")
    .setInputFiles({ name, mimeType: "application/xml", buffer: Buffer.from(content) });
  await page.getByLabel("Accounts that are not known yet").selectOption("US01");
  await page.getByRole("button", { name: "Import" }).click();
  await expect(page.getByRole("status").getByText(name)).toBeVisible();
}

const lineOf = (page: Page, amount: string) =>
  page.locator(".cash-list tbody tr").filter({ hasText: amount });

test("a statement is matched: one line by the rules, one by a person with a write-off, and one application is undone", async ({
  page,
  browser,
}, info) => {
  test.skip(info.project.name !== "desktop", "Each step is taken once; the phone is looked at below.");
  test.setTimeout(180_000);
  const guest = await browser.newPage();
  await comeAsGuest(guest, { address: "cash.guest@customer.example", customer: CUSTOMER.number });
  const invoices = await freeInvoices(guest.request, portalUrl);
  const [first, second, third] = [needed(invoices[0]), needed(invoices[1]), needed(invoices[2])];
  await guest.context().close();
  const exact = first.openMinor;
  const short = second.openMinor + third.openMinor - SHORT_MINOR;

  const complaints = complaintsOf(page);
  await signIn(page, "Ingrid Solberg");
  const payer = { name: CUSTOMER.name, account: "US7755001" };
  const day = new Date().toISOString().slice(0, 10);
  const statement = camtOf("camt.053", [
    {
      ...{ account: BANK_ACCOUNT, currency: "USD", id: "CASH-1", from: day, to: day },
      opening: "5000.00",
      closing: decimal(500_000n + exact + short),
      entries: [
        { ...payer, amount: decimal(exact), reference: "CASH-1-1", text: `Payment of ${first.number}` },
        {
          ...payer,
          amount: decimal(short),
          reference: "CASH-1-2",
          text: `${second.number} ${third.number}`,
        },
      ].map((entry) => ({ ...entry, bookedOn: day, valueOn: day })),
    },
  ]);
  await upload(page, "cash-1.xml", statement);
  await expect(page.getByText("2 entries, 2 new, 0 known.")).toBeVisible();
  // The same file again books nothing.
  await upload(page, "cash-1.xml", statement);
  await expect(page.getByText("2 entries, 0 new, 2 known.")).toBeVisible();

  // Somebody else's run may be under way: then it is asked for again.
  await expect(async () => {
    await page.goto(`${backofficeUrl}/cash`);
    await page.getByRole("button", { name: "Match all" }).click();
    await expect(page.getByText(/\d applied, \d+ proposed of \d/)).toBeVisible();
    await page.goto(`${backofficeUrl}/cash?tab=matched`);
    await expect(lineOf(page, written(exact))).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });

  // What the rules applied says why.
  await lineOf(page, written(exact)).click();
  const pane = page.getByRole("region", { name: "The chosen line" });
  const why = pane.getByRole("region", { name: "Why it was applied" });
  await expect(why.getByText(`The text names ${first.number}`)).toBeVisible();
  await expect(why.getByText("to the cent")).toBeVisible();
  await expectFaultless(page);

  // What waits is confirmed with a write-off of what is missing.
  await page.goto(`${backofficeUrl}/cash`);
  await lineOf(page, written(short)).click();
  await expect(pane.getByLabel(`Amount for ${second.number}`)).toHaveValue(/\d/);
  await expect(pane.getByText("short", { exact: false }).first()).toBeVisible();
  const difference = pane.getByLabel(/The 12\.34 left of/);
  await difference.selectOption("write_off");
  await expect(pane.getByText(/You may give up to 1,000\.00 USD/)).toBeVisible();
  await expectFaultless(page);
  await pane.getByRole("button", { name: `Apply ${written(short)}` }).click();
  await expect(page.getByRole("status").getByText(`${written(short)} USD applied.`)).toBeVisible();

  // One of the two applications is undone; the other and the write-off stand.
  await page.keyboard.press("u");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(second.number).check();
  await dialog.getByLabel("Why?").fill("Wrong contract");
  await dialog.getByRole("button", { name: "Undo 1" }).click();
  await expect(page.getByRole("status").getByText(`Undone: ${second.number}.`)).toBeVisible();
  await page.goto(`${backofficeUrl}/cash?tab=unapplied`);
  await lineOf(page, written(second.openMinor)).or(lineOf(page, CUSTOMER.name)).first().click();
  const applied = pane.getByRole("region", { name: "Applied to" });
  await expect(applied.getByRole("link", { name: third.number })).toBeVisible();
  await expect(applied.getByRole("link", { name: second.number })).toHaveCount(0);
  await expect(pane.getByRole("region", { name: "Decided beside" }).getByText("12.34")).toBeVisible();

  // The rules do not make the match again until the bar is lifted.
  await expect(pane.getByText("“Wrong contract”").first()).toBeVisible();
  await pane.getByRole("button", { name: `Lift the bar on ${second.number}` }).click();
  await expect(pane.getByRole("button", { name: `Lift the bar on ${second.number}` })).toHaveCount(0);

  expect(await ar("verify")).toContain("The books agree.");
  expect(complaints).toEqual([]);
});

test("on a phone the list of lines leads to a line and back", async ({ page }, info) => {
  test.skip(info.project.name !== "phone", "The desktop shows both beside each other.");
  const complaints = complaintsOf(page);
  await signIn(page, "Ingrid Solberg");
  for (const path of ["cash?tab=matched", "unapplied", "remittances", "payouts", "statements"]) {
    await page.goto(`${backofficeUrl}/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectFaultless(page);
  }
  expect(complaints).toEqual([]);
});
