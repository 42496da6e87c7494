import { addDays } from "../kernel/business-day.ts";
import { least, most, parseDecimal, sum } from "../kernel/money.ts";
import { type Doc, discountOf, undisputedOf } from "./books.ts";
import type { Case } from "./case.ts";
import { amountText, basisPoints, EXACT, type Part, percentText } from "./explanation.ts";
import type { Difference, Signal } from "./match.ts";
import type { Link } from "./mention.ts";
import { signal } from "./signals.ts";
import { subsetsOf } from "./subset-sum.ts";
import { IN_PART } from "./vocabulary.ts";

/*
 * How the money fits documents that are named: to the cent, less a discount of their terms, as amounts stand beside the
 * numbers, less what the text takes off, within tolerance, or short or over. The first that fits is the answer.
 */

export type FitKind =
  | "exact"
  | "undisputed"
  | "discount"
  | "written"
  | "deduction"
  | "tolerance"
  | "short"
  | "over";
export type Fit = {
  kind: FitKind;
  parts: readonly Part[];
  difference: Difference;
  signals: readonly Signal[];
  doubts: readonly Signal[];
};
/** A document with where the text names it. */
export type Placed = { link: Link; passage: number; start: number };

/** Whether the terms' discount may still be taken on the money's day. */
export const discountInTime = ({ money, policy }: Case, doc: Doc): boolean =>
  doc.debit.discount !== null &&
  money.valueOn <= addDays(doc.debit.discount.untilOn, policy.discountGraceDays);

/** Part by part, all that is free. */
export const wholly = (links: readonly Link[]): Part[] =>
  links.map((link) => ({ doc: link.doc, amountMinor: link.doc.freeMinor, discountMinor: 0n, link }));

/** The fit of money to the documents, all of which it is meant for. There is always one: short or over at the worst. */
export function fitOf(match: Case, placed: readonly Placed[]): Fit {
  return (
    fitExactly(match, placed) ??
    fitWritten(match, placed) ??
    fitDeduction(match, placed) ??
    fitNearly(match, placed)
  );
}

/** The fit that leaves nothing to explain, or null: to the cent, undisputed, or less a discount. */
export function fitExactly(match: Case, placed: readonly Placed[]): Fit | null {
  const { money } = match;
  const links = placed.map(({ link }) => link);
  const parts = wholly(links);
  const freeMinor = sum(parts.map(({ amountMinor }) => amountMinor));
  const amount = { amount: amountText(match, money.amountMinor), currency: money.currency };
  if (freeMinor === money.amountMinor)
    return { kind: "exact", parts, difference: EXACT, signals: [signal("amount_exact", amount)], doubts: [] };
  if (freeMinor < money.amountMinor) return null;
  const undisputed = parts.map((part) => ({ ...part, amountMinor: undisputedOf(part.doc) }));
  const undisputedMinor = sum(undisputed.map(({ amountMinor }) => amountMinor));
  if (undisputedMinor === money.amountMinor)
    return {
      kind: "undisputed",
      parts: undisputed.filter(({ amountMinor }) => amountMinor > 0n),
      difference: EXACT,
      signals: [
        signal("amount_undisputed", { ...amount, disputed: amountText(match, freeMinor - undisputedMinor) }),
      ],
      doubts: [],
    };
  return fitDiscount(match, parts, freeMinor - money.amountMinor);
}

