import { newId } from "@openitem/db/ids";
import { outbox } from "@openitem/db/schema/activity";
import { afterAll, describe, expect, test } from "vitest";
import { close, NOON, newWorld, type World } from "../../test/world.ts";
import { applyCredit } from "../cash/apply-credit.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { readBalances } from "../items/read-balances.ts";
import { readItem } from "../items/read-item.ts";
import { read } from "../kernel/transact.ts";
import { readStatement } from "../statements/read-statement.ts";
import { followPayment } from "./follow-payment.ts";
import { readPayment } from "./read-payment.ts";
import { refundPayment } from "./refund-payment.ts";
import { startPayment } from "./start-payment.ts";
import { sweepPayments } from "./sweep-payments.ts";

afterAll(close);

/** Two invoices, the first due earlier, and a payment of both that has its page. */
async function started(world: World, over = {}) {
  const older = await world.document({ dueOn: "2026-10-31" });
  const newer = await world.document({ dueOn: "2026-11-30" });
  const input = world.wish(
    [
      [older, 100_00n],
      [newer, 100_00n],
    ],
    over,
  );
  await startPayment(world.paying(world.contact()), input);
  return { older, newer, paymentId: input.paymentId };
}

const follow = (world: World, paymentId: string, now = NOON) =>
  followPayment({ ...world.paying(world.worker), now }, { paymentId });
const open = async (world: World, id: string) => (await readItem(world.worker, id)).item.openMinor;

test("money that has arrived settles the payment, pays the invoices and asks for one receipt mail, however often it is told", async () => {
  const world = await newWorld();
  const { older, newer, paymentId } = await started(world);
  world.gateway.complete(paymentId);
  await Promise.all([follow(world, paymentId), follow(world, paymentId), follow(world, paymentId)]);
  expect(await follow(world, paymentId)).toBe("settled");
  expect([await open(world, older), await open(world, newer)]).toEqual([0n, 0n]);
  const mails = (await read(world.worker, (tx) => tx.select().from(outbox))).filter(
    (job) => job.kind === "payment.receipt_mail",
  );
  expect(mails).toHaveLength(1);
  expect((await readPayment(world.worker, paymentId)).receipt).toMatchObject({
    kind: "receipt",
    amountMinor: 200_00n,
    openMinor: 0n,
  });
  expect(await world.differences()).toEqual([]);
});

describe("a bank debit", () => {
  test("is in flight while it is processing, and paid only when it settles", async () => {
    const world = await newWorld();
    const { older, paymentId } = await started(world);
    const intent = world.gateway.complete(paymentId, {
      status: "processing",
      receivedMinor: 0n,
      method: "us_bank_account",
    });
    expect(await follow(world, paymentId)).toBe("processing");
    const [balance] = await readBalances(world.worker, [world.customerId]);
    expect(balance).toMatchObject({
      openMinor: 200_00n,
      inFlightMinor: 200_00n,
      readyMinor: 0n,
      notDueMinor: 0n,
    });
    // Four working days from Wednesday.
    expect((await readPayment(world.worker, paymentId)).payment.expectedOn).toBe("2026-11-24");

    world.gateway.intents.set(intent.intentId, { ...intent, status: "succeeded", receivedMinor: 200_00n });
    expect(await follow(world, paymentId)).toBe("settled");
    expect(await open(world, older)).toBe(0n);
    expect(await world.differences()).toEqual([]);
  });

  test("that fails days later charges nothing and frees the invoices", async () => {
    const world = await newWorld();
    const { older, paymentId } = await started(world);
    const intent = world.gateway.complete(paymentId, { status: "processing", receivedMinor: 0n });
    await follow(world, paymentId);
    world.gateway.intents.set(intent.intentId, {
      ...intent,
      status: "failed",
      failure: "Insufficient funds",
    });
    expect(await follow(world, paymentId)).toBe("failed");
    expect(await readItem(world.worker, older)).toMatchObject({
      inFlightMinor: 0n,
      item: { openMinor: 100_00n },
    });
    expect(await world.differences()).toEqual([]);
  });

  test("that comes back after settling opens the invoices again with their old due dates, and earlier days stay as they were", async () => {
    const world = await newWorld();
    const { older, newer, paymentId } = await started(world);
    const intent = world.gateway.complete(paymentId, { method: "us_bank_account" });
    await follow(world, paymentId);
    const settledDay = (
      await readStatement(world.worker, { customerIds: [world.customerId], asOf: "2026-11-19" })
    ).sections;
    expect(settledDay).toEqual([]);

    world.gateway.dispute(intent, { isReturn: true, reason: "insufficient_funds", status: "lost" });
    const fiveDaysOn = new Date(NOON.getTime() + 5 * 86_400_000);
    expect(await follow(world, paymentId, fiveDaysOn)).toBe("returned");
    expect(await follow(world, paymentId, fiveDaysOn)).toBe("returned");
    expect(await readItem(world.worker, older)).toMatchObject({
      item: { openMinor: 100_00n, dueOn: "2026-10-31" },
    });
    expect(await open(world, newer)).toBe(100_00n);
    const after = { customerIds: [world.customerId], asOf: "2026-11-23" };
    expect((await readStatement(world.at(fiveDaysOn), after)).sections).toMatchObject([
      { balanceMinor: 200_00n },
    ]);
    expect((await readStatement(world.at(fiveDaysOn), { ...after, asOf: "2026-11-19" })).sections).toEqual(
      [],
    );
    expect(await world.differences()).toEqual([]);
  });
});

