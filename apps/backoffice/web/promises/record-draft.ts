import { formatAmount, type ParsedAmount, parseAmount } from "@openitem/ui/formats";

/* A promise as it is typed. Amounts are text until they are read; what is sent is minor units. */

export type TypedDocument = { itemId: string; number: string; dueOn: string | null; amount: string };
/** No amount: what the other dates leave of the documents. */
export type TypedDate = { day: string; amount: string | null };

export type RecordDraft = {
  kind: "word" | "plan";
  documents: TypedDocument[];
  dates: TypedDate[];
  note: string;
  /** The promise's id, so that a double click is one promise. */
  id: string;
};

export const blankDraft = (): RecordDraft => ({
  kind: "word",
  documents: [],
  dates: [{ day: "", amount: null }],
  note: "",
  id: crypto.randomUUID(),
});

type ReadDate = { day: string; text: string; parsed: ParsedAmount; isRest: boolean };

export type ReadRecord = {
  documents: (TypedDocument & { parsed: ParsedAmount })[];
  dates: ReadDate[];
  documentsMinor: bigint;
  datesMinor: bigint;
  /** What of it can be compared with the rules already, and the place of each date on the form, from 0. */
  wish: {
    documents: { itemId: string; amountMinor: bigint }[];
    instalments: { dueOn: string; amountMinor: bigint }[];
  };
  places: number[];
  /** Every amount could be read, every date has its day, and both come to the same. */
  isWhole: boolean;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const minorOf = (parsed: ParsedAmount): bigint => (parsed.ok ? parsed.minor : 0n);
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, minor) => total + minor, 0n);

/** Reads what is typed. At most one date takes what is left: the first without an amount. */
export function readDraft(draft: RecordDraft, currency: string, locale: string): ReadRecord {
  const read = (text: string) => parseAmount(text, currency, locale);
  const documents = draft.documents.map((each) => ({ ...each, parsed: read(each.amount) }));
  const documentsMinor = sum(documents.map(({ parsed }) => minorOf(parsed)));
  const namedMinor = sum(draft.dates.map(({ amount }) => (amount === null ? 0n : minorOf(read(amount)))));
  const restMinor = documentsMinor > namedMinor ? documentsMinor - namedMinor : 0n;
  const restAt = draft.dates.findIndex(({ amount }) => amount === null);
  const dates = draft.dates.map(({ day, amount }, at): ReadDate => {
    const text = amount ?? formatAmount(at === restAt ? restMinor : 0n, currency, locale);
    return { day, text, parsed: read(text), isRest: amount === null };
  });
  const datesMinor = sum(dates.map(({ parsed }) => minorOf(parsed)));
  const known = dates.flatMap(({ day, parsed }, place) =>
    DAY.test(day) && parsed.ok ? [{ place, dueOn: day, amountMinor: parsed.minor }] : [],
  );
  const named = documents.flatMap(({ itemId, parsed }) =>
    parsed.ok ? [{ itemId, amountMinor: parsed.minor }] : [],
  );
  return {
    documents,
    dates,
    documentsMinor,
    datesMinor,
    wish: {
      documents: named,
      instalments: known.map(({ dueOn, amountMinor }) => ({ dueOn, amountMinor })),
    },
    places: known.map(({ place }) => place),
    isWhole:
      named.length > 0 &&
      named.length === documents.length &&
      known.length === dates.length &&
      documentsMinor === datesMinor,
  };
}

/** One date more, which takes what is left; the amounts so far stay as they are shown. */
export const withDate = ({ dates }: ReadRecord): TypedDate[] => [
  ...dates.map(({ day, text }) => ({ day, amount: text })),
  { day: "", amount: null },
];

/** The same dates with equal amounts; what does not divide is on the last. */
export function splitEqually(
  { dates, documentsMinor }: ReadRecord,
  currency: string,
  locale: string,
): TypedDate[] {
  const each = documentsMinor / BigInt(dates.length);
  return dates.map(({ day }, at) => ({
    day,
    amount: at < dates.length - 1 ? formatAmount(each, currency, locale) : null,
  }));
}
