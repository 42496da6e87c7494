import { newId } from "@openitem/db/ids";
import { auditRecords } from "@openitem/db/schema/activity";
import { items } from "@openitem/db/schema/items";
import { payments } from "@openitem/db/schema/payments";
import { haveStripeDescription, readStripeDescription } from "@openitem/sandbox/stripe-description";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStripeWorld } from "../../test/stripe-world.ts";
import { close } from "../../test/world.ts";
import { readBalances } from "../items/read-balances.ts";
import { readItem } from "../items/read-item.ts";
import { read } from "../kernel/transact.ts";
import { followPayment } from "./follow-payment.ts";
import { listEvents } from "./list-events.ts";
import { readPayment } from "./read-payment.ts";
import { refundPayment } from "./refund-payment.ts";
import { replayEvent } from "./replay-event.ts";
import { startPayment } from "./start-payment.ts";
import { sweepPayments } from "./sweep-payments.ts";

let stripe: Awaited<ReturnType<typeof startStripeWorld>>;
beforeAll(async () => {
  stripe = await startStripeWorld();
});
afterAll(async () => {
  await stripe.stop();
  await close();
});

/** A payment of 100.00 whose page is open at the stand-in. */
async function begun() {
  const { world, paying } = await stripe.fresh();
  const bill = await world.document();
  const dana = paying(world.contact());
  const input = world.wish([[bill, 100_00n]]);
  await startPayment(dana, input);
  const { payment } = await readPayment(world.worker, input.paymentId);
  const worker = () => paying(world.worker);
  const status = async () => (await readPayment(world.worker, input.paymentId)).payment.status;
  const intentId = async () => (await readPayment(world.worker, input.paymentId)).payment.intentId!;
  return {
    world,
    paying,
    worker,
    bill,
    paymentId: input.paymentId,
    sessionId: payment.checkoutId!,
    status,
    intentId,
  };
}

test("a card payment: page, webhook, receipt; and Stripe would have understood every request of ours", async () => {
  const begin = await begun();
  await stripe.control.completeSession(begin.sessionId, { method: "card" });
  await stripe.work(begin.worker());
  expect(await begin.status()).toBe("settled");
  expect((await readItem(begin.world.worker, begin.bill)).item.openMinor).toBe(0n);
  expect(stripe.answers.every((code) => code === 200)).toBe(true);
  expect(await begin.world.differences()).toEqual([]);
});

test.runIf(haveStripeDescription)("our requests fit Stripe's own description of its API", async () => {
  const begin = await begun();
  await stripe.control.completeSession(begin.sessionId, { method: "card" });
  await stripe.work(begin.worker());
  await refundPayment(begin.paying(begin.world.staff("finance")), {
    callId: newId(),
    paymentId: begin.paymentId,
    amountMinor: 1_00n,
    reason: "Too much",
  });
  const description = readStripeDescription();
  const posts = (await stripe.control.requests()).filter((request) => request.method === "POST");
  expect(posts.length).toBeGreaterThanOrEqual(2);
  expect(posts.flatMap((request) => description.requestDifferences(request.path, request.form))).toEqual([]);
});

describe("a bank debit", () => {
  test("settles days later, and is returned after that", async () => {
    const begin = await begun();
    await stripe.control.completeSession(begin.sessionId, { method: "us_bank_account" });
    await stripe.work(begin.worker());
    expect(await begin.status()).toBe("processing");
    expect((await readBalances(begin.world.worker, [begin.world.customerId]))[0]).toMatchObject({
      inFlightMinor: 100_00n,
      openMinor: 100_00n,
    });
    await stripe.control.settlePayment(await begin.intentId());
    await stripe.work(begin.worker());
    expect(await begin.status()).toBe("settled");
    await stripe.control.returnPayment(await begin.intentId(), "insufficient_funds");
    await stripe.work(begin.worker());
    expect(await begin.status()).toBe("returned");
    expect((await readItem(begin.world.worker, begin.bill)).item).toMatchObject({
      openMinor: 100_00n,
      dueOn: "2026-10-31",
    });
    expect(await begin.world.differences()).toEqual([]);
  });

  test("fails days later", async () => {
    const begin = await begun();
    await stripe.control.completeSession(begin.sessionId, { method: "us_bank_account" });
    await stripe.work(begin.worker());
    await stripe.control.failPayment(await begin.intentId());
    await stripe.work(begin.worker());
    expect(await begin.status()).toBe("failed");
    expect(await begin.world.differences()).toEqual([]);
  });
});

