import { type Booking, type Facts, namesOf, plainReference, wordsIn, wordsOf } from "./booking.ts";

/** An entry that stands in the books, with the formats of the statements that show it. */
export type Standing = Facts & {
  entryId: string;
  amountMinor: bigint;
  bookedOn: string;
  valueOn: string;
  print: string;
  formats: ReadonlySet<string>;
  /** Shown by a statement that ends where the one at hand begins, or the other way round: it cannot be in both. */
  isApart: boolean;
};

/** Shares of words in common from which two texts are told to be of one booking. */
const ALIKE = 0.5;
/** So many bookings of one amount are compared word by word; of more, those with a rare word in common. */
const COMPARED_MAX = 200;
const ISO_FORMATS: ReadonlySet<string> = new Set(["camt.052", "camt.053", "camt.054"]);

/**
 * Finds for each booking of a statement in `format` the standing entry that is the same money, or null when it is new.
 * A statement never shows one booking twice, so a standing entry answers for one of its bookings at most: of n truly
 * equal ones, as many are known as stand. Equal prints go first, then common references, then, between formats that
 * cut and spell texts differently, words.
 */
export function pairBookings<S extends Standing>(
  bookings: readonly Booking[],
  standing: readonly S[],
  format: string,
): (S | null)[] {
  const free = new Set(standing.filter((entry) => !entry.isApart));
  const pairs: (S | null)[] = bookings.map(() => null);
  const take = (at: number, entry: S) => {
    pairs[at] = entry;
    free.delete(entry);
  };
  for (const way of [byPrint(free), byReference(free, format)])
    bookings.forEach((booking, at) => {
      const found = pairs[at] || free.size === 0 ? undefined : way(booking);
      if (found) take(at, found);
    });
  const left = bookings.flatMap((booking, at) => (pairs[at] ? [] : [{ booking, at }]));
  // The most alike first, so that none takes what is more like another.
  for (const { at, entry } of alikePairs(left, free, format).sort((a, b) => b.share - a.share))
    if (!pairs[at] && free.has(entry)) take(at, entry);
  return pairs;
}

type Way<S> = (booking: Booking) => S | undefined;

function byPrint<S extends Standing>(free: ReadonlySet<S>): Way<S> {
  const standing = Map.groupBy(free, (entry) => entry.print);
  return (booking) => standing.get(booking.print)?.find((entry) => free.has(entry));
}

/** One format writes a booking one way, so there the bank's own reference must tell; across formats any name does. */
function byReference<S extends Standing>(free: ReadonlySet<S>, format: string): Way<S> {
  const standing = new Map<string, S[]>();
  for (const entry of free)
    for (const name of namesOf([entry.reference, entry.endToEndId, ...entry.structured])) {
      const key = `${entry.amountMinor} ${name}`;
      const known = standing.get(key);
      if (known) known.push(entry);
      else standing.set(key, [entry]);
    }
  return (booking) => {
    for (const name of booking.names) {
      const found = standing
        .get(`${booking.amountMinor} ${name}`)
        ?.find(
          (entry) =>
            free.has(entry) &&
            daysAgree(booking, entry) &&
            (entry.formats.has(format)
              ? agree(booking.reference, entry.reference) === true
              : !isContradicted(booking, entry)),
        );
      if (found) return found;
    }
    return undefined;
  };
}

/** What could be one booking by its days, amount and words, between formats. */
function alikePairs<S extends Standing>(
  left: readonly { booking: Booking; at: number }[],
  free: ReadonlySet<S>,
  format: string,
): { at: number; entry: S; share: number }[] {
  if (left.length === 0) return [];
  const others = [...free].filter((entry) => !entry.formats.has(format));
  const words = new Map(others.map((entry): [S, ReadonlySet<string>] => [entry, wordsOf(entry)]));
  const byAmount = new Map(
    [...Map.groupBy(others, (entry) => entry.amountMinor)].map(([minor, all]) => [minor, finder(all, words)]),
  );
  return left.flatMap(({ booking, at }) => {
    const own = wordsOf(booking);
    return (byAmount.get(booking.amountMinor)?.(own) ?? []).flatMap((entry) => {
      if (!daysAgree(booking, entry) || areToldApart(booking, format, entry)) return [];
      const share = haveOtherNumbers(booking, entry) ? 0 : shareOf(own, words.get(entry) ?? own);
      return share > 0 ? [{ at, entry, share }] : [];
    });
  });
}

