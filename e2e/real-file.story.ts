import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { expect, test } from "@playwright/test";
import { ar } from "./command-line.ts";
import { comeAsGuest } from "./guest.ts";
import { finishAtStripe, minorOf, written } from "./paying.ts";
import { mailTo, portalUrl, signIn } from "./people.ts";
import { root } from "./root.ts";

const file = join(root, "..", "shared", "data", "ar", "highradius", "open-items-full-columns.csv.gz");
/** A customer the file spells with and without its leading zero. */
const CUSTOMER = "200769623";

test("open items of a real ledger: imported, seen, paid in part, receipted, proved", async ({
  page,
  browser,
}, info) => {
  test.skip(!existsSync(file), "the real file is not beside the repository");
  test.skip(info.project.name === "phone", "one import is enough");
  test.setTimeout(240_000);
  const load = async () =>
    JSON.parse(await ar("import", "open-items", file, "--profile", "sap-fbl5n", "--json"));
  expect(await load()).toMatchObject({
    rows: 7252,
    imported: 7252,
    rejected: [],
    totals: { USD: "219454924.27", CAD: "12325606.89" },
    customers: { seen: 355 },
  });
  expect(await load()).toMatchObject({ imported: 0, unchanged: 7252, rejected: [] });

  const address = "ap@retailer.example";
  await comeAsGuest(page, { address, customer: CUSTOMER });
  const total = await totalInFile();
  await page.goto(`${portalUrl}/statement`);
  await expect(page.getByText("Agrees with our books")).toBeVisible();
  await expect(page.getByRole("main")).toContainText(written(total));
  const csv = await (await page.request.get(`${portalUrl}/statement.csv`)).text();
  expect(csv).toContain(`USD,total,,,,,,,,${written(total).replaceAll(",", "")}`);
  const pdf = await page.request.get(`${portalUrl}/statement.pdf`);
  expect([pdf.status(), pdf.headers()["content-type"]]).toEqual([200, "application/pdf"]);
  expect((await pdf.body()).subarray(0, 4).toString()).toBe("%PDF");

  await page.goto(`${portalUrl}/invoices?currency=USD`);
  const boxes = page.locator("input[name=item]:not([disabled])");
  for (let index = 0; index < 3; index++) await boxes.nth(index).check();
  await page.getByRole("button", { name: /^Pay / }).click();
  const amounts = page.getByLabel(/^Pay for /);
  await expect(amounts).toHaveCount(3);
  const part = minorOf(await amounts.first().inputValue()) - 1_00n;
  await amounts.first().fill(written(part));
  await amounts.first().blur();
  await page.getByLabel(/^Why is 1\.00 left out/).selectOption({ label: "The price is not as agreed" });
  const typed = await Promise.all(
    [0, 1, 2].map(async (index) => minorOf(await amounts.nth(index).inputValue())),
  );
  const paid = typed.reduce((sum, each) => sum + each, 0n);
  await page.getByRole("button", { name: `Pay ${written(paid)}` }).click();
  await finishAtStripe(page, /Card, accepted/);
  await expect(page.getByText(`${written(paid)} USD has arrived.`)).toBeVisible({ timeout: 30_000 });
  expect((await mailTo(address, written(paid))).text).toContain(written(paid));

  await page.goto(`${portalUrl}/statement`);
  await expect(page.getByRole("main")).toContainText(written(total - paid));

  const office = await (await browser.newContext()).newPage();
  await signIn(office, "Priya Raman");
  await office.goto(`${new URL(office.url()).origin}/customers?search=${CUSTOMER}`);
  await expect(office.getByText(written(total - paid)).first()).toBeVisible();
  await office.context().close();

  expect(JSON.parse(await ar("verify", "--json"))).toMatchObject({ agrees: true, differences: [] });
});

/** What the file says the customer owes in USD, both spellings together, read here without any of our own readers. */
async function totalInFile(): Promise<bigint> {
  let total = 0n;
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    const cells = line.split(",");
    if (cells[2]?.replace(/^0+/, "") !== CUSTOMER || cells[10] !== "USD") continue;
    const [whole = "0", cents = ""] = (cells[13] ?? "0").split(".");
    total += BigInt(whole) * 100n + BigInt(cents.padEnd(2, "0"));
  }
  return total;
}
