import { newId } from "@openitem/db/ids";
import { legalEntities } from "@openitem/db/schema/organizations";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStripeWorld } from "../../test/stripe-world.ts";
import { close } from "../../test/world.ts";
import { readItem } from "../items/read-item.ts";
import { transact } from "../kernel/transact.ts";
import { refundPayment } from "../payments/refund-payment.ts";
import { changePolicy } from "../policies/change-policy.ts";
import { listTasks } from "../tasks/list-tasks.ts";
import { moneyWorld } from "./test/money-world.ts";

let stripe: Awaited<ReturnType<typeof startStripeWorld>>;
beforeAll(async () => {
  stripe = await startStripeWorld();
});
afterAll(async () => {
  await stripe.stop();
  await close();
});

const unexplained = async (world: Awaited<ReturnType<typeof moneyWorld>>) =>
  (await world.movements()).flatMap(({ type, unexplained }) => (unexplained ? [[type, unexplained]] : []));

describe("money that goes back", () => {
  test("a chargeback lost: the amount and the fee are gone, and the invoice is open since its old day", async () => {
    const world = await moneyWorld(stripe);
    const { bill, intentId, paymentOf } = await world.paid(100_00n);
    const dispute = await stripe.control.openDispute(intentId);
    await world.work();
    expect((await paymentOf()).status).toBe("charged_back");
    expect((await readItem(world.worker, bill)).item).toMatchObject({
      openMinor: 100_00n,
      dueOn: "2026-10-31",
    });
    expect(await world.balance("stripe_clearing")).toBe(-3_20n - 15_00n);
    await stripe.control.closeDispute(dispute.id, "lost");
    await world.work();
    expect(await world.balance("fees")).toBe(18_20n);
    expect(await unexplained(world)).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });

  test("a chargeback won: amount and fee come back, and pay the invoice again", async () => {
    const world = await moneyWorld(stripe);
    const { bill, intentId, paymentOf } = await world.paid(100_00n);
    const dispute = await stripe.control.openDispute(intentId);
    await world.work();
    await stripe.control.closeDispute(dispute.id, "won");
    await world.work();
    expect((await paymentOf()).status).toBe("settled");
    expect((await readItem(world.worker, bill)).item.openMinor).toBe(0n);
    expect(await world.balance("fees")).toBe(3_20n);
    expect(await world.balance("stripe_clearing")).toBe(96_80n);
    expect(await unexplained(world)).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });

  test("an inquiry moves nothing, however it ends", async () => {
    const world = await moneyWorld(stripe);
    const { intentId, paymentOf } = await world.paid(100_00n);
    const inquiry = await stripe.control.openDispute(intentId, { inquiry: true });
    await world.work();
    await stripe.control.closeDispute(inquiry.id, "lost");
    await world.work();
    expect((await paymentOf()).status).toBe("settled");
    expect(await world.balance("stripe_clearing")).toBe(96_80n);
    expect(await world.movements()).toHaveLength(1);
    expect(await world.differences()).toEqual([]);
  });

  test("a dispute of a part, after a part was refunded: each takes its own", async () => {
    const world = await moneyWorld(stripe);
    const { bill, paymentId, intentId } = await world.paid(100_00n);
    await refundPayment(world.paying(world.staff("finance")), {
      callId: newId(),
      paymentId,
      amountMinor: 30_00n,
      reason: "Billed twice",
    });
    await world.work();
    await stripe.control.openDispute(intentId, { amount: 50_00 });
    await world.work();
    expect((await readItem(world.worker, bill)).item.openMinor).toBe(80_00n);
    expect(await world.balance("stripe_clearing")).toBe(100_00n - 3_20n - 30_00n - 50_00n - 15_00n);
    expect(await unexplained(world)).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });

  test("a bank debit that comes back after its money was paid out: the next payout draws it from the bank", async () => {
    const world = await moneyWorld(stripe);
    const { bill, intentId, paymentOf } = await world.paid(250_00n, { method: "us_bank_account" });
    const payout = await stripe.control.createPayout("usd", true);
    await stripe.control.finishPayout(payout.id, "paid");
    const arrived = await world.bankShows(248_00n);
    await world.work();
    await world.sweep();
    expect(await world.lineOf(arrived)).toMatchObject({ state: "payout" });
    await stripe.control.returnPayment(intentId, "insufficient_funds", "R01");
    await world.work();
    expect((await paymentOf()).status).toBe("returned");
    const { rows } = await listTasks(world.staff("collector"), { kinds: ["returned_payment"] });
    expect(rows).toMatchObject([{ team: "collections", note: "insufficient funds (R01)" }]);
    expect((await readItem(world.worker, bill)).item).toMatchObject({
      openMinor: 250_00n,
      dueOn: "2026-10-31",
    });
    expect(await world.balance("stripe_clearing")).toBe(-265_00n);
    await stripe.control.createPayout("usd", true);
    await world.bankShows(-265_00n);
    await world.work();
    await world.sweep();
    expect(await world.balance("stripe_clearing")).toBe(0n);
    expect(await world.balance("payouts_in_transit")).toBe(0n);
    expect(await world.balance("bank_clearing")).toBe(0n);
    expect(await world.balance("bank")).toBe(248_00n - 265_00n);
    expect(await world.differences()).toEqual([]);
  });

  test("a refund that the bank has not made yet is listed until it is, and one that failed cancels out", async () => {
    const world = await moneyWorld(stripe);
    const { paymentId, paymentOf } = await world.paid(250_00n, { method: "us_bank_account" });
    const finance = world.paying(world.staff("finance"));
    const ask = () =>
      refundPayment(finance, { callId: newId(), paymentId, amountMinor: 50_00n, reason: "Billed twice" });
    await ask();
    await world.work();
    expect(await unexplained(world)).toEqual([["payment_refund", "payment_not_reversed"]]);
    expect(await world.differences()).toEqual([]);
    const [first] = (await stripe.control.state()).refunds;
    await stripe.control.finishRefund(first!.id, "failed");
    await world.work();
    expect(await unexplained(world)).toEqual([]);
    await ask();
    const second = (await stripe.control.state()).refunds.at(-1)!;
    await stripe.control.finishRefund(second.id, "succeeded");
    await world.work();
    expect((await paymentOf()).refundedMinor).toBe(50_00n);
    expect(await unexplained(world)).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });
});

