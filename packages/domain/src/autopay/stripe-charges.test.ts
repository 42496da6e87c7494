import { newId } from "@openitem/db/ids";
import { charges, paymentMethods } from "@openitem/db/schema/autopay";
import { haveStripeDescription, readStripeDescription } from "@openitem/sandbox/stripe-description";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStripeWorld } from "../../test/stripe-world.ts";
import { close } from "../../test/world.ts";
import { readItem } from "../items/read-item.ts";
import { read } from "../kernel/transact.ts";
import { followPayment } from "../payments/follow-payment.ts";
import { listEvents } from "../payments/list-events.ts";
import { readPayment } from "../payments/read-payment.ts";
import { sweepPayments } from "../payments/sweep-payments.ts";
import { addMethod } from "./add-method.ts";
import { followCharge } from "./follow-charge.ts";
import { followMethod } from "./follow-method.ts";
import { makeCharges } from "./make-charges.ts";
import { revokeMethod } from "./revoke-method.ts";
import { announced } from "./test/announced.ts";

let stripe: Awaited<ReturnType<typeof startStripeWorld>>;
beforeAll(async () => {
  stripe = await startStripeWorld();
});
afterAll(async () => {
  await stripe.stop();
  await close();
});

type Kind = "card" | "us_bank_account";

/** A method kept on the stand-in's page, told of by its events, and a charge of 100.00 that is announced for today. */
async function ready(kind: Kind = "card") {
  const { world, paying } = await stripe.fresh();
  const dana = () => paying(world.contact("admin"));
  const worker = () => paying(world.worker);
  const methodId = newId();
  const { url } = await addMethod(dana(), { methodId, customerId: world.customerId, currency: "USD" });
  const [session] = (await stripe.control.state()).sessions;
  await stripe.control.completeSession(session!.id, { method: kind });
  await stripe.work(worker());
  const method = async () =>
    (
      await read(world.worker, (tx) =>
        tx.select().from(paymentMethods).where(eq(paymentMethods.id, methodId)),
      )
    )[0]!;
  const bill = await world.document();
  const charge = async () =>
    (await read(world.worker, (tx) => tx.select().from(charges).where(eq(charges.methodId, methodId))))[0]!;
  const decide = async (...how: [Parameters<typeof stripe.control.decideCharges>[1], string?]) =>
    stripe.control.decideCharges((await method()).providerRef!, ...how);
  return { world, paying, dana, worker, methodId, url, method, bill, charge, decide };
}

async function make(begin: Awaited<ReturnType<typeof ready>>): Promise<string[]> {
  await announced(begin.worker(), {
    customerId: begin.world.customerId,
    methodId: begin.methodId,
    itemId: begin.bill,
    amountMinor: 100_00n,
  });
  const failures: string[] = [];
  await makeCharges(begin.worker(), failures);
  const { id } = await begin.charge();
  await followCharge(begin.worker(), { chargeId: id });
  return failures;
}

test("a bank account is kept with its mandate, told of by events alone", async () => {
  const begin = await ready("us_bank_account");
  expect(begin.url).toMatch(/\/c\/pay\/cs_/);
  expect(await begin.method()).toMatchObject({
    status: "active",
    kind: "us_bank_account",
    brand: "STRIPE TEST BANK",
    last4: "6789",
    providerRef: expect.stringMatching(/^pm_/),
    providerCustomerRef: expect.stringMatching(/^cus_/),
    mandateRef: expect.stringMatching(/^mandate_/),
  });
  expect(stripe.answers.every((code) => code === 200)).toBe(true);
});

test("a card is kept with its last day, and a page that was left is over", async () => {
  const begin = await ready("card");
  expect(await begin.method()).toMatchObject({
    kind: "card",
    brand: "Visa",
    last4: "4242",
    expiresOn: "2034-12-31",
  });
  const left = newId();
  await addMethod(begin.dana(), { methodId: left, customerId: begin.world.customerId, currency: "USD" });
  const session = (await stripe.control.state()).sessions.find((each) => each.client_reference_id === left)!;
  await stripe.control.completeSession(session.id, { outcome: "declined" });
  expect(await followMethod(begin.worker(), { methodId: left })).toBe("pending");
  await stripe.control.expireSession(session.id);
  await stripe.work(begin.worker());
  expect(await followMethod(begin.worker(), { methodId: left })).toBe("failed");
});

