import type { paymentReversals, paymentShares, payments } from "@openitem/db/schema/payments";
import type { Item } from "../items/item.ts";
import type { Machine } from "../kernel/machine.ts";
import { decimal, least, sum } from "../kernel/money.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import type { PaymentPolicy } from "../policies/policy.ts";

/*
 * The rules of paying. Pure: no clock, no database, no network. Amounts are minor units of the payment's currency.
 *
 *   debit     an invoice or debit memo that the payment is to settle, in full or in part
 *   credit    a credit memo or money on account that the customer chose to use
 *   cash      what is charged: debits + on account - credits
 *   in flight what payments under way have reserved; nobody else may count on it
 */

export type Payment = typeof payments.$inferSelect;
export type PaymentStatus = Payment["status"];
export type Share = typeof paymentShares.$inferSelect;
export type Reversal = typeof paymentReversals.$inferSelect;

export const PAYMENT_MACHINE: Machine<PaymentStatus> = {
  created: ["submitted", "settled", "failed", "expired", "cancelled"],
  submitted: ["processing", "settled", "failed", "expired", "cancelled"],
  processing: ["settled", "failed"],
  // The provider's word outranks our clock: money that came after all still came.
  failed: ["processing", "settled"],
  expired: ["processing", "settled"],
  cancelled: ["processing", "settled"],
  settled: ["part_refunded", "refunded", "returned", "charged_back"],
  part_refunded: ["part_refunded", "refunded", "returned", "charged_back", "settled"],
  // A refund that failed, or a dispute won, brings the money back.
  refunded: ["settled", "part_refunded", "charged_back"],
  returned: ["settled"],
  charged_back: ["settled", "part_refunded"],
};

/** Under way: its amounts are in flight and count as neither open to pay nor paid. */
export const isUnderWay = (status: PaymentStatus): boolean =>
  ["created", "submitted", "processing"].includes(status);

export type DebitWish = {
  itemId: string;
  amountMinor: bigint;
  shortReason?: string | null;
  shortNote?: string | null;
};
export type CreditWish = { itemId: string; amountMinor: bigint };
export type Wishes = { currency: string; debits: DebitWish[]; credits: CreditWish[]; onAccountMinor: bigint };

type Payable = Pick<Item, "id" | "kind" | "number" | "currency" | "openMinor">;

/**
 * Checks what a customer wants to pay against what is open now, less what is in flight, and gives the cash to charge.
 * What is left out because it is disputed needs no other reason. Refuses with the first thing that does not fit, and
 * says by how much.
 */
export function planPayment(
  wishes: Wishes,
  found: readonly Payable[],
  inFlight: ReadonlyMap<string, bigint>,
  policy: PaymentPolicy,
  disputed: ReadonlyMap<string, bigint> = new Map(),
): { cashMinor: bigint } {
  const { currency, debits, credits, onAccountMinor } = wishes;
  const byId = new Map(found.map((item) => [item.id, item]));
  const written = (minor: bigint) => decimal(minor, currency);

  if (debits.length + credits.length > policy.itemsPerPaymentMax)
    throw new Refusal(
      "invalid",
      "payment.too_many",
      `Choose at most ${policy.itemsPerPaymentMax} documents for one payment.`,
      {
        max: policy.itemsPerPaymentMax,
      },
    );
  if (onAccountMinor > 0n && !policy.onAccountAllowed)
    throw new Refusal(
      "invalid",
      "payment.on_account_not_allowed",
      "Money on account is not accepted here. Pay open invoices.",
    );

  for (const wish of debits) {
    const item = payable(byId, wish.itemId, currency, ["invoice", "debit_memo"]);
    const freeMinor = item.openMinor - (inFlight.get(item.id) ?? 0n);
    const facts = {
      number: item.number,
      open: written(freeMinor),
      entered: written(wish.amountMinor),
      currency,
    };
    if (freeMinor <= 0n && (inFlight.get(item.id) ?? 0n) > 0n)
      throw new Refusal(
        "conflict",
        "payment.in_flight",
        `Somebody is already paying ${item.number}. You can pay the others.`,
        facts,
      );
    if (wish.amountMinor > freeMinor)
      throw new Refusal(
        "conflict",
        "payment.over_open",
        `${item.number} has ${written(freeMinor)} ${currency} open; you entered ${written(wish.amountMinor)}. Check the amount, or put the rest on account.`,
        facts,
      );
    if (wish.amountMinor < freeMinor - (disputed.get(item.id) ?? 0n)) {
      if (!policy.partPayment.allowed)
        throw new Refusal(
          "invalid",
          "payment.part_not_allowed",
          `${item.number} can only be paid in full.`,
          facts,
        );
      if (!wish.shortReason || !policy.partPayment.shortReasons.includes(wish.shortReason))
        throw new Refusal(
          "invalid",
          "payment.reason_missing",
          `${written(freeMinor - wish.amountMinor)} ${currency} of ${item.number} is left out. Say why; it stays open.`,
          facts,
        );
    }
  }
  for (const wish of credits) {
    const item = payable(byId, wish.itemId, currency, ["credit_memo", "receipt"]);
    const freeMinor = item.openMinor - (inFlight.get(item.id) ?? 0n);
    if (wish.amountMinor > freeMinor)
      throw new Refusal(
        "conflict",
        "payment.over_credit",
        `${item.number} has ${written(freeMinor)} ${currency} left to use.`,
        {
          number: item.number,
          open: written(freeMinor),
          currency,
        },
      );
  }

  const cashMinor =
    sum(debits.map((wish) => wish.amountMinor)) +
    onAccountMinor -
    sum(credits.map((wish) => wish.amountMinor));
  if (cashMinor < 0n)
    throw new Refusal(
      "invalid",
      "payment.credit_exceeds",
      "The credits you chose are more than what you pay. Use less of them, or pay more.",
      {
        over: written(-cashMinor),
        currency,
      },
    );
  if (debits.length === 0 && onAccountMinor === 0n)
    throw new Refusal(
      "invalid",
      "payment.empty",
      "Choose an invoice to pay, or enter an amount to put on account.",
    );
  return { cashMinor };
}