test("euros settled in dollars are exchanged at Stripe's rate, there and back", async () => {
  const world = await moneyWorld(stripe);
  await stripe.control.settleIn("eur", "usd", "1.0825");
  const { paymentId, intentId } = await world.paid(200_00n, { currency: "EUR" });
  expect(await world.balance("stripe_clearing", "EUR")).toBe(0n);
  expect(await world.balance("exchange", "EUR")).toBe(200_00n);
  expect(await world.balance("exchange", "USD")).toBe(-216_50n);
  expect(await world.balance("fees", "USD")).toBe(6_60n);
  expect((await world.movements())[0]).toMatchObject({ currency: "USD", exchangeRate: "1.0825", paymentId });
  // A worse rate on the way back: what is left on the account of exchange is the loss.
  await stripe.control.settleIn("eur", "usd", "1.1");
  await refundPayment(world.paying(world.staff("finance")), {
    callId: newId(),
    paymentId,
    amountMinor: 50_00n,
    reason: "Billed twice",
  });
  await world.work();
  expect(await world.balance("exchange", "EUR")).toBe(150_00n);
  expect(await world.balance("exchange", "USD")).toBe(-216_50n + 55_00n);
  await stripe.control.openDispute(intentId);
  await world.work();
  expect(await world.balance("exchange", "EUR")).toBe(0n);
  expect(await world.balance("stripe_clearing", "EUR")).toBe(0n);
  await stripe.control.createPayout("usd", true);
  await world.work();
  expect(await world.balance("stripe_clearing", "USD")).toBe(0n);
  expect(await unexplained(world)).toEqual([]);
  expect(await world.differences()).toEqual([]);
});

describe("what nothing of ours explains", () => {
  test("fees of Stripe's own are fees; adjustments, reserves and payments made elsewhere are set apart with their reason", async () => {
    const world = await moneyWorld(stripe);
    await world.paid(100_00n);
    await stripe.control.takeFee("usd", 5_00);
    await stripe.control.adjustBalance("usd", -12_00);
    await stripe.control.adjustBalance("usd", -10_00, "reserve_hold");
    await chargeElsewhere(stripe.url, 40_00);
    await world.sweep();
    expect(await unexplained(world)).toEqual(
      expect.arrayContaining([
        ["adjustment", "adjustment"],
        ["reserve_hold", "held_back"],
        ["charge", "payment_not_here"],
      ]),
    );
    expect(await world.balance("fees")).toBe(3_20n + 5_00n + 1_46n);
    expect(await world.balance("provider_unexplained")).toBe(12_00n + 10_00n - 40_00n);
    expect(await world.differences()).toEqual([]);
    await stripe.control.createPayout("usd", true);
    await world.work();
    expect(await world.balance("stripe_clearing")).toBe(0n);
    expect(await world.differences()).toEqual([]);
  });

  test("money whose payment is not settled here is unexplained until it is", async () => {
    const world = await moneyWorld(stripe);
    await stripe.control.swallowDeliveries();
    const { paymentOf } = await world.paid(100_00n);
    await world.sweep();
    expect((await paymentOf()).status).toBe("submitted");
    expect(await unexplained(world)).toEqual([["charge", "payment_not_settled"]]);
    expect(await world.balance("stripe_clearing")).toBe(-3_20n);
    expect(await world.differences()).toEqual([]);
    await stripe.control.clearFaults();
    const { events } = await stripe.control.state();
    await stripe.control.resendEvent(events.find(({ type }) => type === "payment_intent.succeeded")!.id);
    await world.work();
    expect((await paymentOf()).status).toBe("settled");
    expect(await unexplained(world)).toEqual([]);
    expect(await world.balance("stripe_clearing")).toBe(96_80n);
    expect(await world.differences()).toEqual([]);
  });
});

