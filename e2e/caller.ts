import { type APIRequestContext, expect } from "@playwright/test";
import { ar } from "./command-line.ts";
import { systemUnderTest } from "./fixtures.ts";
import { mailTo, portalUrl } from "./people.ts";

// Somebody without a screen, who sends what no form of ours would.

type Caller = APIRequestContext;
type Opener = { request: { newContext(options: object): Promise<Caller> } };

/** What a browser says of a form on our own page. */
export const OWN = { Origin: portalUrl };

/** What he sends comes from our own page unless he says otherwise. */
export const caller = ({ request }: Opener, headers: Record<string, string> = OWN): Promise<Caller> =>
  request.newContext({ baseURL: portalUrl, extraHTTPHeaders: headers, maxRedirects: 0 });

/** Somebody of the demo. */
export async function signedIn(playwright: Opener, name: string): Promise<Caller> {
  const person = systemUnderTest().signIns.find(({ who }) => who === name);
  const who = await caller(playwright);
  const answer = await who.post("/sign-in", {
    form: { email: person?.email ?? "", password: person?.password ?? "" },
  });
  expect(answer.status()).toBe(302);
  return who;
}

/** A payer on an account of his own, who came by an invitation. */
export async function guest(
  playwright: Opener,
  { address, customer }: { address: string; customer: string },
): Promise<Caller> {
  await ar("invite", address, "--name", "Ana Ortiz", "--customer", customer, "--role", "payer");
  const { text } = await mailTo(address, "");
  const path = /\/invitation\/[\w-]+/.exec(text)?.[0] ?? "";
  const ana = await caller(playwright);
  const answer = await ana.post(path, { form: { password: "a long enough password" } });
  expect(answer.status()).toBe(302);
  return ana;
}

/** Ids of documents or payments that a list of the caller links to. */
export async function idsOn(who: Caller, list: string): Promise<string[]> {
  const text = await (await who.get(list)).text();
  const kind = list.startsWith("/payments") ? "payments" : "invoices";
  return [
    ...new Set([...text.matchAll(new RegExp(`href="/${kind}/([0-9a-f-]{36})`, "g"))].map(([, id]) => id!)),
  ];
}
