import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { day, openCheckout, openShop, paid, type Shop } from "./stand-in.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const cardStory = [
  "payment_intent.created",
  "charge.succeeded",
  "payment_intent.succeeded",
  "checkout.session.completed",
  "charge.updated",
];

describe("deliveries", () => {
  test("are signed so that the package accepts them, and say what the Events API says", async () => {
    await paid(shop);
    await shop.control.idle();
    expect(shop.received.map((one) => one.status)).toEqual([200, 200, 200, 200, 200]);
    const events = await shop.stripe.events.list();
    expect(events.data.map((event) => event.type)).toEqual(cardStory.toReversed());
    expect(events.data.map((event) => event.pending_webhooks)).toEqual([0, 0, 0, 0, 0]);
    const sent = shop.received[0]?.event;
    expect(await shop.stripe.events.retrieve(sent?.id ?? "")).toMatchObject({
      data: JSON.parse(JSON.stringify(sent?.data)),
    });
  });

  test("carry the object as it was when the event happened", async () => {
    await paid(shop);
    const created = (await shop.stripe.events.list({ type: "payment_intent.created" })).data[0];
    expect(created?.data.object).toMatchObject({ status: "requires_payment_method", latest_charge: null });
  });

  test("that fail are tried again, first soon and then ever later, until they are accepted", async () => {
    let down = true;
    shop.answerWith(() => (down ? 503 : 200));
    const customer = await shop.stripe.customers.create({ name: "Aldgate" });
    await shop.control.idle();
    expect((await shop.stripe.events.list({ delivery_success: false })).data).toHaveLength(1);
    await shop.control.advanceClock(1_500);
    await shop.control.idle();
    await shop.control.advanceClock(6_000);
    await shop.control.idle();
    down = false;
    await shop.control.advanceClock(31_000);
    await shop.control.idle();
    const tries = shop.received.filter(
      (one) =>
        one.event?.data.object && "id" in one.event.data.object && one.event.data.object.id === customer.id,
    );
    expect(tries.map((one) => one.status)).toEqual([503, 503, 503, 200]);
    expect((await shop.stripe.events.list({ delivery_success: false })).data).toHaveLength(0);
  });

  test("are given up after about three days", async () => {
    shop.answerWith(() => 500);
    await shop.stripe.customers.create({ name: "Aldgate" });
    for (let at = 0; at < 12; at++) {
      await shop.control.idle();
      await shop.control.advanceClock(day + 1);
    }
    await shop.control.idle();
    const { deliveries } = await shop.control.state();
    expect(deliveries.map((delivery) => [delivery.status, delivery.attempts.length])).toEqual([
      ["given_up", 11],
    ]);
  });

  test("can be swallowed: the event is still in the Events API, as not delivered", async () => {
    await shop.control.swallowDeliveries(["checkout.session.completed"]);
    await paid(shop);
    expect(await shop.types()).toEqual(cardStory.filter((type) => type !== "checkout.session.completed"));
    const missed = await shop.stripe.events.list({ delivery_success: false });
    expect(missed.data.map((event) => event.type)).toEqual(["checkout.session.completed"]);
    await shop.control.resendEvent(missed.data[0]?.id ?? "");
    expect((await shop.types()).at(-1)).toBe("checkout.session.completed");
  });

  test("can be held and released in any order", async () => {
    await shop.control.holdDeliveries();
    await paid(shop);
    expect(await shop.types()).toEqual([]);
    await shop.control.releaseDeliveries("reversed");
    expect(await shop.types()).toEqual(cardStory.toReversed());

    await shop.control.holdDeliveries();
    await paid(shop);
    const ids = (await shop.control.state()).deliveries
      .filter((one) => one.status === "held")
      .map((one) => one.event);
    const order = [2, 0, 4, 1, 3].map((at) => ids[at] ?? "");
    await shop.control.releaseDeliveries(order);
    expect(shop.received.slice(-5).map((one) => one.id)).toEqual(order);
  });

  test("can come many times at once", async () => {
    await shop.control.duplicateDeliveries(5);
    await shop.stripe.customers.create({ name: "Aldgate" });
    await shop.control.idle();
    expect(new Set(shop.received.map((one) => one.id)).size).toBe(1);
    expect(shop.received).toHaveLength(5);
    await shop.control.resendEvent(shop.received[0]?.id ?? "", 20);
    expect(shop.received).toHaveLength(25);
  });

  test.each([
    ["wrong_secret", 400],
    ["old_timestamp", 400],
    ["altered_body", 400],
    ["rolled_secret", 200],
  ] as const)("signed with %s are answered with %d", async (fault, status) => {
    await shop.control.signDeliveries(fault);
    await shop.stripe.customers.create({ name: "Aldgate" });
    await shop.control.idle();
    expect(shop.received.map((one) => one.status)).toEqual([status]);
    await shop.stripe.customers.create({ name: "Borough" });
    await shop.control.idle();
    expect(shop.received.at(-1)?.status).toBe(200);
  });
});

describe("the Events API", () => {
  test("filters by type, types and time, and forgets after 30 days", async () => {
    await paid(shop);
    const some = await shop.stripe.events.list({ types: ["charge.succeeded", "charge.updated"] });
    expect(some.data.map((event) => event.type)).toEqual(["charge.updated", "charge.succeeded"]);
    const charges = await shop.stripe.events.list({ type: "charge.*" });
    expect(charges.data).toHaveLength(2);
    await shop.control.advanceClock(31 * day);
    expect((await shop.stripe.events.list()).data).toEqual([]);
    await expect(shop.stripe.events.retrieve(some.data[0]?.id ?? "")).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});

describe("webhook endpoints", () => {
  test("made through the API get what they asked for, signed with their own secret", async () => {
    const before = (await shop.stripe.webhookEndpoints.list()).data;
    expect(before.map((endpoint) => endpoint.secret)).toEqual([undefined]);
    const own = await shop.stripe.webhookEndpoints.create({
      url: before[0]?.url ?? "",
      enabled_events: ["checkout.session.expired"],
    });
    expect(own.secret).toMatch(/^whsec_/);
    const session = await openCheckout(shop);
    await shop.stripe.checkout.sessions.expire(session.id);
    await shop.control.idle();
    // The receiver knows the other secret only, so it turns the second one away.
    expect(shop.received.map((one) => one.status).sort()).toEqual([200, 400]);
    await shop.stripe.webhookEndpoints.del(own.id);
    expect((await shop.stripe.webhookEndpoints.list()).data).toHaveLength(1);
  });
});
