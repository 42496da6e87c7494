import type { payouts } from "@openitem/db/schema/provider-money";
import type { BankLine } from "../bank/bank-line.ts";
import { addDays, daysBetween } from "../kernel/business-day.ts";
import type { Machine } from "../kernel/machine.ts";
import type { ProviderMoneyPolicy } from "./provider-money-policy.ts";

/*
 * The rules of Stripe's transfers to the bank. Pure. Amounts are signed minor units: negative when Stripe draws from
 * the bank. Three things must agree: what its movements sum to, its own amount, and the line at the bank.
 */

export type Payout = typeof payouts.$inferSelect;
export type PayoutStatus = Payout["status"];

/** A bank may send back what it had; what failed or was called off stays so. */
export const PAYOUT_MACHINE: Machine<PayoutStatus> = {
  pending: ["in_transit", "paid", "failed", "canceled"],
  in_transit: ["paid", "failed", "canceled"],
  paid: ["failed", "canceled"],
  failed: [],
  canceled: [],
};

/** Whether its amount has left Stripe for good, as far as is known. */
export const isOut = (status: PayoutStatus): boolean => status !== "failed" && status !== "canceled";

/** What the bank has still to show: the amount, or what has to go back, less what is tied already. */
export const neededMinor = (
  { status, amountMinor }: Pick<Payout, "status" | "amountMinor">,
  tiedMinor: bigint,
): bigint => (isOut(status) ? amountMinor : 0n) - tiedMinor;

/** A payout with what is known of its movements and of its lines at the bank. */
export type PayoutFacts = {
  payout: Pick<
    Payout,
    | "id"
    | "providerId"
    | "status"
    | "amountMinor"
    | "currency"
    | "isAutomatic"
    | "isRead"
    | "descriptor"
    | "traceId"
    | "arrivesOn"
  >;
  /** Net of what went out with it. */
  movedMinor: bigint;
  tiedMinor: bigint;
};

/** What of a payout does not agree; the words stand in the catalogues. */
export type PayoutDifference =
  | { cause: "transactions_missing"; minor: bigint } // of its movements, so much is not read yet
  | { cause: "transactions_differ"; minor: bigint } // read in full, they sum to another amount
  | { cause: "not_itemised" } // made by hand: Stripe does not say which movements it carries
  | { cause: "not_at_bank"; minor: bigint; days: number } // late by so many days
  | { cause: "on_its_way"; minor: bigint }
  | { cause: "amount_differs"; minor: bigint; lineId: string } // the bank shows another amount, by so much
  | { cause: "came_back"; minor: bigint } // it failed, and the bank does not show that it went back
  | { cause: "has_unexplained"; minor: bigint; count: number }; // movements that nothing of ours explains

/** Whether what it carries sums to its amount; where Stripe does not itemise it there is nothing to compare. */
export const addsUp = ({ payout, movedMinor }: PayoutFacts): boolean =>
  !payout.isAutomatic || (payout.isRead && movedMinor === payout.amountMinor);

type Seen = {
  today: string;
  policy: Pick<ProviderMoneyPolicy, "lateAfterDays">;
  /** Lines at the bank that name Stripe, of those days, with another amount. */
  near: readonly Pick<BankLine, "id" | "amountMinor">[];
  unexplained: { minor: bigint; count: number };
};

/** Everything that does not agree, the gravest first. */
export function differencesOf(
  facts: PayoutFacts,
  { today, policy, near, unexplained }: Seen,
): PayoutDifference[] {
  const { payout, movedMinor, tiedMinor } = facts;
  const needed = neededMinor(payout, tiedMinor);
  const differences: PayoutDifference[] = [];
  if (needed !== 0n) {
    const days = daysBetween(payout.arrivesOn, today) - policy.lateAfterDays;
    const [line] = near;
    if (!isOut(payout.status)) differences.push({ cause: "came_back", minor: needed });
    else if (line)
      differences.push({ cause: "amount_differs", minor: line.amountMinor - needed, lineId: line.id });
    else if (days > 0) differences.push({ cause: "not_at_bank", minor: needed, days });
    else differences.push({ cause: "on_its_way", minor: needed });
  }
  if (!payout.isAutomatic) differences.push({ cause: "not_itemised" });
  else if (!payout.isRead)
    differences.push({ cause: "transactions_missing", minor: payout.amountMinor - movedMinor });
  else if (movedMinor !== payout.amountMinor)
    differences.push({ cause: "transactions_differ", minor: payout.amountMinor - movedMinor });
  if (unexplained.count > 0) differences.push({ cause: "has_unexplained", ...unexplained });
  return differences;
}

