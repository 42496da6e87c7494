import type Stripe from "stripe";
import { z } from "zod";
import type {
  BalanceMovement,
  CashMovement,
  GatewayPayout,
  MoneyGateway,
  MovementFilter,
  MovementSource,
} from "./money-gateway.ts";
import { fromStripeMinor } from "./stripe-amount.ts";
import { idOf, PAGE, refusals } from "./stripe-calls.ts";

/** Stripe's side of `MoneyGateway`. Source: docs.stripe.com/api/balance_transactions, /payouts, /cash_balance_transactions. */
export function money(stripe: Stripe): MoneyGateway {
  return {
    async listMovements(filter) {
      const movements: BalanceMovement[] = [];
      const asked = { ...listParams(filter), limit: PAGE, expand: ["data.source"] };
      for await (const row of stripe.balanceTransactions.list(asked)) movements.push(asMovement(row));
      return movements.reverse();
    },

    async listPayouts(since) {
      const payouts: GatewayPayout[] = [];
      for await (const payout of stripe.payouts.list({ created: { gte: seconds(since) }, limit: PAGE }))
        payouts.push(asPayout(payout));
      return payouts.reverse();
    },

    async readPayout(payoutRef) {
      return asPayout(await refusals(() => stripe.payouts.retrieve(payoutRef)));
    },

    async readCashMovement(customerRef, ref) {
      const row = await refusals(() => stripe.customers.retrieveCashBalanceTransaction(customerRef, ref));
      return asCashMovement(row, await findBalanceRef(stripe, row));
    },
  };
}

const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1000);
/** Days at Stripe begin at midnight UTC. */
const dayOf = (unix: number): string => new Date(unix * 1000).toISOString().slice(0, 10);

function listParams(filter: MovementFilter): Stripe.BalanceTransactionListParams {
  if ("payoutRef" in filter) return { payout: filter.payoutRef };
  if ("sourceRef" in filter) return { source: filter.sourceRef };
  return { created: { gte: seconds(filter.since) } };
}

function asMovement(row: Stripe.BalanceTransaction): BalanceMovement {
  const currency = row.currency.toUpperCase();
  const minor = (amount: number) => fromStripeMinor(amount, currency);
  return {
    ref: row.id,
    type: row.type,
    category: row.reporting_category,
    currency,
    amountMinor: minor(row.amount),
    feeMinor: minor(row.fee),
    netMinor: minor(row.net),
    exchangeRate: row.exchange_rate === null ? null : String(row.exchange_rate),
    source: row.source === null ? null : asSource(row.source),
    description: row.description,
    availableOn: dayOf(row.available_on),
    occurredAt: new Date(row.created * 1000),
  };
}

/** Sources are of many kinds; of all we read the few fields that charges, refunds and disputes share. */
const sourceObject = z.object({
  id: z.string(),
  object: z.string(),
  amount: z.number().int().nullish(),
  currency: z.string().nullish(),
  payment_intent: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});
const KINDS: Readonly<Record<string, MovementSource["kind"]>> = {
  charge: "charge",
  refund: "refund",
  dispute: "dispute",
  payout: "payout",
};

function asSource(source: unknown): MovementSource {
  if (typeof source === "string")
    return {
      ref: source,
      kind: "other",
      amountMinor: null,
      currency: null,
      intentId: null,
      paymentId: null,
    };
  const { id, object, amount, currency, payment_intent, metadata } = sourceObject.parse(source);
  return {
    ref: id,
    kind: KINDS[object] ?? "other",
    amountMinor: typeof amount === "number" && currency ? fromStripeMinor(Math.abs(amount), currency) : null,
    currency: currency?.toUpperCase() ?? null,
    intentId: idOf(payment_intent),
    paymentId: metadata?.payment_id ?? null,
  };
}

const payoutStatus = z.enum(["pending", "in_transit", "paid", "failed", "canceled"]);

function asPayout(payout: Stripe.Payout): GatewayPayout {
  const currency = payout.currency.toUpperCase();
  return {
    ref: payout.id,
    amountMinor: fromStripeMinor(payout.amount, currency),
    currency,
    status: payoutStatus.parse(payout.status),
    isAutomatic: payout.automatic,
    descriptor: payout.statement_descriptor,
    traceId: payout.trace_id?.value ?? null,
    arrivesOn: dayOf(payout.arrival_date),
    failure: payout.failure_message ?? payout.failure_code,
    isReconciled: payout.reconciliation_status === "completed",
    createdAt: new Date(payout.created * 1000),
  };
}

/**
 * What brings money in or sends it out again. The others move it within Stripe: applied to a payment, or to the balance.
 * Source: docs.stripe.com/payments/customer-balance/reconciliation.
 */
const CASH_KINDS: Readonly<Record<string, CashMovement["kind"]>> = {
  funded: "funded",
  funding_reversed: "returned",
  return_initiated: "returned",
  return_canceled: "funded",
  applied_to_payment: "moved",
  transferred_to_balance: "moved",
};

/** The movement of the balance that money from a cash balance became: named by it, or that of the charge it paid. */
async function findBalanceRef(
  stripe: Stripe,
  { transferred_to_balance, applied_to_payment }: Stripe.CustomerCashBalanceTransaction,
): Promise<string | null> {
  if (transferred_to_balance) return idOf(transferred_to_balance.balance_transaction);
  const intentId = idOf(applied_to_payment?.payment_intent);
  if (!intentId) return null;
  const intent = await stripe.paymentIntents.retrieve(intentId, { expand: ["latest_charge"] });
  return typeof intent.latest_charge === "string" ? null : idOf(intent.latest_charge?.balance_transaction);
}

function asCashMovement(row: Stripe.CustomerCashBalanceTransaction, balanceRef: string | null): CashMovement {
  const currency = row.currency.toUpperCase();
  const transfer = row.funded?.bank_transfer;
  const { eu_bank_transfer: eu, gb_bank_transfer: gb, jp_bank_transfer: jp } = transfer ?? {};
  return {
    ref: row.id,
    kind: CASH_KINDS[row.type] ?? "other",
    balanceRef,
    customerRef: idOf(row.customer) ?? "",
    amountMinor: fromStripeMinor(row.net_amount, currency),
    currency,
    senderName: (eu ?? gb ?? jp)?.sender_name ?? transfer?.us_bank_transfer?.sender_name ?? null,
    senderAccount: eu?.iban_last4 ?? gb?.account_number_last4 ?? null,
    reference: transfer?.reference ?? null,
    occurredAt: new Date(row.created * 1000),
  };
}
