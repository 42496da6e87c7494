import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { day, openShop, paid, type Shop } from "./stand-in.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

/** A raw call, so that nothing between us and the wire retries or hides a header. */
function post(path: string, key: string, form: Record<string, string>): Promise<Response> {
  return fetch(`${shop.url}/v1/${path}`, {
    method: "POST",
    headers: { Authorization: "Bearer sk_test_raw", "Idempotency-Key": key },
    body: new URLSearchParams(form),
  });
}

const customers = async () => (await shop.stripe.customers.list({ limit: 100 })).data.length;

describe("an idempotency key", () => {
  test("replays the first answer for the same request and does the work once", async () => {
    const first = await post("customers", "key-1", { name: "Aldgate", email: "a@example.com" });
    const again = await post("customers", "key-1", { email: "a@example.com", name: "Aldgate" });
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(first.headers.get("Idempotent-Replayed")).toBeNull();
    expect(again.headers.get("Original-Request")).toBe(first.headers.get("Request-Id"));
    expect(await again.text()).toBe(await first.text());
    expect(await customers()).toBe(1);
  });

  test("with other parameters, or at another address, is an error", async () => {
    await post("customers", "key-1", { name: "Aldgate" });
    const other = await post("customers", "key-1", { name: "Borough" });
    const elsewhere = await post("setup_intents", "key-1", {});
    for (const answer of [other, elsewhere]) {
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: { type: "idempotency_error" } });
    }
    expect(await customers()).toBe(1);
  });

  test("in use by a request under way is a conflict", async () => {
    await shop.control.failRequests({ kind: "delay", path: "/v1/customers", ms: 300 });
    const slow = post("customers", "key-1", { name: "Aldgate" });
    const answers = await Promise.all([slow, post("customers", "key-1", { name: "Aldgate" })]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect((await post("customers", "key-1", { name: "Aldgate" })).status).toBe(200);
    expect(await customers()).toBe(1);
  });

  test("replays a 500 for ever, whether or not the work was done", async () => {
    await shop.control.failRequests({ kind: "server_error", path: "/v1/customers" });
    await shop.control.failRequests({ kind: "server_error", path: "/v1/setup_intents", afterWork: true });
    for (const [path, form] of [
      ["customers", { name: "A" }],
      ["setup_intents", {}],
    ] as const) {
      const first = await post(path, `key-${path}`, form);
      const again = await post(path, `key-${path}`, form);
      expect([first.status, again.status]).toEqual([500, 500]);
      expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    }
    expect(await customers()).toBe(0);
    expect((await shop.stripe.setupIntents.list()).data).toHaveLength(1);
  });

  test("is not kept when the parameters were wrong", async () => {
    expect((await post("customers", "key-1", { nonsense: "1" })).status).toBe(400);
    expect((await post("customers", "key-1", { name: "Aldgate" })).status).toBe(200);
  });

  test("is kept when the work was refused", async () => {
    const intent = await paid(shop, { amount: 1_000 });
    const refund = () => post("refunds", "key-1", { payment_intent: intent, amount: "1001" });
    expect((await refund()).status).toBe(400);
    expect((await refund()).headers.get("Idempotent-Replayed")).toBe("true");
  });

  test("is forgotten after 24 hours", async () => {
    await post("customers", "key-1", { name: "Aldgate" });
    await shop.control.advanceClock(day - 60_000);
    expect((await post("customers", "key-1", { name: "Aldgate" })).headers.get("Idempotent-Replayed")).toBe(
      "true",
    );
    await shop.control.advanceClock(120_000);
    await post("customers", "key-1", { name: "Aldgate" });
    expect(await customers()).toBe(2);
  });
});

describe("a fault on the way", () => {
  test("the answer is lost after the work: the package's own retry finds the same object", async () => {
    await shop.control.failRequests({ kind: "drop_response", path: "/v1/customers", method: "POST" });
    const customer = await shop.stripe.customers.create({ name: "Aldgate" });
    expect(customer.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(await customers()).toBe(1);
  });

  test("the answer is lost twice: the caller sees it, and asking again with the key finds the object", async () => {
    const intent = await paid(shop);
    await shop.control.failRequests({ kind: "drop_response", path: "/v1/refunds", count: 2 });
    const refund = () =>
      shop.stripe.refunds.create({ payment_intent: intent }, { idempotencyKey: "refund-1" });
    await expect(refund()).rejects.toMatchObject({ type: "StripeConnectionError" });
    const found = await refund();
    const listed = await shop.stripe.refunds.list({ payment_intent: intent });
    expect(listed.data.map((one) => one.id)).toEqual([found.id]);
  });

  test("the request is lost before the work: nothing was done", async () => {
    await shop.control.failRequests({ kind: "drop_request", path: "/v1/customers", count: 2 });
    await expect(shop.stripe.customers.create({ name: "Aldgate" })).rejects.toMatchObject({
      type: "StripeConnectionError",
    });
    expect(await customers()).toBe(0);
  });

  test("too many requests are turned away without being kept", async () => {
    await shop.control.failRequests({ kind: "rate_limit", count: 1 });
    const create = () => shop.stripe.customers.create({ name: "Aldgate" }, { idempotencyKey: "key-1" });
    await expect(create()).rejects.toMatchObject({ type: "StripeRateLimitError", statusCode: 429 });
    expect((await create()).name).toBe("Aldgate");
  });
});
