import fc from "fast-check";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatAmount } from "../src/stripe/currencies.ts";
import { day, openCheckout, openShop, paid, type Shop } from "./stand-in.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

async function chargeOf(intent: string) {
  const charges = await shop.stripe.charges.list({
    payment_intent: intent,
    expand: ["data.balance_transaction"],
  });
  const charge = charges.data[0];
  if (!charge) throw new Error("The payment has no charge.");
  return charge;
}

async function movements(source: string) {
  const rows = await shop.stripe.balanceTransactions.list({ source });
  return rows.data.map(({ type, amount, fee, net }) => ({ type, amount, fee, net }));
}

describe("fees", () => {
  test.each([
    { method: "card", currency: "usd", amount: 10_000, fee: 320, type: "charge" },
    { method: "card", currency: "usd", amount: 500, fee: 45, type: "charge" },
    { method: "us_bank_account", currency: "usd", amount: 10_000, fee: 80, type: "payment" },
    { method: "us_bank_account", currency: "usd", amount: 4_682_007, fee: 500, type: "payment" },
    { method: "sepa_debit", currency: "eur", amount: 10_000, fee: 35, type: "payment" },
  ] as const)("$method of $amount costs $fee", async ({ method, currency, amount, fee, type }) => {
    const charge = await chargeOf(await paid(shop, { methods: [method], currency, amount }));
    expect(charge.balance_transaction).toMatchObject({
      type,
      amount,
      fee,
      net: amount - fee,
      source: charge.id,
    });
  });
});

describe("amounts", () => {
  test.each([
    ["jpy", 50_000, "50,000 JPY"],
    ["kwd", 1_234_560, "1,234.560 KWD"],
    ["usd", 1_234, "12.34 USD"],
  ])("%s passes through in its own minor units", async (currency, amount, shown) => {
    const intent = await paid(shop, { currency, amount });
    expect(await chargeOf(intent)).toMatchObject({
      amount,
      currency,
      balance_transaction: { amount, currency },
    });
    const session = await openCheckout(shop, { currency, amount });
    const page = await (await fetch(session.url ?? "")).text();
    expect(page).toContain(shown);
  });

  test.each([
    ["three decimals that do not end in 0", "kwd", 1_235],
    ["a fraction of a króna", "isk", 150],
    ["more than eight digits", "usd", 100_000_000],
    ["nothing", "usd", 0],
  ])("Stripe refuses %s", async (_, currency, amount) => {
    await expect(openCheckout(shop, { currency, amount })).rejects.toMatchObject({ statusCode: 400 });
  });

  test("are shown so that the digits can be read back", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999_999, max: 99_999_999 }),
        fc.constantFrom("usd", "jpy", "kwd"),
        (amount, currency) => {
          const digits = formatAmount(amount, currency)
            .replace("\u2212", "-")
            .replaceAll(/[^\d-]/g, "");
          expect(Number(digits) + 0).toBe(amount + 0);
        },
      ),
    );
  });
});

describe("refunds", () => {
  test("in parts up to the whole, and never more", async () => {
    const intent = await paid(shop, { amount: 10_000 });
    await shop.stripe.refunds.create({ payment_intent: intent, amount: 2_500, metadata: { credit: "CM-1" } });
    await expect(shop.stripe.refunds.create({ payment_intent: intent, amount: 7_501 })).rejects.toMatchObject(
      {
        message: "Refund amount (75.01 USD) is greater than unrefunded amount on charge (75.00 USD)",
      },
    );
    const rest = await shop.stripe.refunds.create({ payment_intent: intent });
    expect(rest).toMatchObject({ amount: 7_500, status: "succeeded" });
    await expect(shop.stripe.refunds.create({ payment_intent: intent })).rejects.toMatchObject({
      code: "charge_already_refunded",
    });
    expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 10_000, refunded: true });
    const listed = await shop.stripe.refunds.list({ payment_intent: intent });
    expect(listed.data.map((refund) => refund.amount)).toEqual([7_500, 2_500]);
    expect(await movements(rest.id)).toEqual([{ type: "refund", amount: -7_500, fee: 0, net: -7_500 }]);
  });

  test("of a bank debit are pending for days and then succeed", async () => {
    const intent = await paid(shop, { methods: ["us_bank_account"] });
    const refund = await shop.stripe.refunds.create({ payment_intent: intent });
    expect(refund.status).toBe("pending");
    await shop.control.advanceClock(5 * day);
    expect((await shop.stripe.refunds.retrieve(refund.id)).status).toBe("succeeded");
  });

  test("that fail put the money back on the balance", async () => {
    const intent = await paid(shop, { methods: ["sepa_debit"], currency: "eur", amount: 8_000 });
    const refund = await shop.stripe.refunds.create({ payment_intent: intent, amount: 3_000 });
    const failed = await shop.control.finishRefund(refund.id, "failed", "insufficient_funds");
    expect(failed).toMatchObject({ status: "failed", failure_reason: "insufficient_funds" });
    expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 0, refunded: false });
    const nets = (await movements(refund.id)).map((row) => row.net);
    expect(nets.reduce((sum, net) => sum + net, 0)).toBe(0);
    expect((await shop.typesAbout(intent)).slice(-3)).toEqual([
      "refund.updated",
      "charge.refund.updated",
      "refund.failed",
    ]);
  });

  test("of a payment that has not settled, or is disputed, are refused", async () => {
    const waiting = await shop.control.completeSession(
      (await openCheckout(shop, { methods: ["us_bank_account"] })).id,
    );
    const refund = shop.stripe.refunds.create({ payment_intent: String(waiting.payment_intent) });
    await expect(refund).rejects.toMatchObject({ statusCode: 400 });
    const disputed = await paid(shop);
    await shop.control.openDispute(disputed);
    await expect(shop.stripe.refunds.create({ payment_intent: disputed })).rejects.toMatchObject({
      code: "charge_disputed",
    });
  });
});

