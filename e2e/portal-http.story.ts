import { type APIResponse, expect, test } from "@playwright/test";
import { caller, guest, idsOn, OWN, signedIn } from "./caller.ts";
import { freeInvoices, needed } from "./open-invoices.ts";
import { fieldsOf } from "./payer.ts";

// The portal as a caller meets it who sends what no form of ours would: no screen, no size, so once is enough.
test.beforeEach(({ browserName: _ }, info) => {
  test.skip(info.project.name !== "desktop", "There is no screen in these.");
});

const NOBODY = "01234567-89ab-7def-8123-456789abcdef";
const FORM = "application/x-www-form-urlencoded";
const GUEST = { address: "caller@customer.example", customer: "104790" };

/** The words of an answer without what differs each time: references, nonces, addresses and ids. */
const wordsOf = async (answer: APIResponse, id: string): Promise<string> => {
  const text = (await answer.text()).replaceAll(id, "…");
  const main = /<main[\s\S]*?<\/main>/.exec(text)?.[0] ?? text;
  return main.replaceAll(/[0-9A-Z]{4}-[0-9A-Z]{4}/g, "…");
};

test("a document of somebody else is answered like one that there is not, on every kind of address", async ({
  playwright,
}) => {
  const [joanne, weilin] = [
    await signedIn(playwright, "Joanne Achterberg"),
    await signedIn(playwright, "Tan Wei Lin"),
  ];
  const [theirs] = await idsOn(joanne, "/invoices?state=all");
  const [paid] = await idsOn(joanne, "/payments");
  if (!theirs || !paid) throw new Error("The demo has no document and payment of Meridian's");
  const addresses = [
    [theirs, (id: string) => `/invoices/${id}`],
    [theirs, (id: string) => `/invoices/${id}.data`],
    [theirs, (id: string) => `/invoices/${id}.pdf`],
    [theirs, (id: string) => `/invoices/${id}/lines.csv`],
    [paid, (id: string) => `/payments/${id}`],
    [paid, (id: string) => `/payments/${id}?returned=1`],
    [paid, (id: string) => `/payments/${id}.data`],
    [paid, (id: string) => `/payments/${id}/receipt.pdf`],
    [paid, (id: string) => `/pay?again=${id}`],
    [theirs, (id: string) => `/?account=${id}`],
    [theirs, (id: string) => `/invoices.csv?account=${id}`],
    [theirs, (id: string) => `/statement.pdf?account=${id}`],
  ] as const;
  for (const [id, address] of addresses) {
    const [foreign, none] = [await weilin.get(address(id)), await weilin.get(address(NOBODY))];
    expect([address("…"), foreign.status(), none.status()]).toEqual([address("…"), 404, 404]);
    expect(await wordsOf(foreign, id)).toBe(await wordsOf(none, NOBODY));
    expect(await foreign.text()).toContain("We cannot find this");
    if (/\.(csv|pdf)/.test(address(""))) expect(foreign.headers()["content-type"]).toContain("text/plain");
  }
  for (const intent of ["cancel", "change", "continue"]) {
    const post = (id: string) => weilin.post(`/payments/${id}`, { form: { intent } });
    const [foreign, none] = [await post(paid), await post(NOBODY)];
    expect([intent, foreign.status(), none.status()]).toEqual([intent, 404, 404]);
    expect(await wordsOf(foreign, paid)).toBe(await wordsOf(none, NOBODY));
  }
});

test("somebody who may only look is refused when he posts a payment or cancels one", async ({
  playwright,
}) => {
  const joanne = await signedIn(playwright, "Joanne Achterberg");
  const paid = await joanne.post("/pay", { form: { intent: "pay", paymentId: NOBODY, currency: "USD" } });
  expect(paid.status()).toBe(403);
  expect(await paid.text()).toContain("Your role does not allow this");
  const [payment] = await idsOn(joanne, "/payments");
  const cancelled = await joanne.post(`/payments/${payment}`, { form: { intent: "cancel" } });
  expect(cancelled.status()).toBe(403);
  expect(await cancelled.text()).toContain("Your role does not allow this");
});