function payable(
  byId: ReadonlyMap<string, Payable>,
  itemId: string,
  currency: string,
  kinds: readonly Item["kind"][],
): Payable {
  const item = byId.get(itemId);
  if (!item || !kinds.includes(item.kind))
    throw new Refusal(
      "missing",
      "payment.item_missing",
      "We cannot find one of these documents on your account.",
    );
  if (item.currency !== currency)
    throw new Refusal(
      "invalid",
      "payment.mixed_currency",
      `${item.number} is in ${item.currency}. Pay one currency at a time.`,
      {
        number: item.number,
        currency: item.currency,
      },
    );
  return item;
}

type Spreadable = Pick<Item, "id" | "openMinor" | "dueOn">;
type SpreadShare = Pick<Share, "itemId" | "side" | "amountMinor">;
export type Use<C extends Spreadable, D extends Spreadable> = { credit: C; debit: D; amountMinor: bigint };

/**
 * Spreads the chosen credits and then the cash over the chosen debits, the oldest due first. A document may have
 * been credited, paid or used meanwhile: each takes and gives what it still can, and no more. What is left of the
 * cash stays open on the receipt.
 */
export function spreadPayment<T extends Spreadable>(
  shares: readonly SpreadShare[],
  items: readonly T[],
  receipt: T | null,
): Use<T, T>[] {
  const wished = new Map(shares.map((share) => [share.itemId, share]));
  const onSide = (side: Share["side"]) => items.filter((item) => wished.get(item.id)?.side === side);
  const room = (item: T) => ({ item, leftMinor: least(wished.get(item.id)!.amountMinor, item.openMinor) });

  const debits = onSide("debit").toSorted(byDueDay).map(room);
  const sources = onSide("credit").toSorted(byDueDay).map(room);
  if (receipt) sources.push({ item: receipt, leftMinor: receipt.openMinor });

  const uses: Use<T, T>[] = [];
  for (const debit of debits)
    for (const source of sources) {
      const amountMinor = least(debit.leftMinor, source.leftMinor);
      if (amountMinor <= 0n) continue;
      uses.push({ credit: source.item, debit: debit.item, amountMinor });
      debit.leftMinor -= amountMinor;
      source.leftMinor -= amountMinor;
    }
  return uses;
}

const byDueDay = (a: Spreadable, b: Spreadable): number =>
  (a.dueOn ?? "").localeCompare(b.dueOn ?? "") || a.id.localeCompare(b.id);

type Undoable = { id: string; amountMinor: bigint; debit: Pick<Item, "id" | "dueOn"> };

/**
 * Which applications of a receipt to undo so that `neededMinor` of it can go back, given what of it is still open.
 * The newest debts are reopened first, so the oldest stay paid. The last one may be undone by more than is needed:
 * `again` is what to apply to it anew.
 */
export function planUnapply<A extends Undoable>(
  neededMinor: bigint,
  receiptOpenMinor: bigint,
  applications: readonly A[],
): { undo: A[]; again: { application: A; amountMinor: bigint } | null } {
  const newestFirst = applications.toSorted(
    (a, b) => (b.debit.dueOn ?? "").localeCompare(a.debit.dueOn ?? "") || b.id.localeCompare(a.id),
  );
  const undo: A[] = [];
  let missingMinor = neededMinor - receiptOpenMinor;
  for (const application of newestFirst) {
    if (missingMinor <= 0n) break;
    undo.push(application);
    missingMinor -= application.amountMinor;
  }
  invariant(missingMinor <= 0n, "no more goes back than came in");
  const last = undo.at(-1);
  return {
    undo,
    again: last && missingMinor < 0n ? { application: last, amountMinor: -missingMinor } : null,
  };
}

/** The state of a settled payment after what went back of it. */
export function statusAfterReversals(
  payment: Pick<Payment, "amountMinor">,
  reversals: readonly Pick<Reversal, "kind" | "state" | "amountMinor">[],
): PaymentStatus {
  const booked = reversals.filter((reversal) => reversal.state === "booked");
  if (booked.some((reversal) => reversal.kind === "return")) return "returned";
  if (booked.some((reversal) => reversal.kind === "chargeback")) return "charged_back";
  const backMinor = sum(booked.map((reversal) => reversal.amountMinor));
  if (backMinor === 0n) return "settled";
  return backMinor < payment.amountMinor ? "part_refunded" : "refunded";
}

/** Working days until a method's money is there. Source: docs.stripe.com/payments (ACH up to 4, SEPA up to 5 working days). */
export const workingDaysToSettle = (method: string | null): number =>
  method === "us_bank_account" ? 4 : method === "sepa_debit" ? 5 : 0;
