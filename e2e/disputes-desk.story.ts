import { expect, type Page, test } from "@playwright/test";
import { ar } from "./command-line.ts";
import { complaintsOf, expectFaultless } from "./faultless.ts";
import { systemUnderTest } from "./fixtures.ts";
import { comeAsGuest } from "./guest.ts";
import { freeInvoices, needed } from "./open-invoices.ts";
import { mailTo, portalUrl, signIn } from "./people.ts";

const { backofficeUrl } = systemUnderTest();
/** An account of its own, so that no other story disputes or pays its invoices. */
const CUSTOMER = "104935";
const ADDRESS = "disputes.desk@customer.example";

/** Disputes an amount of an invoice with nothing special to say; answers the dispute's number and page. */
async function dispute(page: Page, item: string, amount: string): Promise<{ number: string; path: string }> {
  await page.goto(`${portalUrl}/disputes/new?item=${item}&amount=${amount}`);
  await page.locator("input[name=reason][value=other]").check();
  await page.locator("textarea[name=comment]").fill("Not what we agreed.");
  await page.locator("button[name=intent][value=send]").click();
  await page.waitForURL(/\/disputes\/[0-9a-f-]{36}/);
  const said = await page.getByText(/^DSP-\d+ is sent\./).innerText();
  return { number: /DSP-\d+/.exec(said)?.[0] ?? "", path: new URL(page.url()).pathname };
}

/** Opens the menu of a dispute's rarer doings and chooses one. */
async function choose(page: Page, action: string): Promise<void> {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: action }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectFaultless(page);
}

test("duplicates are merged, a part is split off, and a request for approval is taken back", async ({
  page,
  browser,
}, info) => {
  test.skip(info.project.name !== "desktop", "Each step is taken once.");
  test.slow();
  const portalComplaints = complaintsOf(page);
  await comeAsGuest(page, { address: ADDRESS, customer: CUSTOMER });
  await page.goto(`${portalUrl}/invoices`);
  // One with room for a credit beyond a collector's limit.
  const free = await freeInvoices(page.request, portalUrl, { currency: "USD" });
  const { id: item } = needed(free.findLast(({ openMinor }) => openMinor > 8_000_00n));
  const first = await dispute(page, item, "6000.00");
  const second = await dispute(page, item, "1000.00");

  // The same wrong, told twice, becomes one; the customer is led to it.
  const priya = await (await browser.newContext()).newPage();
  const complaints = complaintsOf(priya);
  await signIn(priya, "Priya Raman");
  await priya.goto(`${backofficeUrl}${first.path}`);
  await expect(priya.getByRole("heading", { name: first.number })).toBeVisible();
  await choose(priya, "Merge duplicates");
  await priya.getByRole("checkbox", { name: new RegExp(`^${second.number}`) }).check();
  await priya.getByRole("button", { name: "Merge one dispute" }).click();
  await expect(priya.getByText(`Merged into ${first.number}.`)).toBeVisible();
  await expect(priya.getByText(`${second.number} was merged into this one`)).toBeVisible();
  await expect(priya.getByText("7,000.00").first()).toBeVisible();
  await mailTo(ADDRESS, `${second.number} goes on as ${first.number}`);
  await page.goto(`${portalUrl}${second.path}`);
  await expect(page.getByRole("link", { name: first.number }).first()).toBeVisible();
  await expectFaultless(page);
  await page.goto(`${portalUrl}/invoices/${item}`);
  await expect(page.locator(".oi-parts-line")).toContainText("Disputed, held7,000.00");

  // A part of it is another matter: together they hold what one held.
  await choose(priya, "Split");
  await priya.getByRole("button", { name: "Split off", exact: true }).click();
  await expect(priya.getByText("Enter what goes into the new dispute.")).toBeVisible();
  await priya
    .getByLabel(/^Into the new one/)
    .first()
    .fill("9000");
  await priya.getByRole("button", { name: "Split off 9,000.00 USD" }).click();
  await expect(priya.getByRole("dialog").getByRole("alert")).toBeVisible();
  await priya
    .getByLabel(/^Into the new one/)
    .first()
    .fill("500");
  await priya.getByLabel("Reason of the new one").selectOption({ label: "Price" });
  await priya.getByRole("button", { name: "Split off 500.00 USD" }).click();
  const split = priya.getByText(/^DSP-\d+ is split off\.$/);
  await expect(split).toBeVisible();
  const third = /DSP-\d+/.exec(await split.innerText())?.[0] ?? "";
  await expect(priya.getByText(`${third} was split off`)).toBeVisible();
  await expectFaultless(priya);
  await mailTo(ADDRESS, `A part of ${first.number} goes on as ${third}`);
  await page.goto(`${portalUrl}/disputes`);
  await expect(page.getByRole("row").filter({ hasText: third })).toContainText("500.00");
  await expect(page.getByRole("row").filter({ hasText: first.number })).toContainText("6,500.00");
  await page.goto(`${portalUrl}/invoices/${item}`);
  await expect(page.locator(".oi-parts-line")).toContainText("Disputed, held7,000.00");

  // A credit beyond her limit is asked for, and thought better of: it is hers to take back.
  await priya.getByRole("button", { name: "Take", exact: true }).click();
  await expect(priya.getByText(`${first.number} is now: in review`)).toBeAttached();
  await priya.keyboard.press("1");
  await expect(priya.getByText("Above your limit of 5,000.00 USD.")).toBeVisible();
  await priya.getByLabel("For the approver").fill("All of it");
  await priya.getByLabel("For the approver").press("Control+Enter");
  await expect(priya.getByText("A decision waits for approval.")).toBeVisible();
  await priya.getByRole("button", { name: "Take the request back" }).click();
  await expectFaultless(priya);
  await priya.getByLabel("Why", { exact: true }).fill("Half of it is theirs");
  await priya.getByRole("dialog").getByRole("button", { name: "Take the request back" }).click();
  await expect(priya.getByText("The request is taken back.")).toBeVisible();
  await expect(priya.getByText("A decision waits for approval.")).toHaveCount(0);
  await priya.goto(`${backofficeUrl}/approvals?view=mine`);
  await expect(priya.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(priya.getByText(first.number)).toHaveCount(0);
  await page.goto(`${portalUrl}${first.path}`);
  await expect(page.getByText("Held by this dispute")).toBeVisible();

  expect(JSON.parse(await ar("verify", "--json"))).toMatchObject({ agrees: true, differences: [] });
  expect([...complaints, ...portalComplaints]).toEqual([]);
  await priya.context().close();
});
