import { absolute, type Decimal, isNegative, isZero, negated } from "../decimal.ts";
import type { Location } from "../location.ts";
import type { Conventions } from "../remittance/conventions.ts";
import { plainWords } from "../remittance/words.ts";
import type { Cell, TableRow } from "../table/table.ts";
import type { Warn } from "../warning-list.ts";
import { type BankEntry, blankEntry, noCounterparty, noReferences, referenceOf } from "./bank-file.ts";
import type { BankColumn, BankPlaces } from "./bank-table-mapping.ts";

/** How the columns of one table are meant, as learnt from all its rows. */
export type BankTableReading = {
  readonly places: BankPlaces;
  readonly headers: readonly string[];
  readonly conventions: Conventions;
  /** The debit column writes what went with a minus already. */
  readonly debitsAreNegative: boolean;
  readonly place: (row: TableRow) => Location;
  readonly warn: Warn;
};

export type BankRow = {
  readonly entry: BankEntry;
  readonly account: string | null;
  /** Balance after the entry. */
  readonly balance: Decimal | null;
};

/** Words of a direction column; what money does to the holder's account. */
const debitWords = new Set("d dr db dbit debit debet s soll af debe dare out withdrawal debito".split(" "));
const creditWords = new Set("c cr cd crdt credit h haben bij haber avere in deposit credito".split(" "));

const pendingWords = /\b(?:pending|vorgemerkt|en attente|pendiente|in behandeling|reserved)\b/;

/** Text of the first column of a kind; null when there is none or it is blank. */
export function cellText(row: TableRow, places: BankPlaces, column: BankColumn): string | null {
  return cellOf(row, places, column)?.text.trim() || null;
}

function cellOf(row: TableRow, places: BankPlaces, column: BankColumn): Cell | null {
  const index = places.get(column)?.[0];
  return index === undefined ? null : (row.cells[index] ?? null);
}

/** Reads an amount as written, with `CR` and `DR` behind it as banks mean them. */
export function bankAmount(
  cell: Cell | null,
  reading: Pick<BankTableReading, "conventions">,
  place: Location,
): { amount: Decimal; currency: string | null } | null {
  if (!cell || cell.text.trim() === "") return null;
  const mark = /^(.*\d\)?)\s*(CR|DR|C|D)\.?$/i.exec(cell.text.trim());
  const text = mark?.[1] ?? cell.text.trim().replace(/^'(?=[+-]?\d)/, "");
  const read = reading.conventions.amountOf({ text, kind: cell.kind, confidence: null }, place);
  if (!read) return null;
  const amount = mark?.[2] ? withMark(read.amount, /^d/i.test(mark[2])) : read.amount;
  return { amount, currency: read.currency };
}

function withMark(amount: Decimal, debit: boolean): Decimal {
  return debit ? negated(absolute(amount)) : absolute(amount);
}

/** Reads a row that has a day or an amount. */
export function bankRow(row: TableRow, reading: BankTableReading): BankRow {
  const { places, conventions, warn } = reading;
  const place = reading.place(row);
  const text = (column: BankColumn) => cellText(row, places, column);
  const day = (column: BankColumn) => dayOf(cellOf(row, places, column), conventions, place, warn);
  const money = signedAmount(row, reading, place);
  const original = bankAmount(cellOf(row, places, "originalAmount"), reading, place);
  const references = {
    ...noReferences,
    bank: referenceOf(text("reference")),
    cheque: referenceOf(text("cheque")),
  };
  const status = text("status");
  const entry: BankEntry = {
    ...blankEntry,
    bookingDate: day("bookingDate"),
    valueDate: day("valueDate"),
    amount: money?.amount ?? null,
    currency: text("currency")?.toUpperCase() ?? money?.currency ?? null,
    reference: references.bank,
    references,
    bankTransactionCode: text("code"),
    counterparty: { ...noCounterparty, name: text("counterpartyName"), account: text("counterpartyAccount") },
    remittance: { structured: [], unstructured: joinedText(row, places) },
    endToEndId: referenceOf(text("endToEndId")),
    instructedAmount:
      original && !isZero(original.amount)
        ? { amount: original.amount, currency: text("originalCurrency")?.toUpperCase() ?? original.currency }
        : null,
    status: status !== null && pendingWords.test(plainWords(status)) ? "pending" : null,
    details: otherCells(row, reading),
    source: place,
  };
  const balance = bankAmount(cellOf(row, places, "balance"), reading, place)?.amount ?? null;
  return { entry, account: text("account"), balance };
}

function dayOf(cell: Cell | null, conventions: Conventions, place: Location, warn: Warn): string | null {
  if (!cell || cell.text.trim() === "") return null;
  const day = conventions.dateOf({ ...cell, text: cell.text.trim(), confidence: null }, place);
  if (day === null) warn("date-unreadable", `"${cell.text.slice(0, 40)}" is not a date.`, place);
  return day;
}

type Signed = { readonly amount: Decimal; readonly currency: string | null };

function signedAmount(row: TableRow, reading: BankTableReading, place: Location): Signed | null {
  const { places, warn } = reading;
  const read = (column: BankColumn) => {
    const cell = cellOf(row, places, column);
    const money = bankAmount(cell, reading, place);
    if (!money && cell && cell.text.trim() !== "" && !/^[-–]$/.test(cell.text.trim())) {
      warn("amount-unreadable", `"${cell.text.slice(0, 40)}" is not an amount.`, place);
    }
    return money;
  };
  if (places.has("amount")) {
    const money = read("amount");
    return (
      money && { ...money, amount: directed(money.amount, cellText(row, places, "direction"), place, warn) }
    );
  }
  const credit = read("credit");
  const debit = read("debit");
  const came = credit && !isZero(credit.amount) ? credit : null;
  const went = debit && !isZero(debit.amount) ? debit : null;
  if (came && went) {
    warn(
      "amount-double",
      `The row has both a credit of ${came.amount} and a debit of ${went.amount}.`,
      place,
    );
    return null;
  }
  if (went) return { ...went, amount: reading.debitsAreNegative ? went.amount : negated(went.amount) };
  return came ?? credit ?? debit;
}

function directed(amount: Decimal, word: string | null, place: Location, warn: Warn): Decimal {
  if (word === null) return amount;
  const plain = word === "-" || word === "+" ? word : plainWords(word);
  const debit = plain === "-" || debitWords.has(plain);
  if (!debit && plain !== "+" && !creditWords.has(plain)) {
    warn(
      "sign-unknown",
      `"${word.slice(0, 20)}" says neither credit nor debit; the amount is read as written.`,
      place,
    );
    return amount;
  }
  if (!debit && isNegative(amount)) {
    warn("sign-double", `The amount ${amount} is marked as a credit; it is read as one.`, place);
  }
  return withMark(amount, debit);
}

function joinedText(row: TableRow, places: BankPlaces): string | null {
  const texts = (places.get("text") ?? []).flatMap((index) => row.cells[index]?.text.trim() || []);
  return texts.join("\n") || null;
}

/** Cells of columns with no known meaning, so that nothing is lost: `Header: text`. */
function otherCells(row: TableRow, { places, headers }: BankTableReading): string | null {
  const known = new Set([...places.values()].flat());
  const texts = row.cells.flatMap(({ text }, index) => {
    if (known.has(index) || text.trim() === "") return [];
    return [headers[index] ? `${headers[index]}: ${text.trim()}` : text.trim()];
  });
  return texts.join("\n") || null;
}
