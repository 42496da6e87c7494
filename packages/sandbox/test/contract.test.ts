import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { haveStripeDescription, readStripeDescription } from "../src/stripe-description.ts";
import { charge, day, kept, openCheckout, openShop, paid, type Shop } from "./stand-in.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

if (!haveStripeDescription)
  console.warn("Stripe's description is not in ../shared/data/payments: its checks are skipped.");

// One of everything, so that every shape the stand-in answers with is looked at.
async function makeHistory(): Promise<void> {
  const { stripe, control } = shop;
  const customer = await stripe.customers.create({ name: "Aldgate Freight", email: "ap@aldgate.example" });
  await openCheckout(shop, { more: { customer: customer.id } });
  const card = await paid(shop, { amount: 20_000 });
  await stripe.refunds.create({ payment_intent: card, amount: 5_000 });
  const disputed = await paid(shop);
  const dispute = await control.openDispute(disputed);
  await control.closeDispute(dispute.id, "won");
  const ach = await paid(shop, { methods: ["us_bank_account"] });
  const refund = await stripe.refunds.create({ payment_intent: ach, amount: 100 });
  await control.finishRefund(refund.id, "failed");
  await control.returnPayment(await paid(shop, { methods: ["us_bank_account"] }), "debit_not_authorized");
  const failing = await openCheckout(shop, { methods: ["sepa_debit"], currency: "eur" });
  const waiting = await control.completeSession(failing.id, { outcome: "stays_processing" });
  await control.failPayment(String(waiting.payment_intent));
  const declined = await openCheckout(shop);
  await control.completeSession(declined.id, { outcome: "declined" });
  await stripe.checkout.sessions.expire(declined.id);
  await paid(shop, { methods: ["customer_balance"], more: { customer: customer.id } });
  const setup = await stripe.setupIntents.create({
    customer: customer.id,
    confirm: true,
    payment_method: "pm_card_visa",
  });
  expect(setup.status).toBe("succeeded");
  await keptAndCharged(shop);
  await control.advanceClock(3 * day);
  const payout = await control.createPayout("usd");
  await control.finishPayout(payout.id, "paid");
}

/** A card and a bank account, charged while nobody is there, with each answer a bank has. */
async function keptAndCharged({ stripe, control }: Shop): Promise<void> {
  for (const kind of ["card", "us_bank_account"] as const) {
    const { customer, method } = await kept(shop, kind);
    await charge(stripe, customer, method);
    await control.decideCharges(method, "declined");
    await expect(charge(stripe, customer, method)).rejects.toMatchObject({ statusCode: 402 });
    if (kind === "card") await stripe.paymentMethods.detach(method);
  }
}

const setups = async (stripe: Stripe) =>
  (await stripe.setupIntents.list({ limit: 100, expand: ["data.payment_method"] })).data;
const keptMethods = async (stripe: Stripe) => ({
  data: (await setups(stripe)).flatMap(({ payment_method: method }) =>
    method && typeof method !== "string" ? [method] : [],
  ),
});
const mandates = async (stripe: Stripe) => ({
  data: await Promise.all(
    (await setups(stripe)).flatMap(({ mandate }) =>
      mandate ? [stripe.mandates.retrieve(String(mandate))] : [],
    ),
  ),
});

describe.skipIf(!haveStripeDescription)(
  "what the stand-in answers has the shapes that Stripe publishes",
  () => {
    test("every object, also as it is carried by events, fits its schema and has the fields of Stripe's example", async () => {
      await makeHistory();
      const description = readStripeDescription();
      const { stripe } = shop;
      const lists: [kind: string, list: Promise<{ data: object[] }>][] = [
        ["customer", stripe.customers.list({ limit: 100 })],
        ["checkout.session", stripe.checkout.sessions.list({ limit: 100 })],
        ["payment_intent", stripe.paymentIntents.list({ limit: 100 })],
        ["setup_intent", stripe.setupIntents.list({ limit: 100 })],
        ["payment_method", keptMethods(stripe)],
        ["mandate", mandates(stripe)],
        ["charge", stripe.charges.list({ limit: 100 })],
        ["refund", stripe.refunds.list({ limit: 100 })],
        ["dispute", stripe.disputes.list({ limit: 100 })],
        ["balance_transaction", stripe.balanceTransactions.list({ limit: 100 })],
        ["payout", stripe.payouts.list({ limit: 100 })],
        ["event", stripe.events.list({ limit: 100 })],
        ["webhook_endpoint", stripe.webhookEndpoints.list({ limit: 100 })],
      ];
      const found = new Set<string>();
      for (const [kind, asked] of lists) {
        const list = await asked;
        expect(list.data.length, `${kind}: nothing to look at`).toBeGreaterThan(0);
        for (const object of list.data) {
          for (const difference of description.differences(kind, object)) found.add(difference);
          for (const difference of description.unlikeExample(kind, object)) found.add(difference);
        }
      }
      for (const event of (await stripe.events.list({ limit: 100 })).data) {
        const object = event.data.object as { object: string };
        for (const difference of description.differences(object.object, object))
          found.add(`${event.type}: ${difference}`);
      }
      expect([...found]).toEqual([]);
    });

    test("an object with its expansions fits too", async () => {
      const description = readStripeDescription();
      const { stripe } = shop;
      const intent = await stripe.paymentIntents.retrieve(await paid(shop), {
        expand: ["latest_charge.balance_transaction", "latest_charge.refunds", "payment_method"],
      });
      const charge = intent.latest_charge as Stripe.Charge;
      expect(charge.balance_transaction).toMatchObject({ object: "balance_transaction", source: charge.id });
      expect(description.differences("payment_intent", intent)).toEqual([]);
      expect(description.differences("charge", charge)).toEqual([]);
    });
  },
);