describe("money that no longer fits", () => {
  test("an invoice credited while the page was open leaves the rest on account", async () => {
    const world = await newWorld();
    const { older, paymentId } = await started(world);
    const credit = await world.document({ kind: "credit_memo", amountMinor: 30_00n, issuedOn: "2026-11-18" });
    // Reserved amounts are kept from colleagues, but a credit memo of our own goes through.
    await expect(
      applyCredit(world.staff("finance"), {
        key: newId(),
        creditId: credit,
        appliedOn: "2026-11-18",
        applyTo: [{ itemId: older, amountMinor: 30_00n }],
      }),
    ).rejects.toMatchObject({ code: "application.over_open" });
    world.gateway.complete(paymentId, { receivedMinor: 230_00n });
    await follow(world, paymentId);
    const [balance] = await readBalances(world.worker, [world.customerId]);
    expect(balance).toMatchObject({ openMinor: 0n, onAccountMinor: 30_00n, creditMemosMinor: 30_00n });
    expect(await world.differences()).toEqual([]);
  });

  test("money for a page that had expired is taken all the same", async () => {
    const world = await newWorld();
    const { older, newer, paymentId } = await started(world);
    [...world.gateway.checkouts.values()][0]!.status = "expired";
    expect(await follow(world, paymentId)).toBe("expired");
    // A colleague pays the older one by wire meanwhile.
    await recordReceipt(world.staff("finance"), {
      number: "WIRE-1",
      legalEntityId: world.legalEntityId,
      customerId: world.customerId,
      currency: "USD",
      amountMinor: 100_00n,
      valueOn: "2026-11-18",
      applyTo: [{ itemId: older, amountMinor: 100_00n }],
    });
    world.gateway.complete(paymentId);
    expect(await follow(world, paymentId)).toBe("settled");
    expect([await open(world, older), await open(world, newer)]).toEqual([0n, 0n]);
    expect((await readBalances(world.worker, [world.customerId]))[0]).toMatchObject({
      onAccountMinor: 100_00n,
    });
    expect(await world.differences()).toEqual([]);
  });

  test("less than was asked for pays the oldest debt first", async () => {
    const world = await newWorld();
    const { older, newer, paymentId } = await started(world);
    world.gateway.complete(paymentId, { receivedMinor: 150_00n });
    await follow(world, paymentId);
    expect([await open(world, older), await open(world, newer)]).toEqual([0n, 50_00n]);
    expect(await world.differences()).toEqual([]);
  });

  test("money on account waits for its customer", async () => {
    const world = await newWorld();
    const input = world.wish([], { onAccountMinor: 75_00n });
    await startPayment(world.paying(world.contact()), input);
    world.gateway.complete(input.paymentId);
    await follow(world, input.paymentId);
    expect((await readBalances(world.worker, [world.customerId]))[0]).toMatchObject({
      onAccountMinor: 75_00n,
      openMinor: 0n,
    });
    expect(await world.differences()).toEqual([]);
  });
});

