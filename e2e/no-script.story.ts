import { expect, test } from "@playwright/test";
import { finishAtStripe } from "./paying.ts";
import { portalUrl, signIn } from "./people.ts";

test.use({ javaScriptEnabled: false });

test("without script: sign in, look at the statement, pay an invoice, sign out", async ({ page }, info) => {
  test.skip(info.project.name === "phone", "the forms are the same");
  await signIn(page, "Tan Wei Lin");
  await page.goto(`${portalUrl}/statement?asOf=2026-01-31`);
  await expect(page.getByRole("heading", { name: "Statement" })).toBeVisible();
  await page.goto(`${portalUrl}/invoices?currency=SGD&sort=due&descending=1`);
  await page.locator("input[name=item]:not([disabled])").first().check();
  await page.getByRole("button", { name: "Pay what is ticked" }).click();
  await expect(page.getByRole("heading", { name: /^Pay 1 / })).toBeVisible();
  await page.getByRole("button", { name: "Recalculate" }).click();
  await page.locator("button[value=pay]").last().click();
  await finishAtStripe(page, /Card, accepted/);
  await expect(page.getByText(/has arrived\./)).toBeVisible({ timeout: 60_000 });
});