/** Who is worth comparing: all, or when they are many, those with whom a word that is rare among them is common. */
function finder<S extends Standing>(
  all: readonly S[],
  words: ReadonlyMap<S, ReadonlySet<string>>,
): (own: ReadonlySet<string>) => readonly S[] {
  if (all.length <= COMPARED_MAX) return () => all;
  const byWord = new Map<string, S[]>();
  for (const entry of all)
    for (const word of words.get(entry) ?? []) {
      const known = byWord.get(word);
      if (known) known.push(entry);
      else byWord.set(word, [entry]);
    }
  return (own) => {
    const found = new Set<S>();
    for (const word of own) {
      const having = byWord.get(word) ?? [];
      if (having.length <= COMPARED_MAX) for (const entry of having) found.add(entry);
    }
    return [...found];
  };
}

/** Whether each text has a number that the other has not: bills are told apart by nothing else. */
function haveOtherNumbers(one: Facts, other: Facts): boolean {
  const [a, b] = [numbersIn(one), numbersIn(other)];
  return !a.isSubsetOf(b) && !b.isSubsetOf(a);
}

const numbersIn = ({ structured, unstructured }: Facts): ReadonlySet<string> =>
  new Set([...structured, unstructured].flatMap((text) => text?.match(/\d{4,}/g) ?? []));

/** How much of the shorter text is in the longer one, from 0 to 1, when that is enough; a text that is empty says nothing. */
function shareOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [fewer, more] = one.size <= other.size ? [one, other] : [other, one];
  if (fewer.size === 0) return ALIKE / 2;
  let common = 0;
  for (const word of fewer) if (more.has(word)) common += 1;
  const share = common / fewer.size;
  return share < ALIKE ? 0 : share;
}

const bothIso = (format: string, entry: Standing): boolean =>
  ISO_FORMATS.has(format) && [...entry.formats].every((each) => ISO_FORMATS.has(each));

/** Whether both name it, and the same; null when one of them does not. */
function agree(one: string | null, other: string | null): boolean | null {
  if (one === null || other === null) return null;
  const [a, b] = [plainReference(one), plainReference(other)];
  return a === b;
}

/** Whether both name themselves, and otherwise: two bookings, however alike. */
export const areToldApart = (booking: Facts, format: string, entry: Standing): boolean =>
  isContradicted(booking, entry) ||
  areOtherNames(booking.counterpartyName, entry.counterpartyName) ||
  (bothIso(format, entry) && agree(booking.reference, entry.reference) === false);

const isContradicted = (booking: Facts, entry: Facts): boolean =>
  agree(booking.endToEndId, entry.endToEndId) === false ||
  areOtherAccounts(booking.counterpartyAccount, entry.counterpartyAccount);

/** IBANs hold the account's number at their end: only where neither holds the other are they of two accounts. */
function areOtherAccounts(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  const [a, b] = [plainReference(one), plainReference(other)];
  return !a.includes(b) && !b.includes(a);
}

/** Names that have no word in common, however they are cut. */
function areOtherNames(one: string | null, other: string | null): boolean {
  const [a, b] = [wordsIn([one]), wordsIn([other])];
  return a.size > 0 && b.size > 0 && a.isDisjointFrom(b);
}

type Days = { bookedOn: string; valueOn: string };

/** Formats without one of the two days have the other in its place; what they both say must be the same. */
function daysAgree(booking: Days, entry: Days): boolean {
  const sameBooked = booking.bookedOn === entry.bookedOn;
  const sameValue = booking.valueOn === entry.valueOn;
  const saysOneDay = booking.bookedOn === booking.valueOn || entry.bookedOn === entry.valueOn;
  return (sameBooked && sameValue) || ((sameBooked || sameValue) && saysOneDay);
}
