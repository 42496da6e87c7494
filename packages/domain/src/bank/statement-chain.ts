import { addDays } from "../kernel/business-day.ts";

/*
 * How the statements of one account follow one another: each opens where the one before it closed. Pure.
 */

/** A statement that stands, as far as its place among the others goes. */
export type Link = {
  id: string;
  kind: "statement" | "report" | "notification";
  sha256: string;
  position: number;
  from: string | null;
  to: string | null;
  openingMinor: bigint | null;
  closingMinor: bigint | null;
};

/**
 * Whether two statements have no booking in common: one ends where the other begins, or they stand in one file and one
 * is not the other again (`repeats`). Statements whose balance does not move could be either, so they are not.
 */
export function areApart(one: Link, other: Link, repeats: ReadonlySet<number>): boolean {
  if (one.kind !== "statement" || other.kind !== "statement") return false;
  if (one.sha256 === other.sha256 && one.position !== other.position)
    return !repeats.has(one.position) && !repeats.has(other.position) && !shareAnEnd(one, other);
  return follows(one, other) || follows(other, one);
}

/** Two that begin, or end, at one balance tell of the same time. */
const shareAnEnd = (one: Link, other: Link): boolean =>
  (one.openingMinor !== null && one.openingMinor === other.openingMinor) ||
  (one.closingMinor !== null && one.closingMinor === other.closingMinor);

function follows(before: Link, after: Link): boolean {
  const moved = before.openingMinor !== before.closingMinor && after.openingMinor !== after.closingMinor;
  const isNext = before.closingMinor !== null && before.closingMinor === after.openingMinor;
  if (
    !moved ||
    !isNext ||
    (before.openingMinor === after.openingMinor && before.closingMinor === after.closingMinor)
  )
    return false;
  return before.to === null || after.from === null || after.from >= before.to;
}

/** What of an entry tells its place: what it says, and how it moves the balance. */
export type Step = { print: string; amountMinor: bigint };
export type Walk = { openingMinor: bigint | null; steps: readonly Step[] };

/**
 * Whether two statements walk the same way for a while: from a balance that both pass, the same entries follow until
 * one of them ends. Then one does not follow the other, though by chance it opens where that closed.
 */
export function shareSteps(one: Walk, other: Walk): boolean {
  const places = Map.groupBy(placesOf(one), ({ balance }) => balance);
  return placesOf(other).some(({ balance, at }) =>
    (places.get(balance) ?? []).some((place) => areAlike(one.steps, place.at, other.steps, at)),
  );
}

/** The balance before each entry. */
function placesOf({ openingMinor, steps }: Walk): { balance: bigint; at: number }[] {
  if (openingMinor === null) return [];
  let balance = openingMinor;
  return steps.map(({ amountMinor }, at) => {
    const place = { balance, at };
    balance += amountMinor;
    return place;
  });
}

/** Whether they go on alike from these places to the end of either. */
function areAlike(one: readonly Step[], atOne: number, other: readonly Step[], atOther: number): boolean {
  const length = Math.min(one.length - atOne, other.length - atOther);
  for (let step = 0; step < length; step += 1)
    if (one[atOne + step]?.print !== other[atOther + step]?.print) return false;
  return true;
}

/** What is missing before a statement: the balances that should be one, and the days between, if there are any. */
export type Gap = {
  /** The statement that has the gap before it. */
  statementId: string;
  /** Where the statements before it end, and how. */
  after: string;
  closingMinor: bigint | null;
  before: string;
  openingMinor: bigint | null;
  /** The days that no statement covers; null when the two touch. */
  missingFrom: string | null;
  missingTo: string | null;
};

type Placed = Link & { from: string; to: string };

/**
 * Where statements of one account are missing: a statement opens otherwise than those before it close. Where balances
 * are not stated, working days that no statement covers are a gap.
 */
export function gapsOf(links: readonly Link[]): Gap[] {
  const placed = links
    .filter((link): link is Placed => link.kind === "statement" && link.from !== null && link.to !== null)
    .sort((a, b) => compare(a.to, b.to) || compare(a.from, b.from));
  const gaps: Gap[] = [];
  // Those that end on the latest day before.
  let last: readonly Placed[] = [];
  for (const [, same] of Map.groupBy(placed, (link) => link.to)) {
    for (const link of same) {
      const gap = gapBefore(link, last, same);
      if (gap && !placed.some((other) => other.from <= link.from && link.from < other.to && other !== link))
        gaps.push(gap);
    }
    last = same;
  }
  return gaps;
}

function gapBefore(link: Placed, last: readonly Placed[], same: readonly Placed[]): Gap | null {
  const before = last.at(-1);
  // The same statement in another form has its gap told once; one of many days covers those of shorter ones.
  const isTold = same.find((each) => each.openingMinor === link.openingMinor) !== link;
  if (!before || isTold || link.from < before.from) return null;
  const isJoined = [...last, ...same].some(
    (other) => other !== link && other.closingMinor !== null && other.closingMinor === link.openingMinor,
  );
  if (isJoined) return null;
  const missingFrom = addDays(before.to, 1);
  const missingTo = addDays(link.from, -1);
  const closingMinor = last.find((each) => each.closingMinor !== null)?.closingMinor ?? null;
  const isStated = closingMinor !== null && link.openingMinor !== null;
  if (!isStated && !hasWorkingDay(missingFrom, missingTo)) return null;
  const areDays = missingFrom <= missingTo;
  return {
    statementId: link.id,
    after: before.to,
    closingMinor,
    before: link.from,
    openingMinor: link.openingMinor,
    missingFrom: areDays ? missingFrom : null,
    missingTo: areDays ? missingTo : null,
  };
}

/** Among any three days in a row one is a working day; bank holidays are not known here. */
function hasWorkingDay(from: string, to: string): boolean {
  for (let day = from, looked = 0; day <= to && looked < 3; day = addDays(day, 1), looked += 1)
    if (Temporal.PlainDate.from(day).dayOfWeek <= 5) return true;
  return false;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
