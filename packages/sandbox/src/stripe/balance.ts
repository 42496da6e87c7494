import type Stripe from "stripe";
import { refused } from "./fault.ts";
import { newId } from "./ids.ts";
import type { PaymentMethodKind } from "./payment-methods.ts";
import { nowSeconds, type World } from "./world.ts";

const day = 86_400;

/**
 * Stripe's processing fee in minor units, rounded half up. List prices: cards 2.9 % + 30,
 * ACH debit 0.8 % and at most 500, SEPA debit 35, bank transfer 0.5 % and at most 500.
 */
export function processingFee(amount: number, method: PaymentMethodKind): number {
  const perMille = (rate: bigint) => Number((BigInt(amount) * rate + 500n) / 1000n);
  if (method === "card") return perMille(29n) + 30;
  if (method === "sepa_debit") return 35;
  return Math.min(perMille(method === "us_bank_account" ? 8n : 5n), 500);
}

/** What Stripe takes for a dispute, in minor units; given back when a card dispute is won, if asked. */
export const disputeFee = (method: PaymentMethodKind): number => (method === "sepa_debit" ? 1000 : 1500);

interface Movement {
  amount: number;
  currency: string;
  fee: number;
  feeDescription?: string;
  type: Stripe.BalanceTransaction["type"];
  category: string;
  source: string | null;
  description?: string | null;
  /** Days until the money may be paid out. */
  availableInDays?: number;
}

/**
 * Books one movement of the Stripe balance. `amount` and `fee` are minor units; net = amount - fee. A currency that is
 * settled in another one is exchanged at the rate of the moment, which the row then carries.
 */
export function addBalanceTransaction(world: World, asked: Movement): Stripe.BalanceTransaction {
  const created = nowSeconds(world);
  const { move, rate } = settled(world, asked);
  const wait = move.availableInDays ?? 0;
  const row: Stripe.BalanceTransaction = {
    id: newId("txn"),
    object: "balance_transaction",
    amount: move.amount,
    available_on: wait === 0 ? created : Math.floor(created / day) * day + wait * day,
    balance_type: "payments",
    created,
    currency: move.currency,
    description: move.description ?? null,
    exchange_rate: rate,
    fee: move.fee,
    fee_details:
      move.fee === 0
        ? []
        : [
            {
              amount: move.fee,
              application: null,
              currency: move.currency,
              description: move.feeDescription ?? "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: move.amount - move.fee,
    reporting_category: move.category,
    source: move.source,
    status: wait === 0 ? "available" : "pending",
    type: move.type,
  };
  world.state.balanceTransactions[row.id] = row;
  return row;
}

function settled(world: World, move: Movement): { move: Movement; rate: number | null } {
  const into = world.state.settlements[move.currency];
  // A payout's own rows are in the currency of the balance already.
  if (!into || move.type.startsWith("payout")) return { move, rate: null };
  const exchanged = (minor: number) => Math.sign(minor) * Math.round(Math.abs(minor) * into.rate);
  const { amount, fee } = move;
  return {
    move: { ...move, currency: into.currency, amount: exchanged(amount), fee: exchanged(fee) },
    rate: into.rate,
  };
}

/** A movement that belongs to no payment: a fee of Stripe's own, an adjustment, a reserve. Refuses one of nothing. */
export function moveBalance(
  world: World,
  {
    currency,
    amount,
    type,
    description,
  }: Pick<Movement, "currency" | "amount"> & { type: string; description: string },
): Stripe.BalanceTransaction {
  if (amount === 0) throw refused("A movement of nothing is none.", undefined, "amount");
  const category = type === "stripe_fee" ? "fee" : type === "adjustment" ? "other_adjustment" : type;
  return addBalanceTransaction(world, {
    amount,
    currency: currency.toLowerCase(),
    fee: 0,
    type,
    category,
    source: null,
    description,
  });
}

/** Moves to `available` what the clock has made so. */
export function refreshBalance(world: World): void {
  const now = nowSeconds(world);
  for (const row of Object.values(world.state.balanceTransactions)) {
    if (row.status === "pending" && row.available_on <= now) row.status = "available";
  }
}

/** Sum of the movements not yet paid out, per currency and per status, as `GET /v1/balance` has it. */
export function readBalance(world: World): object {
  refreshBalance(world);
  const sums = { available: new Map<string, number>(), pending: new Map<string, number>() };
  for (const row of Object.values(world.state.balanceTransactions)) {
    const side = row.status === "available" ? sums.available : sums.pending;
    side.set(row.currency, (side.get(row.currency) ?? 0) + row.net);
  }
  const shown = (side: Map<string, number>) =>
    [...side].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
  return {
    object: "balance",
    available: shown(sums.available),
    pending: shown(sums.pending),
    livemode: false,
  };
}