describe("a charge without a screen", () => {
  test("of a card settles at once", async () => {
    const begin = await ready("card");
    expect(await make(begin)).toEqual([]);
    expect((await begin.charge()).status).toBe("settled");
    await stripe.work(begin.worker());
    expect((await readItem(begin.world.worker, begin.bill)).item.openMinor).toBe(0n);
    const { payment } = await readPayment(begin.world.worker, (await begin.charge()).paymentId!);
    expect(payment).toMatchObject({ status: "settled", method: "card", checkoutId: null });
    expect(await begin.world.differences()).toEqual([]);
  });

  test("of a bank account is in flight for days, fails for lack of money, and is to be tried again", async () => {
    const begin = await ready("us_bank_account");
    await begin.decide("fails", "insufficient_funds");
    await make(begin);
    const { paymentId } = await begin.charge();
    expect((await readPayment(begin.world.worker, paymentId!)).payment.status).toBe("processing");
    const { intentId } = (await readPayment(begin.world.worker, paymentId!)).payment;
    await stripe.control.failPayment(intentId!, "insufficient_funds");
    await stripe.work(begin.worker());
    expect((await readPayment(begin.world.worker, paymentId!)).payment.status).toBe("failed");
    await followCharge(begin.worker(), { chargeId: (await begin.charge()).id });
    expect(await begin.charge()).toMatchObject({ status: "announced", retryOn: expect.any(String) });
    expect((await readItem(begin.world.worker, begin.bill)).inFlightMinor).toBe(0n);
    expect(await begin.world.differences()).toEqual([]);
  });

  test("of a bank account that settles is taken back later", async () => {
    const begin = await ready("us_bank_account");
    await make(begin);
    const { paymentId, id: chargeId } = await begin.charge();
    const { intentId } = (await readPayment(begin.world.worker, paymentId!)).payment;
    await stripe.control.settlePayment(intentId!);
    await stripe.work(begin.worker());
    expect(await followCharge(begin.worker(), { chargeId })).toBe("settled");
    await stripe.control.returnPayment(intentId!, "insufficient_funds");
    await stripe.work(begin.worker());
    expect(await followCharge(begin.worker(), { chargeId })).toBe("failed");
    expect((await readItem(begin.world.worker, begin.bill)).item).toMatchObject({
      openMinor: 100_00n,
      dueOn: "2026-10-31",
    });
    expect(await begin.world.differences()).toEqual([]);
  });

  test.each([
    ["declined", undefined, "announced", "Your card was declined."],
    ["declined", "expired_card", "failed", "Your card was declined."],
    [
      "authentication_required",
      undefined,
      "failed",
      "Your bank wants you to confirm this payment yourself. Pay it by hand.",
    ],
  ] as const)("that ends in %s %s is %s, with the reason", async (outcome, reason, status, failure) => {
    const begin = await ready("card");
    await begin.decide(outcome, reason);
    expect(await make(begin)).toEqual([]);
    expect(await begin.charge()).toMatchObject({ status, failure });
    await stripe.work(begin.worker());
    const { payment, calls } = await readPayment(begin.world.worker, (await begin.charge()).paymentId!);
    expect(payment).toMatchObject({ status: "failed", intentId: expect.stringMatching(/^pi_/) });
    expect(calls).toMatchObject([{ kind: "charge.create", status: "succeeded" }]);
  });

  test("whose answer was lost twice over is found by looking, and is one charge", async () => {
    const begin = await ready("card");
    await stripe.control.failRequests({
      kind: "drop_response",
      method: "POST",
      path: "/v1/payment_intents",
      count: 2,
    });
    expect(await make(begin)).toHaveLength(1);
    const { paymentId } = await begin.charge();
    expect((await readPayment(begin.world.worker, paymentId!)).payment.status).toBe("created");
    expect(
      (await sweepPayments({ ...begin.worker(), now: new Date(Date.now() + 5 * 60_000) })).failures,
    ).toEqual([]);
    expect((await readPayment(begin.world.worker, paymentId!)).payment.status).toBe("settled");
    expect((await stripe.control.state()).payment_intents).toHaveLength(1);
    expect(await begin.world.differences()).toEqual([]);
  });

  test("answered with a 500 that stays is looked for, not asked for again", async () => {
    const begin = await ready("card");
    await stripe.control.failRequests({
      kind: "server_error",
      method: "POST",
      path: "/v1/payment_intents",
      count: 1,
    });
    await make(begin);
    const { paymentId } = await begin.charge();
    const asked = async () =>
      (await stripe.control.requests()).filter(
        ({ method, path }) => method === "POST" && path === "/v1/payment_intents",
      ).length;
    const before = await asked();
    await followPayment(begin.worker(), { paymentId: paymentId! });
    await followPayment(
      { ...begin.worker(), now: new Date(Date.now() + 61 * 60_000) },
      { paymentId: paymentId! },
    );
    expect((await readPayment(begin.world.worker, paymentId!)).payment.status).toBe("failed");
    expect(await asked()).toBe(before);
    expect((await stripe.control.state()).payment_intents).toEqual([]);
  });

  test("whose events arrive before its answer, doubled and shuffled, settles once", async () => {
    const begin = await ready("card");
    await stripe.control.holdDeliveries();
    await make(begin);
    await stripe.control.duplicateDeliveries(5);
    await stripe.control.releaseDeliveries("shuffled");
    await stripe.work(begin.worker());
    expect((await begin.charge()).status).toBe("settled");
    expect((await readItem(begin.world.worker, begin.bill)).item.openMinor).toBe(0n);
    expect(await begin.world.differences()).toEqual([]);
  });
});