describe("disputes", () => {
  test("take the money and a fee when they open, and give both back when won", async () => {
    const intent = await paid(shop, { amount: 10_000 });
    const dispute = await shop.control.openDispute(intent, { reason: "product_not_received" });
    expect(dispute).toMatchObject({ status: "needs_response", amount: 10_000, is_charge_refundable: false });
    expect(await movements(dispute.id)).toEqual([
      { type: "adjustment", amount: -10_000, fee: 1_500, net: -11_500 },
    ]);
    await shop.stripe.disputes.update(dispute.id, {
      evidence: { uncategorized_text: "Delivered on 3 May." },
    });
    expect((await shop.stripe.disputes.retrieve(dispute.id)).status).toBe("under_review");
    await shop.control.closeDispute(dispute.id, "won");
    const nets = (await movements(dispute.id)).map((row) => row.net);
    expect(nets.reduce((sum, net) => sum + net, 0)).toBe(0);
    expect((await shop.typesAbout(intent)).slice(-5)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.dispute.updated",
      "charge.dispute.funds_reinstated",
      "charge.dispute.closed",
    ]);
  });

  test("that are lost give nothing back", async () => {
    const dispute = await shop.control.openDispute(await paid(shop), { amount: 1_000 });
    await shop.control.closeDispute(dispute.id, "lost");
    expect((await movements(dispute.id)).map((row) => row.net)).toEqual([-2_500]);
    await expect(shop.control.closeDispute(dispute.id, "won")).rejects.toThrow("is lost");
  });

  test("that only ask move no money", async () => {
    const dispute = await shop.control.openDispute(await paid(shop), { inquiry: true });
    expect(dispute.status).toBe("warning_needs_response");
    await shop.control.closeDispute(dispute.id, "lost");
    expect((await shop.stripe.disputes.retrieve(dispute.id)).status).toBe("warning_closed");
    expect(await movements(dispute.id)).toEqual([]);
  });

  test("after a part refund are about the rest", async () => {
    const intent = await paid(shop, { amount: 10_000 });
    await shop.stripe.refunds.create({ payment_intent: intent, amount: 4_000 });
    expect((await shop.control.openDispute(intent)).amount).toBe(6_000);
  });
});

describe("payouts", () => {
  test("carry what is available, and their rows sum to them", async () => {
    const own = await openShop();
    try {
      await paid(own, { amount: 10_000 });
      const refunded = await paid(own, { amount: 5_000, methods: ["us_bank_account"] });
      await own.stripe.refunds.create({ payment_intent: refunded, amount: 1_000 });
      await own.control.closeDispute((await own.control.openDispute(await paid(own))).id, "lost");
      await paid(own, { amount: 7_000, currency: "eur", methods: ["sepa_debit"] });
      await own.control.advanceClock(3 * day);
      const later = await paid(own, { amount: 99_900 });

      const payout = await own.control.createPayout("usd");
      const rows = (await own.stripe.balanceTransactions.list({ payout: payout.id, limit: 100 })).data;
      const carried = rows.filter((row) => row.type !== "payout");
      expect(carried.reduce((sum, row) => sum + row.net, 0)).toBe(payout.amount);
      expect(payout.amount).toBe(10_000 - 320 + 5_000 - 40 - 1_000 + 12_345 - 388 - 12_345 - 1_500);
      expect(rows.reduce((sum, row) => sum + row.net, 0)).toBe(0);
      expect(new Set(rows.map((row) => row.currency))).toEqual(new Set(["usd"]));

      const kept = (await own.stripe.balance.retrieve()).pending.find((side) => side.currency === "usd");
      const laterCharges = await own.stripe.charges.list({ payment_intent: later });
      expect([kept?.amount, laterCharges.data[0]?.amount]).toEqual([99_900 - 2_927, 99_900]);
      await expect(own.control.createPayout("usd")).rejects.toThrow("nothing to pay out");

      await own.control.finishPayout(payout.id, "paid");
      expect(await own.typesAbout(payout.id)).toEqual([
        "payout.created",
        "payout.paid",
        "payout.reconciliation_completed",
      ]);
    } finally {
      await own.close();
    }
  });

  test("carry each movement once", async () => {
    const own = await openShop();
    const carriedBy = async (payout: string) =>
      (await own.stripe.balanceTransactions.list({ payout, limit: 100 })).data.map((row) => row.net);
    try {
      await paid(own, { amount: 10_000 });
      const first = await own.control.createPayout("usd", true);
      await paid(own, { amount: 500 });
      const second = await own.control.createPayout("usd", true);
      expect(await carriedBy(first.id)).toEqual([-9_680, 9_680]);
      expect(await carriedBy(second.id)).toEqual([-455, 455]);
    } finally {
      await own.close();
    }
  });

  test("that the bank sends back are on the balance again", async () => {
    const own = await openShop();
    try {
      await paid(own, { amount: 10_000 });
      const payout = await own.control.createPayout("usd", true);
      await own.control.finishPayout(payout.id, "failed");
      const available = (await own.stripe.balance.retrieve()).available.find(
        (side) => side.currency === "usd",
      );
      expect(available?.amount).toBe(9_680);
    } finally {
      await own.close();
    }
  });
});

