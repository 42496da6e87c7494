import { expect, type Page, test } from "@playwright/test";
import { ar } from "./command-line.ts";
import { complaintsOf, expectFaultless } from "./faultless.ts";
import { systemUnderTest } from "./fixtures.ts";
import { comeAsGuest } from "./guest.ts";
import { freeInvoices, needed, withLines } from "./open-invoices.ts";
import { finishAtStripe, minorOf, written } from "./paying.ts";
import { mailTo, portalUrl, signIn } from "./people.ts";

/** Each size has a family of its own, so that the stories do not pay each other's invoices. */
const FAMILY = {
  desktop: {
    parent: { number: "200118", name: "Kranich Versicherung AG" },
    child: { number: "200120", name: "Kranich Rückversicherungs" },
    currency: "EUR",
    digits: 2,
    collector: "Amara Diallo",
  },
  phone: {
    parent: { number: "400015", name: "日の出物流株式会社" },
    child: { number: "400016", name: "日の出物流西日本株式会社" },
    currency: "JPY",
    digits: 0,
    collector: "Amara Diallo",
  },
} as const;

const { backofficeUrl } = systemUnderTest();

/** What of an invoice is open and what a dispute holds, as its page says. */
async function expectHeld(page: Page, path: string, held: string): Promise<void> {
  await page.goto(`${portalUrl}${path}`);
  expect(minorOf(await page.locator(".oi-figure .oi-amount").innerText())).toBe(minorOf(held));
  await expect(page.locator(".oi-parts-line")).toContainText(`Disputed, held${held}`);
  await expect(page.locator(".oi-parts-line")).not.toContainText("Ready to pay");
}

test("a parent pays for a child while a dispute is open", async ({ page, browser }, info) => {
  test.slow();
  const size = info.project.name as keyof typeof FAMILY;
  const { parent, child, currency, digits, collector } = FAMILY[size];
  const say = (minor: bigint) => written(minor, digits);
  const view = info.project.use.viewport ? { viewport: info.project.use.viewport } : {};
  const complaints = complaintsOf(page);
  await comeAsGuest(page, {
    address: `parent.${size}@family.example`,
    customer: parent.number,
    name: "Gesa Vater",
    withSubsidiaries: true,
  });
  const other = await (await browser.newContext(view)).newPage();
  await comeAsGuest(other, {
    address: `child.${size}@family.example`,
    customer: child.number,
    name: "Kim Tochter",
  });

  // One of the parent's and one of the child's, chosen where both accounts are shown together.
  await page.goto(`${portalUrl}/invoices?account=all&currency=${currency}`);
  await expectFaultless(page);
  const free = await freeInvoices(page.request, portalUrl, { account: "all", currency });
  const own = needed(free.findLast(({ account }) => account === parent.number));
  const childs = free.filter(({ account }) => account === child.number);
  const theirs = await withLines(page.request, portalUrl, childs);
  for (const { id } of [own, theirs]) await page.locator(`input[name=item][value="${id}"]`).check();
  await page.getByRole("button", { name: /^Pay / }).click();
  await expect(page.getByText(`For ${parent.name}, account ${parent.number}`).first()).toBeVisible();
  const [ownAmount, amount] = [own, theirs].map(({ number }) => page.getByLabel(`Pay for ${number}`));
  const ownMinor = minorOf(await ownAmount!.inputValue());
  const openMinor = minorOf(await amount!.inputValue());

  // A part of his own is paid; of the child's something is wrong. What was typed waits for the way back.
  const partMinor = ownMinor - BigInt(10 ** digits);
  await ownAmount!.fill(say(partMinor));
  await ownAmount!.blur();
  await page.getByLabel(/^Why is .* left out/).selectOption({ label: "We pay the rest later" });
  await amount!.fill(say(openMinor - BigInt(10 ** digits)));
  await amount!.blur();
  await expectFaultless(page);
  await page.locator(`button[value="dispute.${theirs.id}"]`).click();
  await expect(page.getByRole("heading", { name: `Dispute part of ${theirs.number}` })).toBeVisible();
  await page.getByRole("radio", { name: "Some of its lines" }).check();
  const line = page.locator(".dispute-line").first();
  await line.getByRole("checkbox").check();
  const lineMinor = minorOf(await line.locator(".oi-amount").first().innerText());
  await page.getByRole("radio", { name: "Not received" }).check();
  await page.getByLabel("What did not arrive").fill("Nothing of it reached us");
  await expectFaultless(page);
  const restMinor = openMinor - lineMinor;
  await page.getByRole("button", { name: `Send and pay the rest, ${say(restMinor)}` }).click();

  // The disputed line is left out of what the parent pays, and all else is as he left it.
  await expect(page.getByText(`${say(lineMinor)} disputed, left out`)).toBeVisible();
  await expect(page.getByLabel(`Pay for ${theirs.number}`)).toHaveValue(say(restMinor));
  await expect(page.getByLabel(`Pay for ${own.number}`)).toHaveValue(say(partMinor));
  await expect(page.getByText(`For ${parent.name}, account ${parent.number}`).first()).toBeVisible();
  await expectFaultless(page);
  await page.getByRole("button", { name: `Pay ${say(restMinor + partMinor)}`, exact: true }).click();
  await finishAtStripe(page, /Card, accepted/);
  await expect(page.getByText(/has arrived\./)).toBeVisible({ timeout: 30_000 });
  await expectHeld(page, `/invoices/${theirs.id}`, say(lineMinor));

  // The child sees what was paid for it and what is disputed, and has a voice in it; the parent's own stays the parent's.
  await expectHeld(other, `/invoices/${theirs.id}`, say(lineMinor));
  await expect(other.locator(".oi-timeline")).toContainText("Gesa Vater");
  await expectFaultless(other);
  expect((await other.request.get(`${portalUrl}/invoices/${own.id}`)).status()).toBe(404);
  await other.goto(`${portalUrl}/disputes`);
  const dispute = other.getByRole("row").filter({ hasText: theirs.number }).getByRole("link").first();
  const number = await dispute.innerText();
  await dispute.click();
  await expect(other.getByText("Held by this dispute")).toBeVisible();
  await other.getByText("Write to us", { exact: true }).first().click();
  await other.locator("#say-body").fill("Our warehouse says the same.");
  await other.getByRole("button", { name: "Send", exact: true }).click();
  await expect(other.getByRole("list", { name: "Conversation" })).toContainText(
    "Our warehouse says the same.",
  );
  await expectFaultless(other);
  await mailTo(`parent.${size}@family.example`, `We have your dispute ${number}`);

  // The biller sees it on the child's account, with who spoke.
  const office = await (await browser.newContext(view)).newPage();
  await signIn(office, collector);
  await office.goto(`${backofficeUrl}/disputes?tab=all&search=${number}`);
  await office.getByRole("link", { name: number }).first().click();
  await expect(office.getByRole("heading", { name: number })).toBeVisible();
  await expect(office.getByText("Our warehouse says the same.")).toBeVisible();
  await expect(office.getByText(child.name).first()).toBeVisible();
  await expectFaultless(office);

  expect(JSON.parse(await ar("verify", "--json"))).toMatchObject({ agrees: true, differences: [] });
  expect(complaints).toEqual([]);
  await office.context().close();
  await other.context().close();
});
