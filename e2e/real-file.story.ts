import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { finishAtStripe, minorOf, written } from "./paying.ts";
import { environment, mailTo, portalUrl, signIn } from "./people.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, "..", "shared", "data", "ar", "highradius", "open-items-full-columns.csv.gz");
/** A customer the file spells with and without its leading zero, and what the file's rows of both come to. */
const CUSTOMER = "0200769623";

const ar = async (...args: string[]) => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, "apps/backoffice/server/cli.ts"), ...args],
    {
      env: { ...process.env, ...environment },
      maxBuffer: 64 * 1024 * 1024,
      cwd: root,
    },
  );
  return stdout;
};

test("open items of a real ledger: imported, seen, paid in part, receipted, proved", async ({
  page,
}, info) => {
  test.skip(!existsSync(file), "the real file is not beside the repository");
  test.skip(info.project.name === "phone", "one import is enough");
  test.setTimeout(240_000);
  const report = JSON.parse(await ar("import", "open-items", file, "--profile", "sap-fbl5n", "--json"));
  expect(report).toMatchObject({
    rows: 7252,
    imported: 7252,
    rejected: [],
    totals: { USD: "219454924.27", CAD: "12325606.89" },
    customers: { seen: 355 },
  });
  expect(
    JSON.parse(await ar("import", "open-items", file, "--profile", "sap-fbl5n", "--json")),
  ).toMatchObject({ imported: 0, unchanged: 7252 });

  await ar(
    "invite",
    "ap@retailer.example",
    "--name",
    "Ana Ortiz",
    "--customer",
    "200769623",
    "--role",
    "payer",
  );
  const invitation = await mailTo("ap@retailer.example", "");
  await page.goto(/https?:\/\/\S+\/invitation\/[\w-]+/.exec(invitation.text)?.[0] ?? "");
  await page.getByLabel("Choose a password").fill("a long enough password");
  await page.getByRole("button", { name: "Open my access" }).click();

  await expect(page.getByRole("heading", { name: "What you owe Parlance" })).toBeVisible();

  const total = await totalInFile();
  await page.goto(`${portalUrl}/statement`);
  await expect(page.getByText("Agrees with our books")).toBeVisible();
  await expect(page.getByRole("main")).toContainText(written(total));
  const csv = await (await page.request.get(`${portalUrl}/statement.csv`)).text();
  expect(csv).toContain(`USD,total,,,,,,,,${written(total).replaceAll(",", "")}`);

  await page.goto(`${portalUrl}/invoices?currency=USD`);
  const boxes = page.locator("input[name=item]:not([disabled])");
  for (let index = 0; index < 3; index++) await boxes.nth(index).check();
  await page.getByRole("button", { name: /^Pay / }).click();
  const amounts = page.getByLabel(/^Pay for /);
  const part = minorOf(await amounts.first().inputValue()) - 1_00n;
  await amounts.first().fill(written(part));
  await amounts.first().blur();
  await page.getByLabel(/^Why is 1\.00 left out/).selectOption({ label: "The price is not as agreed" });
  const paid = (
    await Promise.all([0, 1, 2].map(async (index) => minorOf(await amounts.nth(index).inputValue())))
  ).reduce((sum, each) => sum + each, 0n);
  await page.getByRole("button", { name: `Pay ${written(paid)}` }).click();
  await finishAtStripe(page, /Card, accepted/);
  await expect(page.getByText(`${written(paid)} has arrived.`)).toBeVisible({ timeout: 30_000 });
  await mailTo("ap@retailer.example", written(paid));

  await page.goto(`${portalUrl}/statement`);
  await expect(page.getByRole("main")).toContainText(written(total - paid));

  const office = await (await browser.newContext()).newPage();
  await signIn(office, "Priya Raman");
  await office.goto(`${new URL(office.url()).origin}/customers?search=200769623`);
  await expect(office.getByText(written(total - paid)).first()).toBeVisible();
  await office.context().close();

  const proof = JSON.parse(await ar("verify", "--json"));
  expect(proof).toMatchObject({ agrees: true, differences: [] });
});

/** What the file says of the customer, counted here without any of our reading. */
async function totalInFile(): Promise<bigint> {
  const { createReadStream } = await import("node:fs");
  const { createGunzip } = await import("node:zlib");
  const { createInterface } = await import("node:readline");
  let total = 0n;
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    const cells = line.split(",");
    if (cells[2]?.replace(/^0+/, "") !== CUSTOMER.replace(/^0+/, "") || cells[10] !== "USD") continue;
    const [whole = "0", cents = ""] = (cells[13] ?? "0").split(".");
    total += BigInt(whole) * 100n + BigInt(cents.padEnd(2, "0"));
  }
  return total;
}