test("a password is tried ten times from one place, and the place is the one our proxy names", async ({
  playwright,
}) => {
  const tryFrom = async (address: string) => {
    const stranger = await caller(playwright, { ...OWN, "X-Forwarded-For": `10.1.1.1, ${address}` });
    const form = { email: "somebody@customer.example", password: "not the right one" };
    return (await stranger.post("/sign-in", { form })).status();
  };
  for (let tries = 0; tries < 10; tries++) expect(await tryFrom("198.51.100.1")).toBe(422);
  expect(await tryFrom("198.51.100.1")).toBe(403);
  expect(await tryFrom("198.51.100.2")).toBe(422);
});

test("a post that does not come from our own pages does nothing", async ({ playwright }) => {
  for (const headers of [{}, { Origin: "https://elsewhere.example" }, { Origin: "null" }]) {
    const stranger = await caller(playwright, headers as Record<string, string>);
    for (const path of ["/sign-in", "/pay", "/sign-out", "/settings"]) {
      const answer = await stranger.post(path, { form: { theme: "dark" } });
      expect([path, answer.status()]).toEqual([path, 403]);
      expect(await answer.text()).toContain("Nothing was done");
    }
  }
});

test("every kind of answer carries the headers that keep it to itself", async ({ playwright }) => {
  const [stranger, joanne] = [await caller(playwright, {}), await signedIn(playwright, "Joanne Achterberg")];
  const tooMuch = "a".repeat(1024 * 1024 + 1);
  const answers: [what: string, answer: APIResponse, status: number][] = [
    ["sign-in", await stranger.get("/sign-in"), 200],
    ["way to sign-in", await stranger.get("/invoices"), 302],
    ["unknown invitation", await stranger.get("/invitation/unknown"), 404],
    ["health", await stranger.get("/healthz"), 200],
    ["readiness", await stranger.get("/readyz"), 200],
    ["no such file", await stranger.get("/assets/none.js"), 404],
    ["own file", await stranger.get("/assets/mark.svg"), 200],
    ["foreign post", await stranger.post("/pay", { form: {} }), 403],
    ["method", await stranger.delete("/"), 405],
    ["too much", await joanne.post("/pay", { data: tooMuch, headers: { "Content-Type": FORM } }), 413],
    ["unsigned event", await stranger.post("/webhooks/stripe", { data: "{}" }), 400],
    ["page", await joanne.get("/"), 200],
    ["file", await joanne.get("/invoices.csv"), 200],
    ["no such page", await joanne.get("/nowhere"), 404],
    ["no such document", await joanne.get(`/invoices/${NOBODY}.pdf`), 404],
  ];
  for (const [what, answer, status] of answers) {
    const headers = answer.headers();
    expect([what, answer.status()]).toEqual([what, status]);
    expect(headers["content-security-policy"], what).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"], what).toBe("nosniff");
    expect(headers["referrer-policy"], what).toMatch(/^(same-origin|strict-origin)$/);
    expect(headers["x-request-id"], what).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(headers["cache-control"], what).toBe(
      what === "own file" ? "public, max-age=31536000, immutable" : "no-store",
    );
  }
  const page = await joanne.get("/");
  const nonce = /'nonce-([^']+)'/.exec(page.headers()["content-security-policy"] ?? "")?.[1] ?? "none";
  expect(await page.text()).toContain(`nonce="${nonce}"`);
});

test("probes and the place for events take their own methods alone", async ({ playwright }) => {
  const anybody = await caller(playwright);
  for (const [path, methods] of [
    ["/readyz", ["POST", "PUT", "DELETE", "PATCH"]],
    ["/webhooks/stripe", ["GET", "PUT", "DELETE", "PATCH"]],
    ["/healthz", ["POST"]],
    ["/invoices", ["PUT", "PROPFIND"]],
  ] as const)
    for (const method of methods)
      expect([path, method, (await anybody.fetch(path, { method })).status()]).toEqual([path, method, 405]);
});