describe("events", () => {
  test("fifty copies of each, shuffled and late, end where one in order ends", async () => {
    const begin = await begun();
    await stripe.control.holdDeliveries();
    await stripe.control.completeSession(begin.sessionId, { method: "card" });
    await stripe.control.duplicateDeliveries(5);
    await stripe.control.releaseDeliveries("shuffled");
    await stripe.work(begin.worker());
    const { events } = await stripe.control.state();
    for (const { id } of events.slice(-3)) await stripe.control.resendEvent(id, 10);
    await stripe.work(begin.worker());
    expect(await begin.status()).toBe("settled");
    const receipts = await read(begin.world.worker, (tx) =>
      tx
        .select()
        .from(items)
        .where(and(eq(items.organizationId, begin.world.organizationId), eq(items.kind, "receipt"))),
    );
    expect(receipts).toHaveLength(1);
    const settled = await read(begin.world.worker, (tx) =>
      tx.select().from(auditRecords).where(eq(auditRecords.action, "payment.settled")),
    );
    expect(settled).toHaveLength(1);
    expect(await begin.world.differences()).toEqual([]);
  });

  test.each(["wrong_secret", "old_timestamp"] as const)(
    "signed with %s are turned away and kept nowhere",
    async (fault) => {
      const begin = await begun();
      await stripe.control.holdDeliveries();
      await stripe.control.completeSession(begin.sessionId, { method: "card" });
      const [event] = (await stripe.control.state()).events;
      const before = stripe.answers.length;
      await stripe.control.signDeliveries(fault, 1);
      await stripe.control.releaseDeliveries([event!.id]);
      expect(stripe.answers[before]).toBe(400);
      expect(await listEvents(begin.world.worker, {})).toEqual([]);
      await stripe.control.clearFaults();
    },
  );

  test("in the opposite order end the same", async () => {
    const begin = await begun();
    await stripe.control.holdDeliveries();
    await stripe.control.completeSession(begin.sessionId, { method: "us_bank_account" });
    const intent = (await stripe.control.state()).payment_intents[0]!;
    await stripe.control.settlePayment(intent.id);
    await stripe.control.returnPayment(intent.id, "debit_not_authorized");
    await stripe.control.releaseDeliveries("reversed");
    await stripe.work(begin.worker());
    expect(await begin.status()).toBe("returned");
    expect((await readItem(begin.world.worker, begin.bill)).item.openMinor).toBe(100_00n);
    expect(await begin.world.differences()).toEqual([]);
  });

  test("that never arrive are found by the sweep", async () => {
    const begin = await begun();
    await stripe.control.swallowDeliveries();
    await stripe.control.completeSession(begin.sessionId, { method: "card" });
    await stripe.control.idle();
    expect(await begin.status()).toBe("submitted");
    const swept = await sweepPayments(begin.worker());
    expect(swept.events).toBeGreaterThan(0);
    await stripe.work(begin.worker());
    expect(await begin.status()).toBe("settled");
    expect((await sweepPayments(begin.worker())).events).toBe(0);
    await stripe.control.clearFaults();
  });

  test("about a payment that is not here are parked, seen, and worked on again when somebody asks", async () => {
    const { world, paying } = await stripe.fresh();
    const checkout = await stripe.gateway.openCheckout({
      key: newId(),
      organizationId: world.organizationId,
      paymentId: newId(),
      number: "PAY-ELSEWHERE",
      amountMinor: 100_00n,
      currency: "USD",
      description: "A payment of a database that was restored",
      methods: ["card"],
      email: null,
      successUrl: "http://portal.test/ok",
      cancelUrl: "http://portal.test/no",
      expiresAt: new Date(Date.now() + 3_600_000),
    });
    await stripe.control.completeSession(checkout.checkoutId, { method: "card" });
    const parked = await stripe.work(paying(world.worker));
    expect(parked).toBeGreaterThan(0);
    const stuck = await listEvents(world.worker, { stuckOnly: true });
    expect(stuck).toHaveLength(parked);
    expect(stuck[0]).toMatchObject({ status: "parked", attempts: 1 });
    const again = { key: newId(), eventId: stuck[0]!.id };
    const finance = world.staff("finance");
    await Promise.all([replayEvent(finance, again), replayEvent(finance, again)]);
    await expect(
      replayEvent(world.staff("collector"), { key: newId(), eventId: stuck[0]!.id }),
    ).rejects.toMatchObject({ kind: "forbidden" });
    expect(await stripe.work(paying(world.worker))).toBe(1);
    expect(await world.differences()).toEqual([]);
  });

  test("replayed by hand change nothing that is right", async () => {
    const begin = await begun();
    await stripe.control.completeSession(begin.sessionId, { method: "card" });
    await stripe.work(begin.worker());
    for (const event of await listEvents(begin.world.worker, {}))
      await replayEvent(begin.world.staff("finance"), { key: newId(), eventId: event.id });
    await stripe.work(begin.worker());
    expect(await listEvents(begin.world.worker, { stuckOnly: true })).toEqual([]);
    expect(await begin.status()).toBe("settled");
    expect(await begin.world.differences()).toEqual([]);
  });

  test("of payments that are not ours are kept and left alone", async () => {
    const { world, paying } = await stripe.fresh();
    const response = await fetch(`${stripe.url}/v1/customers`, {
      method: "POST",
      headers: { Authorization: "Bearer sk_test_x", "Content-Type": "application/x-www-form-urlencoded" },
      body: "name=Somebody",
    });
    expect(response.status).toBe(200);
    await stripe.work(paying(world.worker));
    for (const event of await listEvents(world.worker, {})) expect(event.status).toBe("ignored");
  });
});

