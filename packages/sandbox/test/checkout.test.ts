import type Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { day, openCheckout, openShop, type Shop } from "./stand-in.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const intentOf = (session: Stripe.Checkout.Session) =>
  shop.stripe.paymentIntents.retrieve(String(session.payment_intent));

describe("a checkout session", () => {
  test("is open, has a page and no payment intent until the payer acts", async () => {
    const session = await openCheckout(shop);
    expect(session).toMatchObject({
      status: "open",
      payment_status: "unpaid",
      payment_intent: null,
      amount_total: 12_345,
    });
    expect(session.url).toBe(`${shop.url}/c/pay/${session.id}`);
    expect(await shop.types()).toEqual([]);
  });

  test("paid by card is complete and paid at once, and the events come in Stripe's order", async () => {
    const session = await openCheckout(shop);
    const done = await shop.control.completeSession(session.id);
    expect(done).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      client_reference_id: "attempt-1",
    });
    const intent = await intentOf(done);
    expect(intent).toMatchObject({
      status: "succeeded",
      amount_received: 12_345,
      metadata: { attempt: "attempt-1" },
    });
    expect(await shop.types()).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
      "charge.updated",
    ]);
    const succeeded = shop.received.find((one) => one.type === "charge.succeeded")?.event;
    expect(succeeded?.data.object).toMatchObject({ balance_transaction: null });
  });

  test("declined stays open, tells why, and can still be paid", async () => {
    const session = await openCheckout(shop);
    const after = await shop.control.completeSession(session.id, { outcome: "declined" });
    expect(after).toMatchObject({ status: "open", payment_status: "unpaid" });
    expect(await intentOf(after)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "card_declined", decline_code: "generic_decline" },
    });
    const done = await shop.control.completeSession(session.id);
    expect(done).toMatchObject({ status: "complete", payment_intent: after.payment_intent });
    const charges = await shop.stripe.charges.list({ payment_intent: String(done.payment_intent) });
    expect(charges.data.map((charge) => charge.status)).toEqual(["succeeded", "failed"]);
  });

  test("paid by ACH debit is complete but unpaid until the bank pays", async () => {
    const session = await openCheckout(shop, { methods: ["us_bank_account"] });
    const done = await shop.control.completeSession(session.id);
    expect(done).toMatchObject({ status: "complete", payment_status: "unpaid" });
    expect(await intentOf(done)).toMatchObject({ status: "processing", amount_received: 0 });
    await shop.control.advanceClock(3 * day);
    expect((await intentOf(done)).status).toBe("processing");
    await shop.control.advanceClock(1 * day);
    expect((await intentOf(done)).status).toBe("succeeded");
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
    expect(await shop.types()).toEqual([
      "payment_intent.created",
      "payment_intent.processing",
      "charge.pending",
      "checkout.session.completed",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.async_payment_succeeded",
      "charge.updated",
    ]);
  });

  test("whose bank debit fails later stays unpaid", async () => {
    const session = await openCheckout(shop, { methods: ["sepa_debit"], currency: "eur" });
    const done = await shop.control.completeSession(session.id, {
      outcome: "fails",
      reason: "account_closed",
    });
    await shop.control.advanceClock(4 * day);
    expect(await intentOf(done)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "account_closed" },
    });
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("unpaid");
    expect((await shop.types()).slice(-3)).toEqual([
      "charge.failed",
      "payment_intent.payment_failed",
      "checkout.session.async_payment_failed",
    ]);
  });

  test("whose bank debit settles and is returned ends in a lost dispute", async () => {
    const session = await openCheckout(shop, { methods: ["us_bank_account"] });
    const done = await shop.control.completeSession(session.id, {
      outcome: "returned",
      reason: "bank_cannot_process",
    });
    await shop.control.advanceClock(8 * day);
    expect((await intentOf(done)).status).toBe("succeeded");
    const disputes = await shop.stripe.disputes.list({ payment_intent: String(done.payment_intent) });
    expect(disputes.data).toMatchObject([{ status: "lost", reason: "bank_cannot_process", amount: 12_345 }]);
    await shop.control.idle();
    const [settled, returned] = ["charge.succeeded", "charge.dispute.created"].map(
      (type) => shop.received.find((one) => one.type === type)?.event?.created ?? 0,
    );
    expect((returned ?? 0) - (settled ?? 0)).toBeGreaterThanOrEqual((4 * day) / 1000 - 1);
    expect((await shop.types()).slice(-3)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.dispute.closed",
    ]);
  });

  test("paid by bank transfer waits for the money before there is a charge", async () => {
    const customer = await shop.stripe.customers.create({ name: "Aldgate Freight" });
    const session = await openCheckout(shop, {
      methods: ["customer_balance"],
      more: { customer: customer.id },
    });
    const done = await shop.control.completeSession(session.id);
    expect(await intentOf(done)).toMatchObject({ status: "requires_action", latest_charge: null });
    await shop.control.settlePayment(String(done.payment_intent));
    expect(await intentOf(done)).toMatchObject({ status: "succeeded" });
  });

  test("a card payment may be confirmed later, too", async () => {
    const session = await openCheckout(shop);
    const done = await shop.control.completeSession(session.id, { outcome: "settles" });
    expect((await intentOf(done)).status).toBe("processing");
    await shop.control.settlePayment(String(done.payment_intent));
    expect((await intentOf(done)).status).toBe("succeeded");
  });

  test("expires by itself after its time and takes no payment then", async () => {
    const now = Math.floor(Date.now() / 1000);
    const session = await openCheckout(shop, { more: { expires_at: now + 1900 } });
    await shop.control.advanceClock(1_901_000);
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).status).toBe("expired");
    expect(await shop.types()).toEqual(["checkout.session.expired"]);
    await expect(shop.control.completeSession(session.id)).rejects.toThrow("is expired");
  });

  test("expired by us cancels the attempt it holds; a complete one cannot be expired", async () => {
    const open = await openCheckout(shop);
    const declined = await shop.control.completeSession(open.id, { outcome: "declined" });
    await expect(shop.stripe.paymentIntents.cancel(String(declined.payment_intent))).rejects.toThrow(
      "Expire its Checkout Session",
    );
    expect((await shop.stripe.checkout.sessions.expire(open.id)).status).toBe("expired");
    expect((await intentOf(declined)).status).toBe("canceled");
    const done = await shop.control.completeSession((await openCheckout(shop)).id);
    await expect(shop.stripe.checkout.sessions.expire(done.id)).rejects.toThrow("status of complete");
  });

  test("is found by its payment intent", async () => {
    await openCheckout(shop);
    const done = await shop.control.completeSession((await openCheckout(shop)).id);
    const found = await shop.stripe.checkout.sessions.list({ payment_intent: String(done.payment_intent) });
    expect(found.data.map((session) => session.id)).toEqual([done.id]);
  });

  test("is completed once only", async () => {
    const session = await openCheckout(shop);
    await shop.control.completeSession(session.id);
    await expect(shop.control.completeSession(session.id)).rejects.toThrow("is complete");
  });

  test.each([
    ["an expiry of less than half an hour", { expires_at: Math.floor(Date.now() / 1000) + 60 }, "expires_at"],
    [
      "no method that suits it",
      { allowed_payment_method_types: ["us_bank_account"] as const },
      "allowed_payment_method_types",
    ],
    ["methods named as before 2026-09-30", { payment_method_types: ["card"] }, "payment_method_types"],
    ["a customer that does not exist", { customer: "cus_none" }, "customer"],
  ])("is refused with %s", async (_, more, param) => {
    const wanted = { currency: "eur", more: more as Partial<Stripe.Checkout.SessionCreateParams> };
    await expect(openCheckout(shop, wanted)).rejects.toMatchObject({ param });
  });

  test("offers what suits its currency and customer, narrowed by what is allowed or excluded", async () => {
    const offered = async (currency: string, more: object) =>
      (await openCheckout(shop, { currency, more })).payment_method_types;
    const customer = (await shop.stripe.customers.create()).id;
    expect(await offered("usd", {})).toEqual(["card", "us_bank_account"]);
    expect(await offered("eur", {})).toEqual(["card", "sepa_debit"]);
    expect(await offered("jpy", {})).toEqual(["card"]);
    expect(await offered("eur", { excluded_payment_method_types: ["card"] })).toEqual(["sepa_debit"]);
    expect(await offered("eur", { allowed_payment_method_types: ["card", "us_bank_account"] })).toEqual([
      "card",
    ]);
    expect(await offered("usd", { customer, allowed_payment_method_types: ["customer_balance"] })).toEqual([
      "customer_balance",
    ]);
  });

  test("takes named methods from a request of an older revision", async () => {
    const answer = await fetch(`${shop.url}/v1/checkout/sessions`, {
      method: "POST",
      headers: { Authorization: "Bearer sk_test_raw", "Stripe-Version": "2026-06-24.dahlia" },
      body: new URLSearchParams({
        mode: "payment",
        success_url: "https://portal.example/",
        "payment_method_types[]": "us_bank_account",
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][unit_amount]": "500",
        "line_items[0][price_data][product_data][name]": "INV-1",
      }),
    });
    expect(await answer.json()).toMatchObject({
      payment_method_types: ["us_bank_account"],
      amount_total: 500,
    });
  });

  test("in setup mode keeps a payment method for the customer", async () => {
    const customer = await shop.stripe.customers.create({ name: "Aldgate Freight" });
    const session = await shop.stripe.checkout.sessions.create({
      mode: "setup",
      customer: customer.id,
      allowed_payment_method_types: ["us_bank_account"],
      success_url: "https://portal.example/",
    });
    const done = await shop.control.completeSession(session.id);
    const setup = await shop.stripe.setupIntents.retrieve(String(done.setup_intent), {
      expand: ["payment_method"],
    });
    expect(setup).toMatchObject({
      status: "succeeded",
      payment_method: { type: "us_bank_account", customer: customer.id },
    });
  });
});