describe.skipIf(!haveStripeDescription)("the requests that the stand-in takes", () => {
  test("are those that Stripe's description allows", async () => {
    const description = readStripeDescription();
    const requests = (await shop.control.requests()).filter(
      (one) => one.method === "POST" && one.status === 200,
    );
    expect(requests.length).toBeGreaterThan(10);
    expect(requests.flatMap((one) => description.requestDifferences(one.path, one.form))).toEqual([]);
  });

  test("a request with a wrong type, or with what Stripe does not know, is found out", () => {
    const description = readStripeDescription();
    expect(description.requestDifferences("/v1/refunds", "amount=ten")).toEqual([
      "/v1/refunds.amount must be integer",
    ]);
    expect(description.requestDifferences("/v1/refunds", "sum=10")).toEqual([
      "/v1/refunds must NOT have additional properties (sum)",
    ]);
  });
});

describe("the wire form of the API", () => {
  test("answers carry a request id and the version asked for", async () => {
    const balance = await shop.stripe.balance.retrieve();
    expect(balance.lastResponse.requestId).toMatch(/^req_/);
    expect(balance.lastResponse.apiVersion).toBe(Stripe.API_VERSION);
  });

  test("a request without a key, or with a live key, is turned away", async () => {
    const none = await fetch(`${shop.url}/v1/customers`);
    expect(none.status).toBe(401);
    const live = await fetch(`${shop.url}/v1/customers`, {
      headers: { Authorization: "Bearer sk_live_abc" },
    });
    expect(live.status).toBe(401);
  });

  test("what is not there is a 404 that names it", async () => {
    await expect(shop.stripe.paymentIntents.retrieve("pi_none")).rejects.toMatchObject({
      type: "StripeInvalidRequestError",
      statusCode: 404,
      code: "resource_missing",
      message: "No such payment_intent: 'pi_none'",
    });
  });

  test("a parameter that Stripe does not know is refused", async () => {
    const params: object = { name: "A", nickname: "B" };
    await expect(shop.stripe.customers.create(params)).rejects.toMatchObject({
      code: "parameter_unknown",
      param: "nickname",
    });
  });

  test("an address that the API does not have is refused in Stripe's form", async () => {
    const answer = await fetch(`${shop.url}/v1/nonsense`, { headers: { Authorization: "Bearer sk_test_a" } });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { type: "invalid_request_error" } });
  });

  test("metadata is merged key by key and an empty value removes a key", async () => {
    const customer = await shop.stripe.customers.create({ metadata: { account: "0042", region: "EU" } });
    const after = await shop.stripe.customers.update(customer.id, { metadata: { region: "", tier: "gold" } });
    expect(after.metadata).toEqual({ account: "0042", tier: "gold" });
  });

  test("a list is paged both ways without losing or repeating anything", async () => {
    const made: string[] = [];
    for (let at = 0; at < 7; at++) {
      made.push((await shop.stripe.customers.create({ email: "page@example.com" })).id);
    }
    const newestFirst = made.toReversed();
    const forward: string[] = [];
    for await (const customer of shop.stripe.customers.list({ email: "page@example.com", limit: 3 })) {
      forward.push(customer.id);
    }
    expect(forward).toEqual(newestFirst);
    const last = newestFirst.at(-1) ?? "";
    const before = await shop.stripe.customers.list({
      email: "page@example.com",
      ending_before: last,
      limit: 3,
    });
    expect(before.data.map((customer) => customer.id)).toEqual(newestFirst.slice(3, 6));
    expect(before.has_more).toBe(true);
    await expect(shop.stripe.customers.list({ starting_after: "cus_none" })).rejects.toMatchObject({
      param: "starting_after",
    });
  });

  test("created filters have bounds", async () => {
    const customer = await shop.stripe.customers.create({ email: "when@example.com" });
    const found = await shop.stripe.customers.list({
      email: "when@example.com",
      created: { gte: customer.created },
    });
    const none = await shop.stripe.customers.list({
      email: "when@example.com",
      created: { lt: customer.created },
    });
    expect([found.data.length, none.data.length]).toEqual([1, 0]);
  });

  test("a property that cannot be expanded is refused", async () => {
    const session = await openCheckout(shop);
    await expect(
      shop.stripe.checkout.sessions.retrieve(session.id, { expand: ["nonsense"] }),
    ).rejects.toMatchObject({
      param: "expand",
    });
    const shown = await shop.stripe.checkout.sessions.retrieve(session.id, { expand: ["line_items"] });
    expect(shown.line_items?.data.map((item) => [item.description, item.amount_total])).toEqual([
      ["INV-2026-0001", 12_345],
    ]);
  });
});
