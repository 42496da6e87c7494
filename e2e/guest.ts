import { expect, type Page } from "@playwright/test";
import { ar } from "./command-line.ts";
import { mailTo } from "./people.ts";

/** Invites somebody to the account of that number, a payer unless said; he opens the mail, sets a password and is signed in. */
export async function comeAsGuest(
  page: Page,
  {
    address,
    customer,
    role = "payer",
    name = "Ana Ortiz",
    withSubsidiaries = false,
  }: { address: string; customer: string; role?: string; name?: string; withSubsidiaries?: boolean },
): Promise<void> {
  const wider = withSubsidiaries ? ["--with-subsidiaries"] : [];
  await ar("invite", address, "--name", name, "--customer", customer, "--role", role, ...wider);
  const { text } = await mailTo(address, "");
  await page.goto(/https?:\/\/\S+\/invitation\/[\w-]+/.exec(text)?.[0] ?? "");
  await page.getByLabel("Choose a password").fill("a long enough password");
  await page.getByRole("button", { name: "Open my access" }).click();
  await expect(page.getByRole("heading", { name: "What you owe Parlance" })).toBeVisible();
}
