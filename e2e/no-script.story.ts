import { expect, test } from "@playwright/test";
import { comeAsGuest } from "./guest.ts";
import { finishAtStripe } from "./paying.ts";
import { portalUrl } from "./people.ts";

test.use({ javaScriptEnabled: false });

/** Each size has an account of its own, so that the stories do not pay each other's invoices. */
const ACCOUNT = {
  desktop: { customer: "200134", currency: "EUR" },
  phone: { customer: "104702", currency: "USD" },
} as const;

test("without script: set a password, sign in, look at the statement, pay an invoice", async ({
  page,
}, info) => {
  const { customer, currency } = ACCOUNT[info.project.name as keyof typeof ACCOUNT];
  const address = `plain.${info.project.name}@customer.example`;
  await comeAsGuest(page, { address, customer });
  await page.context().clearCookies();
  await page.goto(portalUrl);
  await page.getByLabel("E-mail address").fill(address);
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "What you owe Parlance" })).toBeVisible();
  await page.goto(`${portalUrl}/statement?asOf=2026-01-31`);
  await expect(page.getByRole("heading", { name: "Statement" })).toBeVisible();
  await page.goto(`${portalUrl}/invoices?currency=${currency}&sort=due&descending=1`);
  await page.locator("input[name=item]:not([disabled])").first().check();
  await page.getByRole("button", { name: "Pay what is ticked" }).click();
  await expect(page.getByRole("heading", { name: /^Pay 1 / })).toBeVisible();
  await page.getByRole("button", { name: "Recalculate" }).click();
  await page.locator("button[value=pay]").last().click();
  await finishAtStripe(page, /Card, accepted/);
  await expect(page.getByText(/has arrived\./)).toBeVisible({ timeout: 60_000 });
});
