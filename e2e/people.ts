import { expect, type Page } from "@playwright/test";
import { systemUnderTest } from "./fixtures.ts";

const { portalUrl, backofficeUrl, mailUrl, environment, signIns } = systemUnderTest();

export { environment, portalUrl };

/** The demo's person of that name, with his password. */
function person(name: string) {
  const found = signIns.find((signIn) => signIn.who === name);
  if (!found) throw new Error(`The demo has nobody called ${name}`);
  return found;
}

/** Signs somebody of the demo in where he works. */
export async function signIn(page: Page, name: string): Promise<void> {
  const { where, email, password } = person(name);
  await page.goto(where === "portal" ? portalUrl : backofficeUrl);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toHaveCount(0);
}

/** The mail to an address whose subject begins so; waits until the worker has sent it. */
export async function mailTo(
  address: string,
  subject: string,
): Promise<{ subject: string; text: string; html: string }> {
  await expect(async () => {
    expect(
      (await inbox()).some((mail) => mail.to.includes(address) && mail.subject.startsWith(subject)),
    ).toBe(true);
  }).toPass({ timeout: 20_000 });
  const mail = (await inbox()).find((each) => each.to.includes(address) && each.subject.startsWith(subject));
  if (!mail) throw new Error("The mail is gone again");
  const full = (await (await fetch(`${mailUrl}/emails/${mail.id}`, { headers: authorization })).json()) as {
    subject: string;
    text: string;
    html: string;
  };
  return full;
}

const authorization = { Authorization: `Bearer ${environment.RESEND_API_KEY}` };

async function inbox(): Promise<{ id: string; to: string[]; subject: string }[]> {
  const answer = await fetch(`${mailUrl}/emails?limit=100`, { headers: authorization });
  return ((await answer.json()) as { data: { id: string; to: string[]; subject: string }[] }).data;
}
