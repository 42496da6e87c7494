import type { balanceTransactions } from "@openitem/db/schema/provider-money";
import type { Line, Place } from "../ledger/journal.ts";

/*
 * The rules of movements of the balance at Stripe. Pure. Amounts are signed minor units.
 *
 * What a payment, a refund, a return or a dispute moves is booked with the payment itself, against Stripe's clearing
 * account. A movement books beside it what only Stripe knows: what it kept, at which rate it exchanged, and what it
 * moved for no reason of ours. So the clearing account is the balance at Stripe, but for what is listed.
 */

export type Movement = typeof balanceTransactions.$inferSelect;

/** Why nothing of ours explains a movement, or not yet; the words stand in the catalogues. */
export type Cause =
  | "payment_not_settled" // money came, and the payment it is for is not settled here
  | "payment_not_reversed" // money went back, and that is not booked here (a bank's refund under way, for one)
  | "payment_not_reinstated" // money that had gone back came again, and that is not booked here
  | "amount_differs" // another amount than was booked with the payment
  | "payment_not_here" // of a payment that was not made here
  | "payout_not_recorded" // went out with a payout, or came back from one, that is not recorded as such
  | "held_back" // Stripe keeps it as a reserve, or gives it back
  | "adjustment" // Stripe corrects its balance
  | "other"; // a kind that none of this knows

/** What Stripe takes for itself as a movement of its own. Source: docs.stripe.com/reports/balance-transaction-types. */
const OWN_FEES: readonly string[] = ["stripe_fee", "stripe_fx_fee", "tax_fee"];
const HELD_BACK = /^(reserve_|reserved_funds|payment_network_reserve_|payout_minimum_balance_)/;
const OF_PAYMENTS: readonly string[] = [
  "charge",
  "payment",
  "refund",
  "payment_refund",
  "refund_failure",
  "payment_failure_refund",
  "payment_reversal",
];

export type MovementKind = "payment" | "payout" | "fee" | "held_back" | "adjustment" | "other";

/** What kind of movement it is; an adjustment of a dispute is the payment's. */
export function kindOf({ type, category }: Pick<Movement, "type" | "category">): MovementKind {
  if (OF_PAYMENTS.includes(type) || category.startsWith("dispute")) return "payment";
  if (/^payout(_cancel|_failure)?$/.test(type)) return "payout";
  if (OWN_FEES.includes(type)) return "fee";
  if (HELD_BACK.test(type)) return "held_back";
  return type === "adjustment" ? "adjustment" : "other";
}

/** What the provider kept: beside the amount, or as the amount itself. Negative when it gave some back. */
export const keptOf = (movement: Pick<Movement, "type" | "category" | "amountMinor" | "feeMinor">): bigint =>
  movement.feeMinor - (kindOf(movement) === "fee" ? movement.amountMinor : 0n);

/** A line that adds a signed amount to Stripe's clearing account, from `other`; none for nothing. */
export function clearing(place: Place, other: Line["credit"], minor: bigint): Line[] {
  if (minor === 0n) return [];
  return minor > 0n
    ? [{ place, debit: "stripe_clearing", credit: other, amountMinor: minor }]
    : [{ place, debit: other, credit: "stripe_clearing", amountMinor: -minor }];
}

/** The payer's side of a movement that was exchanged: signed like it, in the currency he paid in. */
export type Exchanged = { currency: string; minor: bigint };

/**
 * What a movement books when it is recorded: fees and, when it was exchanged, the payer's money out of the clearing
 * account of its currency and Stripe's into that of the balance, at Stripe's own rate.
 */
export function bookingOf(
  movement: Pick<Movement, "type" | "category" | "amountMinor" | "feeMinor">,
  place: Place,
  exchanged: Exchanged | null,
): Line[] {
  return [
    ...clearing(place, "fees", -keptOf(movement)),
    ...(exchanged
      ? [
          ...clearing({ ...place, currency: exchanged.currency }, "exchange", -exchanged.minor),
          ...clearing(place, "exchange", movement.amountMinor),
        ]
      : []),
  ];
}

/** A movement as it is judged: its amount on the payer's side, and whether it is known to be of a payment of ours. */
export type Judged = {
  id: string;
  kind: MovementKind;
  minor: bigint;
  isOurs: boolean;
  /** A customer's transfer that is a line of ours already, moved on to the balance. */
  isTransfer: boolean;
};
export type Verdict = { cause: Cause | null; isParked: boolean };

/**
 * Judges the movements of one source (a charge, a refund, a dispute, a payout), oldest first, by what our books have of
 * it: `bookedMinor`, signed; null when they know nothing of it. The newest that make up the difference are unexplained.
 * What will never be explained by a payment is parked on the account for it.
 */
export function judge(movements: readonly Judged[], bookedMinor: bigint | null): Map<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  const say = (cause: Cause | null, isParked: boolean) => (each: Judged) =>
    verdicts.set(each.id, { cause, isParked });
  for (const each of movements) {
    if (each.isTransfer) {
      say(null, false)(each);
      continue;
    }
    if (each.kind === "fee") say(null, false)(each);
    if (each.kind === "held_back" || each.kind === "adjustment" || each.kind === "other")
      say(each.kind, true)(each);
    if (each.kind === "payment" && !each.isOurs) say("payment_not_here", true)(each);
  }
  const open = movements.filter((each) => !verdicts.has(each.id));
  const booked = bookedMinor ?? 0n;
  const missing = open.reduce((total, each) => total + each.minor, 0n) - booked;
  const unexplained = missing === 0n ? [] : newestThatMake(open, missing);
  for (const each of open) {
    const isOpen = unexplained?.includes(each) ?? true;
    say(isOpen ? (unexplained ? causeOf(each, booked) : "amount_differs") : null, false)(each);
  }
  return verdicts;
}

/** The last ones that sum to exactly so much; null when no such do. */
function newestThatMake(open: readonly Judged[], minor: bigint): readonly Judged[] | null {
  let total = 0n;
  for (let at = open.length - 1; at >= 0; at--) {
    total += open[at]!.minor;
    if (total === minor) return open.slice(at);
  }
  return null;
}

function causeOf({ kind, minor }: Judged, bookedMinor: bigint): Cause {
  if (kind === "payout") return "payout_not_recorded";
  if (minor < 0n) return "payment_not_reversed";
  return bookedMinor < 0n ? "payment_not_reinstated" : "payment_not_settled";
}
