import { newId } from "@openitem/db/ids";
import { auditRecords } from "@openitem/db/schema/activity";
import { gatewayCalls, paymentShares } from "@openitem/db/schema/payments";
import { tasks } from "@openitem/db/schema/work";
import { and, eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { read } from "../kernel/transact.ts";
import { mailReturned } from "../messages/mail-returned.ts";
import { cancelPayment } from "../payments/cancel-payment.ts";
import { followPayment } from "../payments/follow-payment.ts";
import { GatewayRefused, type Intent } from "../payments/gateway.ts";
import { readPayment } from "../payments/read-payment.ts";
import { refundPayment } from "../payments/refund-payment.ts";
import { sweepPayments } from "../payments/sweep-payments.ts";
import { readAutopay } from "./read-autopay.ts";
import { sweepCharges } from "./sweep-charges.ts";
import { at, newRunningWorld } from "./test/charge-world.ts";

afterAll(close);

type Running = Awaited<ReturnType<typeof newRunningWorld>>;
const timeout = new Error("connect ETIMEDOUT");
const failed = (failureCode: string, failure: string): Partial<Intent> => ({
  status: "failed",
  failureCode,
  failure,
});

/** The invoice of 100.00 was announced on the 22nd and is charged on the 25th, ending so. */
async function charged(...ends: Partial<Intent>[]) {
  const world = await newRunningWorld();
  world.gateway.nextCharges = ends;
  await world.live("2026-11-22");
  await world.live("2026-11-25");
  return world;
}

const only = async (world: Running) => (await world.charges())[0]!;
const tasksOf = (world: Running) =>
  read(world.worker, (tx) => tx.select().from(tasks).where(eq(tasks.organizationId, world.organizationId)));

/** What the bank says of the charge's payment from now on. */
async function become(world: Running, over: Partial<Intent>, day: string): Promise<void> {
  const { paymentId } = await only(world);
  const intent = [...world.gateway.intents.values()].find((each) => each.paymentId === paymentId)!;
  world.gateway.intents.set(intent.intentId, { ...intent, ...over });
  await followPayment(world.on(world.worker, day), { paymentId: paymentId! });
  await world.work(day);
}

describe("a bank debit", () => {
  test("is in flight for days; without the money it fails, is announced anew and settles on the second try", async () => {
    const world = await charged({ status: "processing", method: "us_bank_account" });
    expect(await only(world)).toMatchObject({ status: "started", attempts: 1 });
    const first = (await only(world)).paymentId!;
    expect((await readPayment(world.worker, first)).payment).toMatchObject({
      status: "processing",
      expectedOn: "2026-12-01",
    });
    await world.live("2026-11-27");
    expect(world.gateway.charges).toHaveLength(1);

    await become(world, failed("insufficient_funds", "The account has insufficient funds."), "2026-11-30");
    expect(await only(world)).toMatchObject({
      status: "announced",
      retryOn: "2026-12-03",
      chargeOn: "2026-12-03",
      failure: "The account has insufficient funds.",
    });
    expect(world.lastLetter("charge-failed")).toMatchObject({
      retryOn: "2026-12-03",
      reason: "The account has insufficient funds.",
      amount: "100.00",
    });
    expect(world.letters()).toEqual(["charge-announced", "charge-failed"]);

    await world.live("2026-12-02");
    expect(world.gateway.charges).toHaveLength(1);
    await world.live("2026-12-03");
    expect(await only(world)).toMatchObject({ status: "settled", attempts: 2, failure: null });
    expect((await only(world)).paymentId).not.toBe(first);
    expect(await world.open()).toBe(0n);
    expect(await tasksOf(world)).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });

  test("that settled and came back opens the invoice, is not collected again by itself, and becomes a task", async () => {
    const world = await charged({ status: "processing", method: "us_bank_account" });
    await become(world, { status: "succeeded", receivedMinor: 100_00n }, "2026-11-28");
    expect((await only(world)).status).toBe("settled");
    expect(await world.open()).toBe(0n);
    const returned = {
      ref: "dp_1",
      amountMinor: 100_00n,
      status: "lost" as const,
      isReturn: true,
      reason: "insufficient_funds",
    };
    await become(world, { disputes: [returned] }, "2026-12-02");
    expect(await only(world)).toMatchObject({ status: "failed", failure: "The bank took the money back." });
    expect(await world.open()).toBe(100_00n);
    expect((await readAutopay(world.dana.as, world.customerId)).autopays).toMatchObject([
      { status: "paused", pauseReason: "charge_returned" },
    ]);
    expect(await tasksOf(world)).toMatchObject([
      { kind: "failed_charge", title: "A charge of 100.00 USD failed" },
    ]);
    const { paymentId } = await only(world);
    await mailReturned(world.mailing(at("2026-12-02")), { paymentId: paymentId ?? "" });
    expect(world.lastLetter("payment-returned")).toMatchObject({ amount: "100.00", pausesAutopay: true });
    await world.turnOn(world.methodId, { day: "2026-12-03" });
    for (const day of ["2026-12-03", "2026-12-06", "2026-12-10"]) await world.live(day);
    expect(world.gateway.charges).toHaveLength(1);
    expect(await tasksOf(world)).toHaveLength(1);
    expect(await world.differences()).toEqual([]);
  });

  test("that is won back from the bank settles its charge again", async () => {
    const world = await charged({});
    const back = { ref: "dp_1", amountMinor: 100_00n, isReturn: false, reason: "fraudulent" };
    await become(world, { disputes: [{ ...back, status: "open" }] }, "2026-12-02");
    expect((await only(world)).status).toBe("failed");
    await become(world, { disputes: [{ ...back, status: "won" }] }, "2026-12-09");
    expect((await only(world)).status).toBe("settled");
    expect(await world.differences()).toEqual([]);
  });

  test("that we refunded is not collected a second time", async () => {
    const world = await charged({});
    const paymentId = (await only(world)).paymentId!;
    await refundPayment(world.on(world.staff("finance"), "2026-11-26"), {
      callId: newId(),
      paymentId,
      amountMinor: 100_00n,
      reason: "Billed in error",
    });
    await followPayment(world.on(world.worker, "2026-11-26"), { paymentId });
    expect(await world.open()).toBe(100_00n);
    for (const day of ["2026-11-26", "2026-11-29", "2026-12-05"]) await world.live(day);
    expect(world.gateway.charges).toHaveLength(1);
    expect(await world.differences()).toEqual([]);
  });
});

describe("a card that says no", () => {
  test("is tried as often as the policy says; then a person is told and the customer gets a link to pay by hand", async () => {
    const no = failed("insufficient_funds", "Your card has insufficient funds.");
    const world = await charged(no, no, no);
    for (const day of ["2026-11-28", "2026-12-03", "2026-12-08", "2026-12-20"]) await world.live(day);
    expect(await only(world)).toMatchObject({ status: "failed", attempts: 3, retryOn: null });
    expect(world.gateway.charges).toHaveLength(3);
    expect(world.letters()).toEqual(["charge-announced", "charge-failed", "charge-failed", "charge-failed"]);
    expect(world.lastLetter("charge-failed")).toMatchObject({
      retryOn: null,
      url: expect.stringContaining(`/pay?item=${world.bill}&currency=USD`),
    });
    expect(await tasksOf(world)).toMatchObject([
      {
        kind: "failed_charge",
        team: "collections",
        dueOn: "2026-12-04",
        note: "Your card has insufficient funds.",
      },
    ]);
    expect(await world.open()).toBe(100_00n);
    expect(await world.differences()).toEqual([]);
  });

  test("because its owner has to confirm is not tried again, and says so", async () => {
    const world = await charged(failed("authentication_required", "Your card was declined."));
    expect(await only(world)).toMatchObject({
      status: "failed",
      attempts: 1,
      failure: "Your bank wants you to confirm this payment yourself. Pay it by hand.",
    });
    expect(world.lastLetter("charge-failed")).toMatchObject({
      retryOn: null,
      url: expect.stringContaining("/pay?item="),
    });
    expect(await tasksOf(world)).toHaveLength(1);
  });

  test("frees what it had reserved", async () => {
    const world = await charged(failed("card_declined", "No."));
    const shares = await read(world.worker, (tx) =>
      tx.select().from(paymentShares).where(eq(paymentShares.organizationId, world.organizationId)),
    );
    expect(shares.map(({ state }) => state)).toEqual(["released"]);
  });
});

describe("a call whose answer is lost", () => {
  const callsOf = (world: Running) =>
    read(world.worker, (tx) =>
      tx
        .select()
        .from(gatewayCalls)
        .where(
          and(eq(gatewayCalls.organizationId, world.organizationId), eq(gatewayCalls.kind, "charge.create")),
        ),
    );
  const announced = async () => {
    const world = await newRunningWorld();
    await world.live("2026-11-22");
    return world;
  };

  test("after the bank took the money is found by looking: one charge, one payment", async () => {
    const world = await announced();
    world.gateway.failNext = { when: "after", error: timeout };
    const swept = await sweepCharges(world.on(world.worker, "2026-11-25"));
    expect(swept.failures).toEqual([expect.stringContaining("connect ETIMEDOUT")]);
    expect(await callsOf(world)).toMatchObject([{ status: "unknown" }]);
    expect(await only(world)).toMatchObject({ status: "started" });

    const { failures } = await sweepPayments({
      ...world.on(world.worker, "2026-11-25"),
      now: new Date(at("2026-11-25").getTime() + 5 * 60_000),
    });
    expect(failures).toEqual([]);
    await world.live("2026-11-25");
    expect(await only(world)).toMatchObject({ status: "settled" });
    expect(await callsOf(world)).toMatchObject([
      { status: "succeeded", resultRef: expect.stringContaining("pi_") },
    ]);
    expect(world.gateway.charges).toHaveLength(1);
    expect(await world.differences()).toEqual([]);
  });

  test("before the bank heard of it is given up after an hour and tried again on another day, never with the same call", async () => {
    const world = await announced();
    world.gateway.failNext = { when: "before", error: timeout };
    await sweepCharges(world.on(world.worker, "2026-11-25"));
    const later = (minutes: number) => ({
      ...world.on(world.worker, "2026-11-25"),
      now: new Date(at("2026-11-25").getTime() + minutes * 60_000),
    });
    await sweepPayments(later(10));
    expect(await only(world)).toMatchObject({ status: "started" });
    await sweepPayments(later(61));
    await sweepCharges(later(61));
    expect(await only(world)).toMatchObject({ status: "announced", retryOn: "2026-11-28", attempts: 1 });
    expect(await callsOf(world)).toMatchObject([{ status: "refused" }]);
    expect(world.gateway.charges).toEqual([]);
    await world.work("2026-11-25");
    await world.live("2026-11-28");
    expect(await only(world)).toMatchObject({ status: "settled", attempts: 2 });
    expect(new Set((await callsOf(world)).map(({ id }) => id)).size).toBe(2);
    expect(world.gateway.charges).toHaveLength(1);
    expect(await world.differences()).toEqual([]);
  });

  test("because the process died between writing it down and asking is the same: nothing is charged twice", async () => {
    const world = await announced();
    const dead = { ...world.on(world.worker, "2026-11-25") };
    const gateway = Object.create(world.gateway) as typeof world.gateway;
    gateway.chargeMethod = () => new Promise(() => undefined);
    void sweepCharges({ ...dead, gateway });
    while ((await only(world)).status !== "started") await new Promise((resolve) => setTimeout(resolve, 20));
    const [share] = await read(world.worker, (tx) =>
      tx.select().from(paymentShares).where(eq(paymentShares.organizationId, world.organizationId)),
    );
    expect(share).toMatchObject({ state: "reserved", amountMinor: 100_00n });
    expect(await callsOf(world)).toMatchObject([{ status: "pending" }]);
    expect((await sweepCharges(dead)).made).toBe(0);
    await sweepPayments({ ...dead, now: new Date(dead.now.getTime() + 61 * 60_000) });
    await sweepCharges({ ...dead, now: new Date(dead.now.getTime() + 62 * 60_000) });
    expect(await only(world)).toMatchObject({ status: "announced", retryOn: "2026-11-28" });
    expect(world.gateway.charges).toEqual([]);
  });

  test("and whose money came after it was given up settles the charge, and is not collected again", async () => {
    const world = await announced();
    world.gateway.failNext = { when: "before", error: timeout };
    const now = (minutes: number) => ({
      ...world.on(world.worker, "2026-11-25"),
      now: new Date(at("2026-11-25").getTime() + minutes * 60_000),
    });
    await sweepCharges(now(0));
    await sweepPayments(now(61));
    await sweepCharges(now(61));
    const paymentId = (await only(world)).paymentId!;
    world.gateway.intents.set("pi_late", {
      intentId: "pi_late",
      paymentId,
      status: "succeeded",
      currency: "USD",
      receivedMinor: 100_00n,
      method: "card",
      chargeId: "ch_late",
      failure: null,
      refunds: [],
      disputes: [],
    });
    await followPayment(now(90), { paymentId, intentId: "pi_late" });
    await world.work("2026-11-25");
    expect(await only(world)).toMatchObject({ status: "settled" });
    await world.live("2026-11-28");
    expect(world.gateway.charges).toEqual([]);
    expect(await world.open()).toBe(0n);
    expect(await world.differences()).toEqual([]);
  });

  test("is not a payment that somebody can cancel meanwhile", async () => {
    const world = await announced();
    world.gateway.failNext = { when: "after", error: timeout };
    await sweepCharges(world.on(world.worker, "2026-11-25"));
    const paymentId = (await only(world)).paymentId!;
    await expect(cancelPayment(world.on(world.dana.as, "2026-11-25"), { paymentId })).rejects.toMatchObject({
      code: "payment.not_cancellable",
    });
  });

  test("that the provider refuses outright charges nothing and is tried on another day", async () => {
    const world = await announced();
    world.gateway.failNext = { when: "before", error: new GatewayRefused("The mandate is not valid") };
    await world.live("2026-11-25");
    expect(await only(world)).toMatchObject({
      status: "announced",
      retryOn: "2026-11-28",
      failure: "The payment provider did not take the charge.",
    });
    expect(await callsOf(world)).toMatchObject([{ status: "refused" }]);
  });
});

test("everything that happened to a charge stands in the audit trail, in order", async () => {
  const world = await charged(failed("insufficient_funds", "No money."));
  await world.live("2026-11-28");
  const { id } = await only(world);
  const trail = await read(world.worker, (tx) =>
    tx
      .select({ action: auditRecords.action })
      .from(auditRecords)
      .where(and(eq(auditRecords.organizationId, world.organizationId), eq(auditRecords.subjectId, id)))
      .orderBy(auditRecords.id),
  );
  expect(trail.map(({ action }) => action).filter((action) => action.startsWith("charge."))).toEqual([
    "charge.planned",
    "charge.announced",
    "charge.started",
    "charge.retried",
    "charge.started",
    "charge.settled",
  ]);
});