test("what cannot be read is the caller's fault and never ours", async ({ playwright }) => {
  const [stranger, dana] = [await caller(playwright), await signedIn(playwright, "Dana Whitfield")];
  const [payment] = await idsOn(dana, "/payments");
  const formsOf = ["/sign-in", "/pay", "/settings", `/payments/${payment}`, "/invitation/unknown"];
  for (const path of formsOf) {
    const who = path === "/sign-in" ? stranger : dana;
    const sendAs = (type: string, data: string) =>
      who.post(path, { data, headers: { "Content-Type": type } });
    expect([path, (await sendAs("application/json", "{}")).status()]).toEqual([path, 415]);
    expect([path, (await sendAs("multipart/form-data", "nothing")).status()]).toEqual([path, 400]);
    const cut = await sendAs("multipart/form-data; boundary=x", "--x\r\nContent-Dispo");
    expect([path, cut.status()]).toEqual([path, 400]);
    expect(await cut.text()).toContain("could not be read");
  }

  const good = { intent: "pay", paymentId: NOBODY, currency: "USD" };
  for (const wrong of [
    { ...good, paymentId: "" },
    { ...good, paymentId: "7" },
    { ...good, currency: "usd" },
    { ...good, currency: "QQQ" },
    { intent: "pay" },
    { ...good, intent: "find", find: "f".repeat(61) },
    { ...good, onAccount: "9".repeat(40) },
    { ...good, [`amount.${NOBODY}`]: "1", [`note.${NOBODY}`]: "n".repeat(501) },
    { ...good, onAccount: "99999999999999999.99", shown: "99999999999999999.99" },
  ]) {
    const answer = await dana.post("/pay", { form: wrong as Record<string, string> });
    expect([wrong, answer.status()]).toEqual([wrong, 422]);
  }

  const withNul = { email: "a\0b@c.example", password: "x\0y" };
  expect((await stranger.post("/sign-in", { form: withNul })).status()).toBe(422);
  const [invoice] = await idsOn(dana, "/invoices");
  for (const path of [
    "/invoices?q=%00",
    "/invoices.csv?q=a%00b",
    `/invoices/${invoice}?q=%00`,
    `/invoices/${invoice}?after=9007199254740991`,
    "/invoices/%00",
    "/invoices/%ff",
    "/invoices?q=%ff%E0%A4%A",
    "/?account=%00",
    "/pay?item=%00&currency=%00&again=",
    "/pay?currency=QQQ",
    "/pay?again=%00",
    "/payments?before=%00~%00",
    `/payments?before=0000-01-01T00:00:00Z~${NOBODY}`,
    "/statement?asOf=%00",
    "/statement?asOf=0000-01-01",
    "/statement.csv?asOf=0000-01-01",
    "/invitation/%00",
    `/invoices?cursor=${"a".repeat(400)}`,
    "/invoices?cursor=%00",
    "/sign-in?next=%00",
  ]) {
    const status = (await dana.get(path)).status();
    expect([path, status < 500]).toEqual([path, true]);
  }
});

test("one form sent eight times at once is one payment", async ({ playwright }) => {
  const ana = await guest(playwright, GUEST);
  const { id: invoice } = needed((await freeInvoices(ana, "", { currency: "USD" }))[0]);
  const fields = fieldsOf(await (await ana.get(`/pay?item=${invoice}&currency=USD`)).text());
  const sum = fields[`amount.${invoice}`]?.replaceAll(",", "") ?? "";
  const form = { ...fields, intent: "pay", shown: sum };
  const answers = await Promise.all(Array.from({ length: 8 }, () => ana.post("/pay", { form })));
  expect(answers.map((answer) => answer.status())).toEqual(Array.from({ length: 8 }, () => 303));
  const after = await ana.post("/pay", { form });
  const ways = new Set([...answers, after].map((answer) => answer.headers().location));
  ways.delete(`/payments/${fields.paymentId}`);
  // Whoever was not sent to the payment's page was sent to its one place at Stripe.
  expect(ways.size).toBe(1);
  expect(await idsOn(ana, "/payments")).toContain(fields.paymentId);
});
