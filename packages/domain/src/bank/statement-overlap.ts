import type { Fault } from "./bank-line.ts";
import type { Booking } from "./booking.ts";
import { areToldApart, type Standing } from "./same-bookings.ts";
import type { Link } from "./statement-chain.ts";

/**
 * Whether entries that look new may be there already in another form: on their day another format booked entries that
 * this statement does not show, though one of the two is all there was on that day, and amounts fit: one is the sum of
 * several, as a batch is of its payments, or of the same amount under other words. Null when there is no such doubt.
 */
export function bookedOtherwise({
  link,
  format,
  fresh,
  known,
  standing,
  statements,
}: {
  link: Link;
  format: string;
  fresh: readonly Booking[];
  known: readonly Standing[];
  standing: readonly Standing[];
  statements: readonly (Link & { format: string })[];
}): Fault | null {
  if (fresh.length === 0) return null;
  const found = new Set(known);
  const others = Map.groupBy(
    standing.filter((entry) => !entry.isApart && !found.has(entry) && !entry.formats.has(format)),
    (entry) => entry.bookedOn,
  );
  const inDoubt = [...Map.groupBy(fresh, (booking) => booking.bookedOn)].flatMap(([day, bookings]) => {
    const there = others.get(day);
    if (!there || !(isWhole(link) || there.some((entry) => isWholeOn(day, entry, statements)))) return [];
    const [sumsHere, sumsThere] = [sumsOf(bookings), sumsOf(there)];
    const isSumHere = there.some(({ amountMinor }) => sumsHere.has(amountMinor));
    return bookings.filter(
      (booking) =>
        isSumHere ||
        sumsThere.has(booking.amountMinor) ||
        there.some(
          (entry) => entry.amountMinor === booking.amountMinor && !areToldApart(booking, format, entry),
        ),
    );
  });
  const [first] = inDoubt;
  if (!first) return null;
  const formats = new Set(others.get(first.bookedOn)?.flatMap((entry) => [...entry.formats]));
  return {
    code: "booked_otherwise",
    count: String(inDoubt.length),
    format: [...formats].join(", "),
    day: first.bookedOn,
  };
}

/** More sums than these are not looked at: then amounts say nothing. */
const SUMS_MAX = 20_000;

/** What two or more of the amounts of one direction make together. */
function sumsOf(all: readonly { amountMinor: bigint }[]): ReadonlySet<bigint> {
  const sums = new Set<bigint>();
  for (const isIn of [true, false]) {
    const singles: bigint[] = [];
    const ofSeveral = new Set<bigint>();
    for (const { amountMinor } of all) {
      if (amountMinor > 0n !== isIn) continue;
      if (singles.length + ofSeveral.size > SUMS_MAX) break;
      for (const sum of [...ofSeveral, ...singles]) ofSeveral.add(sum + amountMinor);
      singles.push(amountMinor);
    }
    for (const sum of ofSeveral) sums.add(sum);
  }
  return sums;
}

const isWhole = (link: Link): boolean =>
  link.kind === "statement" && link.openingMinor !== null && link.closingMinor !== null;

const isWholeOn = (
  day: string,
  entry: Standing,
  statements: readonly (Link & { format: string })[],
): boolean =>
  statements.some(
    (each) =>
      isWhole(each) &&
      entry.formats.has(each.format) &&
      (each.from === null || each.from <= day) &&
      (each.to === null || day <= each.to),
  );
