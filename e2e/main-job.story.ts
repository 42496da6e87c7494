import { expect, test } from "@playwright/test";
import { complaintsOf, expectFaultless } from "./faultless.ts";
import { comeAsGuest } from "./guest.ts";
import { finishAtStripe, minorOf, written } from "./paying.ts";
import { mailTo, portalUrl, signIn } from "./people.ts";

/** Each size has an account of its own, so that the stories do not pay each other's invoices; one has a very long name. */
const ACCOUNT = { desktop: "104755", phone: "104730" } as const;

test("a payables clerk reads what is owed, pays three invoices, one of them in part, and a collector sees it", async ({
  page,
  browser,
}, info) => {
  const customer = ACCOUNT[info.project.name as keyof typeof ACCOUNT];
  const address = `ap.${info.project.name}@customer.example`;
  const complaints = complaintsOf(page);
  await comeAsGuest(page, { address, customer });

  // Home: the parts add up to what is open.
  await expect(page.getByRole("heading", { name: "What you owe Parlance" })).toBeVisible();
  await expectFaultless(page);

  // The statement agrees with the books and says so.
  await page.goto(`${portalUrl}/statement`);
  await expect(page.getByText("Agrees with our books")).toBeVisible();
  await expectFaultless(page);

  // Three open invoices of one currency.
  await page.goto(`${portalUrl}/invoices?currency=USD`);
  await expectFaultless(page);
  const boxes = page.locator("input[type=checkbox][name=item]:not([disabled])");
  for (let index = 0; index < 3; index++) await boxes.nth(index).check();
  await page.getByRole("button", { name: /^Pay / }).click();

  await expect(page.getByRole("heading", { name: /^Pay 3 / })).toBeVisible();
  await expectFaultless(page);
  const amounts = page.getByLabel(/^Pay for /);
  await expect(amounts).toHaveCount(3);
  const full = await Promise.all(
    [0, 1, 2].map(async (index) => minorOf(await amounts.nth(index).inputValue())),
  );
  const part = full[2]! - 100n;
  await amounts.nth(2).fill(written(part));
  await amounts.nth(2).blur();
  const cash = full[0]! + full[1]! + part;

  // A part needs a reason; what was typed comes back.
  const pay = page.getByRole("button", { name: `Pay ${written(cash)}` });
  await pay.click();
  await expect(page.getByText("Everything you typed is still here.")).toBeVisible();
  await expect(amounts.nth(2)).toHaveValue(written(part));
  await page.getByLabel(/^Why is 1\.00 left out/).selectOption({ label: "We pay the rest later" });
  await page.getByRole("button", { name: `Pay ${written(cash)}` }).click();

  await finishAtStripe(page, /Card, accepted/);
  await expect(page.getByText(`${written(cash)} USD has arrived.`)).toBeVisible({ timeout: 30_000 });
  await expectFaultless(page);
  const number = (await page.getByRole("heading", { level: 1 }).innerText()).replace("Payment ", "");

  // The receipt is a PDF, and comes by mail.
  const receipt = await page.request.get(new URL("receipt.pdf", `${page.url().split("?")[0]}/`).href);
  expect(receipt.headers()["content-type"]).toBe("application/pdf");
  expect((await receipt.body()).subarray(0, 5).toString()).toBe("%PDF-");
  const mail = await mailTo(address, written(cash));
  expect(mail.text).toContain(number);

  // Two are paid, one has a unit left.
  await page.goto(`${portalUrl}/invoices?state=part_paid`);
  await expect(page.getByRole("main")).toContainText("1.00");
  expect(complaints).toEqual([]);

  // The collector sees the same payment, its events and its documents.
  const size = info.project.use.viewport;
  const office = await (await browser.newContext(size ? { viewport: size } : {})).newPage();
  await signIn(office, "Priya Raman");
  await office.goto(`${new URL(office.url()).origin}/payments`);
  await office.getByText(number).first().click();
  await expect(office.getByText(number).first()).toBeVisible();
  await expect(office.locator("th", { hasText: "checkout.session.completed" }).first()).toBeVisible();
  await expectFaultless(office);
  await office.context().close();
});

/** Who pays by bank debit, and who has his card declined, at each size. */
const DEBITED = { desktop: "104826", phone: "400088" } as const;
const DECLINED = { desktop: "200141", phone: "200162" } as const;

test("a bank debit is in flight until it settles, and nobody can pay its invoice meanwhile", async ({
  page,
}, info) => {
  const customer = DEBITED[info.project.name as keyof typeof DEBITED];
  await comeAsGuest(page, { address: `debit.${info.project.name}@customer.example`, customer });
  await page.goto(`${portalUrl}/invoices?currency=USD`);
  const row = page
    .getByRole("row")
    .filter({ has: page.locator("input[name=item]:not([disabled])") })
    .first();
  const document = await row.getByRole("link").first().innerText();
  await row.locator("input[name=item]").check();
  await page.getByRole("button", { name: /^Pay / }).click();
  await page.locator("button[value=pay]").click();
  await finishAtStripe(page, /settles/);
  await expect(page.getByText(/is on its way\. It counts as paid when it settles/)).toBeVisible({
    timeout: 30_000,
  });
  await page.goto(`${portalUrl}/invoices?state=in_flight`);
  const flying = page.getByRole("row").filter({ hasText: document });
  await expect(flying).toContainText("In flight");
  await page.goto(`${portalUrl}/invoices?currency=USD`);
  await expect(
    page.getByRole("row").filter({ hasText: document }).locator("input[name=item]"),
  ).toBeDisabled();
});

test("a declined card charges nothing and loses nothing", async ({ page }, info) => {
  const customer = DECLINED[info.project.name as keyof typeof DECLINED];
  await comeAsGuest(page, { address: `declined.${info.project.name}@customer.example`, customer });
  await page.goto(`${portalUrl}/invoices?currency=EUR`);
  await page.locator("input[name=item]:not([disabled])").first().check();
  await page.getByRole("button", { name: /^Pay / }).click();
  await page.locator("button[value=pay]").click();
  await finishAtStripe(page, /Card, declined/);
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByRole("link", { name: "Go back without paying" }).click();
  await expect(page.getByText("Nothing was charged").first()).toBeVisible();
  await page
    .getByRole("link", { name: "Cancel payment" })
    .or(page.getByRole("button", { name: "Cancel payment" }))
    .first()
    .click();
  await page.getByRole("button", { name: "Cancel this payment" }).click();
  await expect(page.getByText("This payment was cancelled. Nothing was charged.")).toBeVisible();
});
