import { type Browser, expect, type Page } from "@playwright/test";
import { expectFaultless } from "./faultless.ts";
import { systemUnderTest } from "./fixtures.ts";
import { signIn } from "./people.ts";

/** Somebody of the biller asks the customer something about the dispute of that number. */
export async function askAbout(browser: Browser, number: string, question: string): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, "Rafael Ochoa");
  await page.goto(`${systemUnderTest().backofficeUrl}/disputes?tab=all&search=${number}`);
  await page.getByRole("link", { name: number }).first().click();
  await expect(page.getByRole("heading", { name: number })).toBeVisible();
  await page.keyboard.press("a");
  await page.getByLabel("What do you want to know?").fill(question);
  await page.getByLabel("What do you want to know?").press("Control+Enter");
  await expect(page.getByText("The clock stands.")).toBeVisible();
  await context.close();
}

/** A collector looks at a promise and does something about it. */
async function atPromise(
  browser: Browser,
  promiseId: string,
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, "Priya Raman");
  await page.goto(`${systemUnderTest().backofficeUrl}/promises/${promiseId}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("PRM-");
  await expectFaultless(page);
  await act(page);
  await context.close();
}

/** The biller proposes a plan of its own for what an earlier promise was about; answers its id. */
export async function proposePlan(
  browser: Browser,
  promiseId: string,
  days: readonly string[],
): Promise<string> {
  let proposal = "";
  await atPromise(browser, promiseId, async (page) => {
    await page.getByRole("button", { name: "Propose a plan" }).click();
    await page.getByRole("button", { name: "Send to the customer" }).click();
    await expect(page.getByText("Choose a day.")).toBeVisible();
    for (const [index, day] of days.entries()) {
      if (index > 0) await page.getByRole("button", { name: "Add a date" }).click();
      await page.getByLabel(`Date ${index + 1}`, { exact: true }).fill(day);
    }
    await page.getByRole("button", { name: "Split evenly" }).click();
    await page.getByLabel("Note to the customer").fill("This is what we can offer.");
    await expectFaultless(page);
    await page.getByRole("button", { name: "Send to the customer" }).click();
    await expect(page.getByText(/^PRM-\d+ waits for the customer\.$/)).toBeVisible();
    await page.waitForURL((url) => !url.pathname.endsWith(promiseId));
    await expect(page.getByText("It stands when the customer accepts it.")).toBeVisible();
    proposal = /[0-9a-f-]{36}/.exec(page.url())?.[0] ?? "";
  });
  return proposal;
}

/** The biller accepts what goes beyond its rules. */
export const acceptRequest = (browser: Browser, promiseId: string): Promise<void> =>
  atPromise(browser, promiseId, async (page) => {
    await expect(page.getByText("Beyond the rules")).toBeVisible();
    await page.getByRole("button", { name: "Decline" }).click();
    await expect(page.getByText("Say why, in a few words.")).toBeVisible();
    await page.getByRole("button", { name: "Accept" }).click();
    await expect(page.getByText(/^PRM-\d+ stands\.$/)).toBeVisible();
    await expect(page.getByRole("button", { name: "Accept" })).toHaveCount(0);
  });

/**
 * A collector writes down what the customer promised on the phone: first beyond the rules, and then within them. Answers
 * the id of the promise that stands.
 */
export async function recordPromise(
  browser: Browser,
  {
    customer,
    document,
    open,
    days,
  }: { customer: string; document: string; open: string; days: [far: string, near: string] },
): Promise<string> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, "Priya Raman");
  await page.goto(`${systemUnderTest().backofficeUrl}/customers?search=${customer}`);
  await page.getByRole("row").filter({ hasText: customer }).getByRole("link").first().click();
  await page.getByRole("link", { name: "Record a promise" }).click();
  await expect(page.getByText("At most 3 dates")).toBeVisible();
  await expectFaultless(page);

  // What is missing is said, what is typed stays, and the sums follow.
  await page.getByRole("button", { name: "Record the promise" }).click();
  await expect(page.getByRole("alert").first()).toContainText("Choose at least one invoice");
  await page.getByRole("checkbox", { name: `Choose ${document}` }).press("Space");
  const amount = page.getByLabel(`Promised of ${document}`);
  await expect(amount).toHaveValue(open);
  await expect(page.getByText(`Promised: ${open} of ${open} USD`)).toBeVisible();
  await amount.fill("999,999,999.00");
  await expect(page.getByText(`At most`).filter({ hasText: `of ${document} can be promised` })).toBeVisible();
  await expectFaultless(page);
  await amount.fill(open);
  await page.getByLabel("Date 1", { exact: true }).fill(days[0]);
  await expect(page.getByRole("button", { name: "Record as a request" })).toBeVisible();
  await page.getByLabel("Date 1", { exact: true }).fill(days[1]);
  await expect(page.getByText("It stands at once.", { exact: true })).toBeVisible();
  await page.reload();
  await expect(amount).toHaveValue(open);
  await page.getByRole("button", { name: "Record the promise" }).press("Enter");
  await expect(page.getByText(/^PRM-\d+ stands\.$/)).toBeVisible();
  await page.waitForURL((url) => /\/promises\/[0-9a-f-]{36}$/.test(url.pathname));
  const promiseId = /[0-9a-f-]{36}/.exec(page.url())?.[0] ?? "";
  await context.close();
  return promiseId;
}