function fitDiscount(match: Case, parts: readonly Part[], missingMinor: bigint): Fit | null {
  const { money } = match;
  const within = parts.filter(({ doc }) => discountOf(doc) > 0n);
  if (within.length === 0 || within.length > 20) return null;
  const takes = (chosen: readonly Part[]): Fit => {
    const late = chosen.filter(({ doc }) => !discountInTime(match, doc));
    const until = chosen.map(({ doc }) => doc.debit.discount?.untilOn ?? "").sort()[0] ?? "";
    return {
      kind: "discount",
      parts: parts.map((part) => {
        const discountMinor = chosen.includes(part) ? discountOf(part.doc) : 0n;
        return { ...part, discountMinor, amountMinor: part.amountMinor - discountMinor };
      }),
      difference: { minor: -missingMinor, kind: "discount", reason: null },
      signals: [
        signal("amount_after_discount", {
          amount: amountText(match, money.amountMinor),
          discount: amountText(match, missingMinor),
          until,
          currency: money.currency,
        }),
      ],
      doubts: late.map(({ doc: { debit } }) =>
        signal("discount_late", { number: debit.number, until: debit.discount?.untilOn ?? "" }),
      ),
    };
  };
  const inTime = within.filter(({ doc }) => discountInTime(match, doc));
  for (const chosen of [inTime, within])
    if (chosen.length > 0 && sum(chosen.map(({ doc }) => discountOf(doc))) === missingMinor)
      return takes(chosen);
  const some = subsetsOf(
    inTime.map(({ doc }) => discountOf(doc)),
    missingMinor,
  ).found;
  const [only] = some;
  return only && some.length === 1 ? takes(only.map((place) => inTime[place]!)) : null;
}

/** Each number has its amount behind it, and together they are the money. */
function fitWritten(match: Case, placed: readonly Placed[]): Fit | null {
  const { money, reading } = match;
  // Of one document it would only say once more how much came.
  if (placed.length < 2) return null;
  const starts = placed.map(({ passage, start }) => ({ passage, start }));
  const parts: Part[] = [];
  for (const { link, passage, start } of placed) {
    const next = Math.min(
      ...starts
        .filter((other) => other.passage === passage && other.start > start)
        .map((other) => other.start),
      Number.POSITIVE_INFINITY,
    );
    const beside = reading.amounts.filter(
      (amount) =>
        amount.passage === passage && amount.start > start && amount.start < next && amount.reason === null,
    );
    const [amount] = beside;
    if (!amount || amount.minor <= 0n || amount.minor > link.doc.freeMinor) return null;
    parts.push({ doc: link.doc, amountMinor: amount.minor, discountMinor: 0n, link });
  }
  const used = sum(parts.map(({ amountMinor }) => amountMinor));
  if (used !== money.amountMinor) return null;
  return {
    kind: "written",
    parts,
    difference: {
      minor: used - sum(placed.map(({ link }) => link.doc.freeMinor)),
      kind: "short",
      reason: null,
    },
    signals: [signal("amounts_written", { count: String(parts.length) })],
    doubts: [],
  };
}

/** The text names an amount or a percentage that it takes off, and that is what is missing. */
function fitDeduction(match: Case, placed: readonly Placed[]): Fit | null {
  const { money, reading } = match;
  const parts = wholly(placed.map(({ link }) => link));
  const missingMinor = sum(parts.map(({ amountMinor }) => amountMinor)) - money.amountMinor;
  if (missingMinor <= 0n) return null;
  const taken = reading.amounts.filter((amount) => amount.reason !== null);
  const one =
    taken.find(({ minor }) => minor === missingMinor)?.reason ??
    (taken.length > 1 && sum(taken.map(({ minor }) => minor)) === missingMinor ? taken[0]?.reason : null) ??
    reading.percents.find(({ hundredths }) => isPercent(parts, hundredths, missingMinor))?.reason;
  if (!one) return null;
  const bearing = parts.reduce((a, b) => (b.amountMinor > a.amountMinor ? b : a));
  if (bearing.amountMinor <= missingMinor) return null;
  return {
    kind: "deduction",
    parts: parts.map((part) =>
      part === bearing ? { ...part, amountMinor: part.amountMinor - missingMinor } : part,
    ),
    difference: { minor: -missingMinor, kind: "deduction", reason: one },
    signals: [
      signal("amount_after_deduction", {
        deduction: amountText(match, missingMinor),
        reason: one,
        currency: money.currency,
      }),
    ],
    doubts: parts.length > 1 ? [signal("spread_unclear", { documents: String(parts.length) })] : [],
  };
}