describe("an answer that is lost", () => {
  test("after Stripe made the page: the payment is unknown, and looking finds the one page", async () => {
    const { world, paying } = await stripe.fresh();
    const input = world.wish([[await world.document(), 100_00n]]);
    await stripe.control.failRequests({
      kind: "drop_response",
      method: "POST",
      path: "/v1/checkout/sessions",
      count: 2,
    });
    await expect(startPayment(paying(world.contact()), input)).rejects.toMatchObject({
      code: "payment.provider",
    });
    expect((await readPayment(world.worker, input.paymentId)).calls).toMatchObject([{ status: "unknown" }]);
    await followPayment(paying(world.worker), { paymentId: input.paymentId });
    expect((await readPayment(world.worker, input.paymentId)).payment.status).toBe("submitted");
    expect((await stripe.control.state()).sessions).toHaveLength(1);
    expect(await read(world.worker, (tx) => tx.select().from(payments))).toHaveLength(1);
  });

  test("after Stripe made a refund: the sweep finds it and refunds nothing twice", async () => {
    const begin = await begun();
    await stripe.control.completeSession(begin.sessionId, { method: "card" });
    await stripe.work(begin.worker());
    const finance = begin.paying(begin.world.staff("finance"));
    await stripe.control.failRequests({
      kind: "drop_response",
      method: "POST",
      path: "/v1/refunds",
      count: 2,
    });
    await expect(
      refundPayment(finance, {
        callId: newId(),
        paymentId: begin.paymentId,
        amountMinor: 40_00n,
        reason: "Too much",
      }),
    ).rejects.toThrow();
    const later = { ...begin.worker(), now: new Date(Date.now() + 10 * 60_000) };
    expect(await sweepPayments(later)).toMatchObject({ calls: 1, failures: [] });
    await stripe.work(begin.worker());
    expect((await stripe.control.state()).refunds).toHaveLength(1);
    expect(await begin.status()).toBe("part_refunded");
    expect((await readPayment(begin.world.worker, begin.paymentId)).payment.refundedMinor).toBe(40_00n);
    expect(await begin.world.differences()).toEqual([]);
  });
});

test("refunds made in Stripe's dashboard, and a dispute lost and one won, come into the books", async () => {
  const begin = await begun();
  await stripe.control.completeSession(begin.sessionId, { method: "card" });
  await stripe.work(begin.worker());
  await stripe.control.refund(await begin.intentId(), 25_00);
  await stripe.work(begin.worker());
  expect(await begin.status()).toBe("part_refunded");
  const dispute = await stripe.control.openDispute(await begin.intentId(), { amount: 75_00 });
  await stripe.work(begin.worker());
  expect(await begin.status()).toBe("charged_back");
  await stripe.control.closeDispute(dispute.id, "won");
  await stripe.work(begin.worker());
  expect(await begin.status()).toBe("part_refunded");
  expect(await begin.world.differences()).toEqual([]);
});

test.each([
  ["JPY", 12_345n],
  ["KWD", 12_340n],
])("an amount in %s arrives as it was meant", async (currency, amountMinor) => {
  const { world, paying } = await stripe.fresh();
  const bill = await world.document({ currency, amountMinor });
  const input = world.wish([[bill, amountMinor]], { currency });
  await startPayment(paying(world.contact()), input);
  const { payment } = await readPayment(world.worker, input.paymentId);
  await stripe.control.completeSession(payment.checkoutId!, { method: "card" });
  await stripe.work(paying(world.worker));
  expect((await readItem(world.worker, bill)).item.openMinor).toBe(0n);
  expect(await world.differences()).toEqual([]);
});