describe("the end of a method", () => {
  test("by a person lets go of it at Stripe", async () => {
    const begin = await ready("us_bank_account");
    expect(await revokeMethod(begin.dana(), { methodId: begin.methodId })).toEqual({ isDetached: true });
    const { providerRef } = await begin.method();
    const kept = (await stripe.control.state()).payment_methods.find(({ id }) => id === providerRef);
    expect(kept?.customer).toBeNull();
  });

  test("at the bank is told of by its event, which is kept as processed", async () => {
    const begin = await ready("us_bank_account");
    await stripe.control.detachMethod((await begin.method()).providerRef!);
    await stripe.work(begin.worker());
    expect(await begin.method()).toMatchObject({ status: "revoked", detachedAt: expect.any(Date) });
    const events = await listEvents(begin.world.staff("finance"), {} as Parameters<typeof listEvents>[1]);
    expect(
      JSON.stringify(events, (_, value) => (typeof value === "bigint" ? String(value) : value)),
    ).toContain("Payment method is revoked");
  });

  test("leaves nothing to be charged", async () => {
    const begin = await ready("card");
    await stripe.control.detachMethod((await begin.method()).providerRef!);
    await make(begin);
    expect(await begin.charge()).toMatchObject({
      status: "announced",
      failure: "The payment provider did not take the charge.",
    });
    expect((await stripe.control.state()).payment_intents).toEqual([]);
  });
});

test.runIf(haveStripeDescription)("our requests fit Stripe's own description of its API", async () => {
  const begin = await ready("us_bank_account");
  await make(begin);
  await revokeMethod(begin.dana(), { methodId: begin.methodId });
  const description = readStripeDescription();
  const posts = (await stripe.control.requests()).filter(({ method }) => method === "POST");
  expect(posts.map(({ path }) => path.replace(/pm_\w+/, "pm"))).toEqual([
    "/v1/checkout/sessions",
    "/v1/payment_intents",
    "/v1/payment_methods/pm/detach",
  ]);
  expect(posts.flatMap(({ path, form }) => description.requestDifferences(path, form))).toEqual([]);
});

test.each([
  ["R10", "revoked"],
  ["R01", "active"],
] as const)("a debit that comes back with %s leaves the account %s", async (code, status) => {
  const begin = await ready("us_bank_account");
  await make(begin);
  const { paymentId } = await begin.charge();
  const payment = async () => (await readPayment(begin.world.worker, paymentId!)).payment;
  const { intentId } = await payment();
  await stripe.control.settlePayment(intentId!);
  await stripe.work(begin.worker());
  await stripe.control.returnPayment(intentId!, "debit_not_authorized", code);
  await stripe.work(begin.worker());
  expect((await payment()).status).toBe("returned");
  expect(await begin.method()).toMatchObject({ status });
  expect((await readItem(begin.world.worker, begin.bill)).item).toMatchObject({
    openMinor: 100_00n,
    dueOn: "2026-10-31",
  });
  expect(await begin.world.differences()).toEqual([]);
});