/** Rounded half up per document, as payers do. */
function isPercent(parts: readonly Part[], hundredths: bigint, missingMinor: bigint): boolean {
  const taken = sum(parts.map(({ amountMinor }) => (amountMinor * hundredths + 5_000n) / 10_000n));
  const apart = most(taken, missingMinor) - least(taken, missingMinor);
  return taken > 0n && apart <= BigInt(parts.length - 1);
}

function fitNearly(match: Case, placed: readonly Placed[]): Fit {
  const { money, policy, reading } = match;
  const whole = wholly(placed.map(({ link }) => link));
  const dueMinor = sum(whole.map(({ amountMinor }) => amountMinor));
  const minor = money.amountMinor - dueMinor;
  const size = minor < 0n ? -minor : minor;
  const toleranceMinor = toleranceOf(match, dueMinor);
  const { currency } = money;
  const parts = minor < 0n ? shortened(whole, money.amountMinor) : whole;
  if (size <= toleranceMinor)
    return {
      kind: "tolerance",
      parts,
      difference: { minor, kind: "tolerance", reason: null },
      signals: [
        signal("amount_in_tolerance", {
          difference: amountText(match, minor),
          tolerance: amountText(match, toleranceMinor),
          currency,
        }),
      ],
      doubts:
        parts.length < whole.length ? [signal("spread_unclear", { documents: String(whole.length) })] : [],
    };
  const points = basisPoints(size, dueMinor);
  if (minor > 0n) {
    const limit = BigInt(Math.round(policy.overPercentMost * 100));
    return {
      kind: "over",
      parts,
      difference: { minor, kind: "over", reason: null },
      signals: [signal("amount_over", { over: amountText(match, minor), currency })],
      doubts:
        points > limit
          ? [signal("over_too_far", { percent: percentText(points), most: String(policy.overPercentMost) })]
          : [],
    };
  }
  const isSaid = reading.passages.some(({ text }) => IN_PART.test(text));
  const limit = BigInt(Math.round(policy.shortPercentMost * 100));
  const doubts: Signal[] = [];
  if (points > limit && !isSaid)
    doubts.push(
      signal("short_too_far", { percent: percentText(points), most: String(policy.shortPercentMost) }),
    );
  if (whole.length > 1) doubts.push(signal("spread_unclear", { documents: String(whole.length) }));
  return {
    kind: "short",
    parts,
    difference: { minor, kind: "short", reason: null },
    signals: [
      signal("amount_short", { short: amountText(match, size), percent: percentText(points), currency }),
      ...(isSaid ? [signal("paid_in_part", { written: reading.passages[0]?.text.slice(0, 80) ?? "" })] : []),
    ],
    doubts,
  };
}

/** The lower of the amount and the percentage of what was due; none for a currency without an amount. */
function toleranceOf({ policy, money }: Case, dueMinor: bigint): bigint {
  const written = policy.tolerance[money.currency] ?? policy.tolerance["*"] ?? "0";
  const amount = parseDecimal(written, money.currency) ?? 0n;
  return least(amount, (dueMinor * BigInt(Math.round(policy.tolerancePercent * 100))) / 10_000n);
}

/** What is missing is left on the largest document; the others are paid, by due day, as far as the money goes. */
function shortened(parts: readonly Part[], moneyMinor: bigint): Part[] {
  const largest = parts.reduce((a, b) => (b.amountMinor > a.amountMinor ? b : a));
  const missingMinor = sum(parts.map(({ amountMinor }) => amountMinor)) - moneyMinor;
  if (missingMinor < largest.amountMinor)
    return parts.map((part) =>
      part === largest ? { ...part, amountMinor: part.amountMinor - missingMinor } : part,
    );
  let leftMinor = moneyMinor;
  return [...parts]
    .sort((a, b) =>
      a.doc.debit.dueOn < b.doc.debit.dueOn
        ? -1
        : a.doc.debit.dueOn > b.doc.debit.dueOn
          ? 1
          : a.doc.at - b.doc.at,
    )
    .flatMap((part) => {
      const amountMinor = least(leftMinor, part.amountMinor);
      leftMinor -= amountMinor;
      return amountMinor > 0n ? [{ ...part, amountMinor }] : [];
    });
}
