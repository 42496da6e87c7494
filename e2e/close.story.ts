import { type Browser, expect, type Page, test } from "@playwright/test";
import { ar } from "./command-line.ts";
import { complaintsOf, expectFaultless } from "./faultless.ts";
import { systemUnderTest } from "./fixtures.ts";
import { receiveOn } from "./late-receipt.ts";
import { signIn } from "./people.ts";

const { backofficeUrl } = systemUnderTest();
/** Books of their own, so that no other story books into the month that is closed here. */
const ENTITY = "SG01";
const lastMonth = Temporal.Now.plainDateISO("UTC").toPlainYearMonth().subtract({ months: 1 });
const MONTH = lastMonth.toString();
const NAME = lastMonth.toPlainDate({ day: 1 }).toLocaleString("en", { month: "long", year: "numeric" });
const IN_MONTH = lastMonth.toPlainDate({ day: 20 }).toString();
const WRITTEN = lastMonth
  .toPlainDate({ day: 20 })
  .toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric" });
const NEXT = lastMonth.add({ months: 1 }).toPlainDate({ day: 1 });
const FIRST_OPEN = NEXT.toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric" });
const PLACE = `${backofficeUrl}/close?entity=${ENTITY}&month=${MONTH}`;

/** Somebody of the biller in a browser of his own. */
async function colleague(browser: Browser, name: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const complaints = complaintsOf(page);
  await signIn(page, name);
  await page.goto(PLACE);
  await expect(page.getByRole("heading", { level: 1, name: `Close ${NAME}` })).toBeVisible();
  return { page, complaints };
}

/** Notes and signs every check that asks for it, by keys alone. */
async function prepare(page: Page): Promise<void> {
  const rows = page.getByRole("table", { name: "Checks of the month, computed now" }).locator("tbody tr");
  for (const row of await rows.all()) {
    await page.keyboard.press("j");
    await expect(row).toHaveAttribute("aria-current", "true");
    if (await row.getByText("Needs a note").isVisible()) {
      await page.keyboard.press("n");
      await page.keyboard.type("Looked at one by one; each is followed in the worklist.");
      await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
      await expect(row.getByText("To sign")).toBeVisible();
    }
    if (await row.getByText("To sign").isVisible()) {
      await page.keyboard.press("x");
      await page.getByRole("dialog").getByRole("button", { name: "Sign" }).click();
      await expect(row.getByText("Done")).toBeVisible();
      await expect(row.getByText("Signed by Ingrid Solberg")).toBeVisible();
    }
  }
}

test("finance prepares a month, a manager closes it, late money posts on the first open day, and it is reopened", async ({
  browser,
}, info) => {
  test.skip(info.project.name !== "desktop", "Each step is taken once; sizes are looked at below.");
  test.setTimeout(180_000);
  const { page: ingrid, complaints } = await colleague(browser, "Ingrid Solberg");
  await expectFaultless(ingrid);
  await ingrid.getByRole("button", { name: `Begin to close ${NAME}` }).click();
  await expect(ingrid.getByText(/^Closing since/)).toBeVisible();

  const { page: marcus, complaints: others } = await colleague(browser, "Marcus Oyelaran");
  await expect(marcus.getByText(/checks? waits? for a note or a signature/)).toBeVisible();
  await prepare(ingrid);
  await expect(ingrid.getByText("12 of 12 done")).toBeVisible();
  await expectFaultless(ingrid);
  // Finance prepares and does not close.
  await expect(ingrid.getByRole("button", { name: `Close ${NAME}` })).toHaveAttribute(
    "aria-disabled",
    "true",
  );

  await marcus.reload();
  await marcus.getByRole("button", { name: `Close ${NAME}` }).click();
  await marcus
    .getByRole("dialog")
    .getByRole("button", { name: `Close ${NAME}` })
    .click();
  await expect(marcus.getByText(/^Closed \d/)).toBeVisible();
  await expectFaultless(marcus);
  const [download] = await Promise.all([
    marcus.waitForEvent("download"),
    marcus.getByRole("link", { name: "XLSX" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`close-${ENTITY}-${MONTH}.xlsx`);

  const status = async () =>
    JSON.parse(await ar("close", "status", "--entity", ENTITY, "--period", MONTH, "--json")) as {
      period: { status: string };
      rollForward: { currency: string; closing: string }[];
    };
  const before = await status();
  expect(before.period.status).toBe("closed");

  const number = `LATE-${Date.now()}`;
  const itemId = await receiveOn(ENTITY, IN_MONTH, number);
  await ingrid.goto(`${backofficeUrl}/items/${itemId}`);
  const fact = (term: RegExp) =>
    ingrid.locator("dt", { hasText: term }).locator("xpath=following-sibling::dd");
  await expect(fact(/^Issued$/)).toHaveText(WRITTEN);
  await expect(fact(/^Posted$/)).toHaveText(FIRST_OPEN);
  await marcus.reload();
  await expect(marcus.getByText(/So far: 1 receipt, 123\.45/)).toBeVisible();
  expect((await status()).rollForward).toEqual(before.rollForward);

  await marcus.getByRole("button", { name: `Reopen ${NAME}` }).click();
  await marcus
    .getByRole("dialog")
    .getByRole("button", { name: `Reopen ${NAME}` })
    .click();
  await expect(marcus.getByText("Say why, in a few words.")).toBeVisible();
  await marcus.getByRole("textbox", { name: "Reason" }).fill("An invoice of the month is missing");
  await marcus
    .getByRole("dialog")
    .getByRole("button", { name: `Reopen ${NAME}` })
    .click();
  await expect(marcus.getByText("An invoice of the month is missing")).toBeVisible();
  expect((await status()).period.status).toBe("open");
  await ar("verify");
  expect([...complaints, ...others]).toEqual([]);
});

test("the close is whole at any size, and shows who may not that he may not", async ({ page, browser }) => {
  const complaints = complaintsOf(page);
  await signIn(page, "Mei Ling Tan");
  await page.goto(`${backofficeUrl}/close`);
  await expect(page.getByRole("heading", { level: 1, name: /^Close / })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Begin to close/ })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await expectFaultless(page);
  await page.goto(`${backofficeUrl}/close?entity=NOBODY`);
  await expect(page.getByText("We cannot find this legal entity.")).toBeVisible();
  expect(complaints.filter((each) => !each.includes("404"))).toEqual([]);

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`${backofficeUrl}/close`);
  await expect(stranger.getByRole("button", { name: "Sign in" })).toBeVisible();
});