describe("refunds and disputes", () => {
  test("parts go back one after the other, the newest debt opens first, and never more than came", async () => {
    const world = await newWorld();
    const { older, newer, paymentId } = await started(world);
    world.gateway.complete(paymentId);
    await follow(world, paymentId);
    const finance = world.paying(world.staff("finance"));
    const refund = { callId: newId(), paymentId, amountMinor: 30_00n, reason: "Paid twice" };
    // Pressed three times at once, and once more: one refund.
    await Promise.all([
      refundPayment(finance, refund),
      refundPayment(finance, refund),
      refundPayment(finance, refund),
    ]);
    await refundPayment(finance, refund);
    expect(await follow(world, paymentId)).toBe("part_refunded");
    expect([await open(world, older), await open(world, newer)]).toEqual([0n, 30_00n]);
    await refundPayment(finance, { ...refund, callId: newId(), amountMinor: 120_00n });
    await follow(world, paymentId);
    expect([await open(world, older), await open(world, newer)]).toEqual([50_00n, 100_00n]);
    await expect(
      refundPayment(finance, { ...refund, callId: newId(), amountMinor: 50_01n }),
    ).rejects.toMatchObject({ code: "payment.over_refund" });
    await expect(
      refundPayment(world.paying(world.staff("collector")), { ...refund, callId: newId() }),
    ).rejects.toMatchObject({ kind: "forbidden" });
    await refundPayment(finance, { ...refund, callId: newId(), amountMinor: 50_00n });
    expect(await follow(world, paymentId)).toBe("refunded");
    expect(await world.differences()).toEqual([]);
  });

  test("a refund the bank refuses brings the money back on account", async () => {
    const world = await newWorld();
    const { newer, paymentId } = await started(world);
    const intent = world.gateway.complete(paymentId);
    await follow(world, paymentId);
    await refundPayment(world.paying(world.staff("finance")), {
      callId: newId(),
      paymentId,
      amountMinor: 30_00n,
      reason: "Paid twice",
    });
    await follow(world, paymentId);
    world.gateway.intents.get(intent.intentId)!.refunds[0]!.status = "failed";
    expect(await follow(world, paymentId)).toBe("settled");
    expect(await open(world, newer)).toBe(30_00n);
    expect((await readBalances(world.worker, [world.customerId]))[0]).toMatchObject({
      onAccountMinor: 30_00n,
    });
    expect(await world.differences()).toEqual([]);
  });

  test("a card dispute takes the money, an inquiry does not, and a won one pays the invoices again", async () => {
    const world = await newWorld();
    const { older, newer, paymentId } = await started(world);
    const intent = world.gateway.complete(paymentId);
    await follow(world, paymentId);
    const dispute = world.gateway.dispute(intent, { status: "inquiry" });
    expect(await follow(world, paymentId)).toBe("settled");
    dispute.status = "open";
    expect(await follow(world, paymentId)).toBe("charged_back");
    expect([await open(world, older), await open(world, newer)]).toEqual([100_00n, 100_00n]);
    dispute.status = "won";
    expect(await follow(world, paymentId)).toBe("settled");
    expect(await follow(world, paymentId)).toBe("settled");
    expect([await open(world, older), await open(world, newer)]).toEqual([0n, 0n]);
    expect(await world.differences()).toEqual([]);
  });
});

test("a declined card leaves the page open; the sweep ends what nobody finished", async () => {
  const world = await newWorld();
  const { older, paymentId } = await started(world);
  const checkout = [...world.gateway.checkouts.values()][0]!;
  world.gateway.complete(paymentId, {
    status: "failed",
    receivedMinor: 0n,
    failure: "Your card was declined.",
  });
  checkout.status = "open";
  expect(await follow(world, paymentId)).toBe("submitted");
  checkout.status = "expired";
  const swept = await sweepPayments({
    ...world.paying(world.worker),
    now: new Date(NOON.getTime() + 3 * 3600_000),
  });
  expect(swept).toMatchObject({ payments: 1, failures: [] });
  expect((await readPayment(world.worker, paymentId)).payment.status).not.toBe("submitted");
  expect((await readItem(world.worker, older)).inFlightMinor).toBe(0n);
});

test("a payment in another currency than its intent is not booked", async () => {
  const world = await newWorld();
  const { paymentId } = await started(world);
  world.gateway.complete(paymentId, { currency: "EUR" });
  await expect(follow(world, paymentId)).rejects.toThrow("is in USD");
});