describe("what happens to the balance beside payments", () => {
  test("a payout that is called off, or sent back after it was paid, is on the balance again", async () => {
    const own = await openShop();
    try {
      await paid(own, { amount: 10_000 });
      const first = await own.control.createPayout("usd", true);
      expect(first.statement_descriptor).toBe("STRIPE");
      await own.control.finishPayout(first.id, "canceled");
      const second = await own.control.createPayout("usd", true);
      expect((await own.control.finishPayout(second.id, "paid")).trace_id?.value).toMatch(/^[A-Z0-9]{16}$/);
      await own.control.finishPayout(second.id, "failed");
      const rows = (await own.stripe.balanceTransactions.list({ limit: 100 })).data;
      expect(rows.map((row) => row.type).reverse()).toEqual([
        "charge",
        "payout",
        "payout_cancel",
        "payout",
        "payout_failure",
      ]);
      expect((await own.stripe.balance.retrieve()).available[0]?.amount).toBe(9_680);
    } finally {
      await own.close();
    }
  });

  test("more went back than came in: the payout draws from the bank", async () => {
    const own = await openShop();
    try {
      const intent = await paid(own, { amount: 10_000 });
      await own.control.createPayout("usd", true);
      await own.control.openDispute(intent);
      expect((await own.control.createPayout("usd", true)).amount).toBe(-11_500);
    } finally {
      await own.close();
    }
  });

  test("euros settled in dollars carry the rate, the fee too, and what goes back is exchanged alike", async () => {
    const own = await openShop();
    try {
      await own.control.settleIn("eur", "usd", "1.0825");
      const intent = await paid(own, { amount: 20_000, currency: "eur", methods: ["card"] });
      await own.stripe.refunds.create({ payment_intent: intent, amount: 5_000 });
      const rows = (await own.stripe.balanceTransactions.list({ limit: 100, expand: ["data.source"] })).data;
      expect(
        rows.map(({ currency, amount, fee, exchange_rate, source }) => [
          currency,
          amount,
          fee,
          exchange_rate,
          (source as Stripe.Charge).currency,
        ]),
      ).toEqual([
        ["usd", -5_413, 0, 1.0825, "eur"],
        ["usd", 21_650, 660, 1.0825, "eur"],
      ]);
    } finally {
      await own.close();
    }
  });

  test("fees of Stripe's own and adjustments belong to nothing", async () => {
    const own = await openShop();
    try {
      await own.control.takeFee("usd", 500);
      await own.control.adjustBalance("usd", -1_200);
      const rows = (await own.stripe.balanceTransactions.list()).data;
      expect(rows.map(({ type, net, source }) => [type, net, source])).toEqual([
        ["adjustment", -1_200, null],
        ["stripe_fee", -500, null],
      ]);
    } finally {
      await own.close();
    }
  });

  test("a customer's bank transfer waits in his cash balance, and can be sent back", async () => {
    const own = await openShop();
    try {
      const customer = await own.stripe.customers.create({ name: "Aldgate Freight" });
      const transfer = { customer: customer.id, amount: 4_200, currency: "usd", sender: "ALDGATE FREIGHT" };
      const funded = await own.control.fundCashBalance({ ...transfer, reference: "INV-7" });
      expect(await own.stripe.customers.retrieveCashBalanceTransaction(customer.id, funded.id)).toMatchObject(
        {
          type: "funded",
          net_amount: 4_200,
          funded: {
            bank_transfer: { reference: "INV-7", us_bank_transfer: { sender_name: "ALDGATE FREIGHT" } },
          },
        },
      );
      await own.control.returnCash(funded.id);
      await expect(own.control.returnCash(funded.id)).rejects.toThrow("not have that much");
      const rows = (await own.stripe.customers.listCashBalanceTransactions(customer.id)).data;
      expect(rows.map(({ type, ending_balance }) => [type, ending_balance])).toEqual([
        ["return_initiated", 0],
        ["funded", 4_200],
      ]);
      expect(await own.typesAbout(funded.id)).toEqual(["customer_cash_balance_transaction.created"]);
    } finally {
      await own.close();
    }
  });
});
