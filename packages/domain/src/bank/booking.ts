import { fingerprint } from "../kernel/fingerprint.ts";
import type { BankLine } from "./bank-line.ts";

/** What a bank says of money, as a line keeps it: texts as they stood, empty ones null. */
export type Facts = Pick<
  BankLine,
  | "reference"
  | "endToEndId"
  | "transactionCode"
  | "counterpartyName"
  | "counterpartyAccount"
  | "structured"
  | "unstructured"
  | "isReversal"
>;

/** A part of a batch; money in is positive, in minor units of the account. */
export type Part = Facts & { amountMinor: bigint };

/** One entry of a statement, ready for the books. `parts` is empty where the entry is one payment. */
export type Booking = Facts & {
  amountMinor: bigint;
  bookedOn: string;
  valueOn: string;
  print: string;
  /** Every reference that names this booking, plain: what the same booking in another format has in common with it. */
  names: ReadonlySet<string>;
  parts: readonly Part[];
};

/** A reference without what formats do to it: case, spaces, punctuation, leading zeros. */
export const plainReference = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/^0+/, "");

const NAME_SHORTEST = 4;

/** The references among `texts` that are long enough to name anything. */
export const namesOf = (texts: readonly (string | null)[]): Set<string> =>
  new Set(
    texts
      .map((text) => (text === null ? "" : plainReference(text)))
      .filter((name) => name.length >= NAME_SHORTEST),
  );

const plainText = (text: string | null): string =>
  (text ?? "")
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

type Printed = Omit<Facts, "transactionCode" | "isReversal"> &
  Pick<Booking, "amountMinor" | "bookedOn" | "valueOn">;

/** What makes two bookings of an account equal: days, amount, references, counterparty and text, letters and digits only. */
export const printOf = (booking: Printed): string =>
  fingerprint([
    booking.bookedOn,
    booking.valueOn,
    String(booking.amountMinor),
    ...[booking.reference, booking.endToEndId, booking.counterpartyName, booking.counterpartyAccount].map(
      plainText,
    ),
    booking.structured.map(plainText).join("|"),
    plainText(booking.unstructured),
  ]);

/** The words a person would read on the booking, for comparing what formats cut and join differently. */
export const wordsOf = (facts: Facts): ReadonlySet<string> =>
  wordsIn([
    facts.counterpartyName,
    facts.reference,
    facts.endToEndId,
    ...facts.structured,
    facts.unstructured,
  ]);

/** The words of texts in capitals, without accents: "Müller" and "MUELLER" are one. Short ones say too little. */
export function wordsIn(texts: readonly (string | null)[]): ReadonlySet<string> {
  const words = texts.flatMap((text) =>
    (text ?? "")
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toUpperCase()
      .replace(/([AOU])E/g, "$1")
      .split(/[^\p{L}\p{N}]+/u),
  );
  return new Set(words.filter((word) => word.length > 2));
}
