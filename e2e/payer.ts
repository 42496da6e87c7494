import type { DemoSignIn } from "@openitem/domain/demo/load-demo";

export type Payer = {
  get(path: string): Promise<Response>;
  post(path: string, form: Record<string, string>): Promise<Response>;
  /** Ids of documents or payments that a list of his links to. */
  idsOn(list: string): Promise<string[]>;
  /** What the form says that pays one document in full; `paymentId` is among it. */
  formFor(itemId: string, currency: string): Promise<Record<string, string>>;
};

/** Somebody of the demo who pays without a browser: forms are sent as they stand on the page. */
export async function signedInPayer(portalUrl: string, { email, password }: DemoSignIn): Promise<Payer> {
  let cookie = "";
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${portalUrl}${path}`, { ...init, headers: { cookie, origin: portalUrl }, redirect: "manual" });
  const payer: Payer = {
    get: (path) => send(path),
    post: (path, form) => send(path, { method: "POST", body: new URLSearchParams(form) }),
    async idsOn(list) {
      const kind = list.startsWith("/payments") ? "payments" : "invoices";
      const links = (await (await send(list)).text()).matchAll(
        new RegExp(`href="/${kind}/([0-9a-f-]{36})`, "g"),
      );
      return [...new Set(Array.from(links, ([, id]) => id ?? ""))];
    },
    async formFor(itemId, currency) {
      const page = await (await send(`/pay?item=${itemId}&currency=${currency}`)).text();
      const fields = fieldsOf(page);
      const amount = fields[`amount.${itemId}`];
      if (!amount || !fields.paymentId) throw new Error(`Document ${itemId} cannot be paid`);
      return { ...fields, intent: "pay", shown: amount.replaceAll(",", "") };
    },
  };
  const answer = await payer.post("/sign-in", { email, password });
  if (answer.status !== 302) throw new Error(`${email} could not sign in (${answer.status})`);
  cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return payer;
}

/** What a browser would send of the forms on a page: their fields as they stand. */
export function fieldsOf(page: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of page.matchAll(/<input\b[^>]*>/g)) {
    const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
    const name = of("name");
    if (name && (of("type") !== "checkbox" || tag.includes("checked"))) fields[name] ??= of("value") ?? "";
  }
  return fields;
}
