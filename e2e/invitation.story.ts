import { expect, test } from "@playwright/test";
import { expectFaultless } from "./faultless.ts";
import { mailTo, portalUrl, signIn } from "./people.ts";

test("a person is invited from the customer's page, opens the mail, sets a password and signs in", async ({
  page,
  browser,
}, info) => {
  const address = `ana.${info.project.name}@meridianfreight.example`;
  await signIn(page, "Rafael Ochoa");
  await page.goto(`${new URL(page.url()).origin}/customers?search=Meridian`);
  await page.getByText("Meridian Ocean Freight").first().click();
  await page
    .getByRole("link", { name: /Contacts/ })
    .or(page.getByRole("tab", { name: /Contacts/ }))
    .first()
    .click();
  await expectFaultless(page);
  await page
    .getByRole("button", { name: /Invite/ })
    .or(page.getByRole("link", { name: /Invite/ }))
    .first()
    .click();
  await page.getByLabel(/Name/).last().fill("Ana Ortiz");
  await page
    .getByLabel(/E-mail/)
    .last()
    .fill(address);
  await page
    .getByRole("button", { name: /^(Invite|Send)/ })
    .last()
    .click();
  const mail = await mailTo(address, "Rafael Ochoa invites you");
  const link = /https?:\/\/\S+\/invitation\/[\w-]+/.exec(mail.text)?.[0] ?? "";

  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  // Looking does not use it up.
  await guest.reload();
  await expectFaultless(guest);
  await guest.getByLabel("Choose a password").fill("a long enough password");
  await guest.getByRole("button", { name: "Open my access" }).click();
  await expect(guest.getByRole("heading", { name: "What you owe Parlance" })).toBeVisible();
  const used = await (await browser.newContext()).newPage();
  await used.goto(link);
  await expect(used.getByText("This invitation was used already")).toBeVisible();
  // He has this account and no other.
  const foreign = await guest.request.get(`${portalUrl}/invoices/01234567-89ab-7def-8123-456789abcdef`);
  expect(foreign.status()).toBe(404);
  await guest.context().close();
  await used.context().close();
});