/** The days within which its line at the bank is looked for; what comes back may take longer. */
export function windowOf(
  { status, arrivesOn }: Pick<Payout, "status" | "arrivesOn">,
  { daysBefore, daysAfter }: Pick<ProviderMoneyPolicy, "daysBefore" | "daysAfter">,
): { from: string; to: string } {
  return {
    from: addDays(arrivesOn, -daysBefore),
    to: addDays(arrivesOn, isOut(status) ? daysAfter : daysAfter * 3),
  };
}

type Texts = Pick<BankLine, "counterpartyName" | "reference" | "endToEndId" | "unstructured" | "structured">;

const plain = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, "");
const textOf = (line: Texts): string =>
  [line.counterpartyName, line.reference, line.endToEndId, line.unstructured, ...line.structured]
    .map((text) => plain(text ?? ""))
    .join(" ");

/** How surely a line at the bank is this payout's: by its trace number, or by Stripe's name; null when neither is there. */
export function namedBy(
  line: Texts,
  payout: Pick<Payout, "traceId" | "descriptor">,
  policy: Pick<ProviderMoneyPolicy, "descriptor">,
): "trace" | "descriptor" | null {
  const text = textOf(line);
  const has = (word: string | null) => word !== null && plain(word).length >= 3 && text.includes(plain(word));
  if (has(payout.traceId)) return "trace";
  return has(policy.descriptor) || has(payout.descriptor) ? "descriptor" : null;
}

type OpenLine = Pick<BankLine, "id" | "amountMinor" | "currency" | "bookedOn"> & Texts;

/**
 * Payouts and lines at the bank that can only belong to each other: one line that fits and names it (by trace before
 * name), and no other payout that the line would fit as well. `barred` are pairs that a person took apart.
 */
export function pairsOf(
  waiting: readonly PayoutFacts[],
  lines: readonly OpenLine[],
  policy: ProviderMoneyPolicy,
  barred: ReadonlySet<string>,
): { payoutId: string; lineId: string }[] {
  const fitting = waiting.map((facts) => ({
    payoutId: facts.payout.id,
    ...fittingLines(facts, lines, policy, barred),
  }));
  const wanted = new Map<string, number>();
  for (const { found } of fitting) for (const id of found) wanted.set(id, (wanted.get(id) ?? 0) + 1);
  return fitting.flatMap(({ payoutId, found, isTraced }) => {
    const [only, ...others] = found;
    if (only === undefined || others.length > 0) return [];
    return isTraced || wanted.get(only) === 1 ? [{ payoutId, lineId: only }] : [];
  });
}

function fittingLines(
  { payout, tiedMinor }: PayoutFacts,
  lines: readonly OpenLine[],
  policy: ProviderMoneyPolicy,
  barred: ReadonlySet<string>,
): { found: string[]; isTraced: boolean } {
  const needed = neededMinor(payout, tiedMinor);
  const { from, to } = windowOf(payout, policy);
  const named = lines
    .filter(
      (line) =>
        line.currency === payout.currency &&
        line.amountMinor === needed &&
        line.bookedOn >= from &&
        line.bookedOn <= to &&
        !barred.has(barKey(payout.id, line.id)),
    )
    .map((line) => ({ id: line.id, by: namedBy(line, payout, policy) }));
  const traced = named.filter(({ by }) => by === "trace");
  const found = traced.length > 0 ? traced : named.filter(({ by }) => by === "descriptor");
  return { found: found.map(({ id }) => id), isTraced: traced.length > 0 };
}

export const barKey = (payoutId: string, lineId: string): string => `${payoutId} ${lineId}`;
