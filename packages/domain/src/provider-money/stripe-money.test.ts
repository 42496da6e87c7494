import { haveStripeDescription, readStripeDescription } from "@openitem/sandbox/stripe-description";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStripeWorld } from "../../test/stripe-world.ts";
import { close } from "../../test/world.ts";
import { GatewayRefused } from "../payments/gateway.ts";
import { moneyWorld } from "./test/money-world.ts";

let stripe: Awaited<ReturnType<typeof startStripeWorld>>;
beforeAll(async () => {
  stripe = await startStripeWorld();
});
afterAll(async () => {
  await stripe.stop();
  await close();
});

describe("what we read of Stripe's balance", () => {
  test("movements come oldest first, each with what moved it on the payer's side", async () => {
    const world = await moneyWorld(stripe);
    await stripe.control.settleIn("eur", "usd", "1.0825");
    const { paymentId, intentId } = await world.paid(200_00n, { currency: "EUR" });
    await stripe.control.refund(intentId, 50_00);
    await stripe.control.takeFee("usd", 5_00, "Radar");
    const movements = await stripe.gateway.listMovements({ since: new Date(Date.now() - 3_600_000) });
    expect(movements).toMatchObject([
      {
        type: "charge",
        category: "charge",
        currency: "USD",
        amountMinor: 216_50n,
        feeMinor: 6_60n,
        netMinor: 209_90n,
        exchangeRate: "1.0825",
        source: { kind: "charge", currency: "EUR", amountMinor: 200_00n, intentId, paymentId },
      },
      {
        type: "refund",
        amountMinor: -54_13n,
        source: { kind: "refund", currency: "EUR", amountMinor: 50_00n, intentId, paymentId: null },
      },
      { type: "stripe_fee", amountMinor: -5_00n, description: "Radar", source: null },
    ]);
    const [charge] = movements;
    expect(await stripe.gateway.listMovements({ sourceRef: charge!.source!.ref })).toEqual([charge]);
    expect(await stripe.gateway.listMovements({ since: new Date(Date.now() + 3_600_000) })).toEqual([]);
  });

  test("more movements than Stripe lists at once are all read", async () => {
    const world = await moneyWorld(stripe);
    for (let made = 0; made < 120; made++) await stripe.control.takeFee("usd", 1);
    expect(await stripe.gateway.listMovements({ since: world.worker.now })).toHaveLength(120);
  });

  test("payouts carry their movements, their day and, once the bank has them, their trace number", async () => {
    const world = await moneyWorld(stripe);
    await world.paid(100_00n);
    const made = await stripe.control.createPayout("usd", true);
    expect(await stripe.gateway.readPayout(made.id)).toMatchObject({
      amountMinor: 96_80n,
      currency: "USD",
      status: "in_transit",
      isAutomatic: true,
      isReconciled: false,
      traceId: null,
      arrivesOn: new Date(made.arrival_date * 1000).toISOString().slice(0, 10),
    });
    await stripe.control.finishPayout(made.id, "paid");
    const [payout] = await stripe.gateway.listPayouts(new Date(Date.now() - 3_600_000));
    expect(payout).toMatchObject({ ref: made.id, status: "paid", isReconciled: true });
    expect(payout!.traceId).toMatch(/^[A-Z0-9]{16}$/);
    const carried = await stripe.gateway.listMovements({ payoutRef: made.id });
    expect(carried.map(({ type, netMinor }) => [type, netMinor])).toEqual([
      ["charge", 96_80n],
      ["payout", -96_80n],
    ]);
    await expect(stripe.gateway.readPayout("po_nobody")).rejects.toBeInstanceOf(GatewayRefused);
  });

  test("a bank debit that came back bears the scheme's own code", async () => {
    const world = await moneyWorld(stripe);
    const { intentId } = await world.paid(100_00n, { method: "us_bank_account" });
    await stripe.control.returnPayment(intentId, "debit_not_authorized", "R10");
    expect((await stripe.gateway.readIntent(intentId)).disputes).toMatchObject([
      { isReturn: true, reason: "debit_not_authorized", networkCode: "R10", status: "lost" },
    ]);
  });

  test.runIf(haveStripeDescription)(
    "what the stand-in says of it has the shape that Stripe publishes",
    async () => {
      const world = await moneyWorld(stripe);
      await world.paid(100_00n);
      await stripe.control.adjustBalance("usd", -3_00);
      const called = await stripe.control.createPayout("usd", true);
      await stripe.control.finishPayout(called.id, "canceled");
      const description = readStripeDescription();
      const state = await stripe.control.state();
      expect(
        state.balance_transactions.flatMap((row) => description.differences("balance_transaction", row)),
      ).toEqual([]);
      // The trace number came after the revision of the description that is here.
      expect(state.payouts.flatMap((row) => description.differences("payout", row))).toEqual([]);
    },
  );
});