test("a payment of another legal entity than the one that Stripe pays goes over between the two", async () => {
  const world = await moneyWorld(stripe);
  const stripesId = newId();
  await transact(world.worker, (tx) =>
    tx.insert(legalEntities).values({
      organizationId: world.organizationId,
      id: stripesId,
      code: "AA01",
      name: "Parlance Treasury, Inc.",
      country: "US",
      timeZone: "America/New_York",
      createdAt: world.worker.now,
    }),
  );
  const { intentId } = await world.paid(100_00n);
  expect(await world.balance("stripe_clearing", "USD", world.legalEntityId)).toBe(0n);
  expect(await world.balance("stripe_clearing", "USD", stripesId)).toBe(96_80n);
  expect(await world.balance("intercompany_clearing", "USD", world.legalEntityId)).toBe(100_00n);
  expect(await world.balance("intercompany_clearing")).toBe(0n);
  await stripe.control.openDispute(intentId, { amount: 40_00 });
  await world.work();
  expect(await world.balance("intercompany_clearing", "USD", world.legalEntityId)).toBe(60_00n);
  await stripe.control.createPayout("usd", true);
  await world.work();
  const lineId = await world.bankShows(96_80n - 55_00n);
  await world.sweep();
  expect((await world.lineOf(lineId)).state).toBe("payout");
  expect(await world.balance("stripe_clearing", "USD", stripesId)).toBe(0n);
  expect(await world.balance("payouts_in_transit")).toBe(0n);
  expect(await world.balance("intercompany_clearing")).toBe(0n);
  expect(await world.differences()).toEqual([]);
});

test("events twice, late and in any order, and sweeps between them, give the same books", async () => {
  const journals: string[] = [];
  for (const order of ["as_made", "reversed", "shuffled", "shuffled"] as const) {
    const world = await moneyWorld(stripe);
    const first = await world.paid(100_00n);
    const second = await world.paid(80_00n);
    await stripe.control.holdDeliveries();
    await stripe.control.refund(first.intentId, 25_00);
    const dispute = await stripe.control.openDispute(second.intentId);
    const payout = await stripe.control.createPayout("usd", true);
    await stripe.control.closeDispute(dispute.id, "won");
    await stripe.control.finishPayout(payout.id, "paid");
    await stripe.control.finishPayout(payout.id, "failed");
    await stripe.control.duplicateDeliveries(3);
    if (order === "shuffled") await world.sweep();
    await stripe.control.releaseDeliveries(order);
    await world.work();
    await Promise.all([world.sweep(), world.sweep()]);
    const { events } = await stripe.control.state();
    for (const { id } of events.slice(-6)) await stripe.control.resendEvent(id, 2);
    await world.work();
    expect(await world.differences()).toEqual([]);
    expect(await unexplained(world)).toEqual([]);
    const accounts = [
      "stripe_clearing",
      "fees",
      "payouts_in_transit",
      "provider_unexplained",
      "on_account",
      "receivable",
    ];
    const sums = await Promise.all(
      accounts.map(async (account) => `${account} ${await world.balance(account)}`),
    );
    journals.push([...sums, (await world.movements()).length].join(", "));
  }
  expect(new Set(journals).size).toBe(1);
  expect(journals[0]).toContain("stripe_clearing 14918");
});

test("a policy that names a legal entity nobody has is told of, and nothing is recorded", async () => {
  const world = await moneyWorld(stripe);
  await world.paid(100_00n);
  await changePolicy(world.staff("manager"), {
    key: newId(),
    kind: "provider_money",
    basedOn: 0,
    rules: { legalEntities: { "*": "NONE" } },
    reason: "Moved to another entity",
  });
  await stripe.control.takeFee("usd", 1_00);
  await expect(world.sweep()).rejects.toMatchObject({ code: "provider_money.no_entity" });
  expect(await world.movements()).toHaveLength(1);
});

/** A payment that was made at Stripe without us. */
async function chargeElsewhere(url: string, amount: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const client = new Stripe("sk_test_elsewhere", { host: hostname, port, protocol: "http" });
  const session = await client.checkout.sessions.create({
    mode: "payment",
    line_items: [
      {
        quantity: 1,
        price_data: { currency: "usd", unit_amount: amount, product_data: { name: "Conference seat" } },
      },
    ],
    success_url: "https://elsewhere.example/done",
  });
  await stripe.control.completeSession(session.id, { method: "card" });
}
