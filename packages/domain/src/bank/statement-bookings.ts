import type { BankEntry, BankFile, BankStatement, BankTransaction } from "@openitem/readers/bank/bank-file";
import { isBooked, isBookedBalance } from "@openitem/readers/bank/check-statements";
import { describeLocation, type Location } from "@openitem/readers/location";
import { isDay } from "../kernel/business-day.ts";
import { decimal, parseDecimal, sum } from "../kernel/money.ts";
import type { Fault } from "./bank-line.ts";
import { type Booking, type Facts, namesOf, type Part, printOf } from "./booking.ts";

/** A statement as it goes into the books of one account, with what a person has to look at before it does. */
export type StatementBookings = {
  kind: BankStatement["kind"];
  from: string | null;
  to: string | null;
  /** In minor units of the account, and only where the bank means booked money. */
  openingMinor: bigint | null;
  closingMinor: bigint | null;
  bookings: Booking[];
  /** Pending, foretold and informational entries, and those of nothing: they book nothing. */
  leftOut: number;
  faults: Fault[];
  warnings: string[];
};

/** Formats whose statements always have a closing balance; without one they are cut off. */
const CLOSED_FORMATS: readonly BankFile["format"][] = ["camt.053", "mt940", "bai2"];

/** What a reader says when a file may lack something; balances that add up prove that it does not. */
const DOUBTS: ReadonlySet<string> = new Set([
  "amount-unreadable",
  "control-count-differs",
  "control-total-differs",
  "declared-count-differs",
  "declared-total-differs",
  "entry-unreadable",
  "line-outside",
  "record-unknown",
  "row-unread",
]);

/**
 * Reads one statement of a file for an account in `currency`: decimals into its minor units, days, batches into their
 * parts, and whether opening balance and entries make the closing one. `today` stands in where nothing has a day.
 */
export function bookingsOf(
  file: BankFile,
  statement: BankStatement,
  { currency, today }: { currency: string; today: string },
): StatementBookings {
  const faults: Fault[] = [];
  // What is told as a fault need not be told twice.
  const own = warningsOf(file, statement).filter(({ code }) => code !== "balance-differs");
  const warnings = own.map(({ sentence, location }) => {
    const place = describeLocation(location);
    return place ? `${sentence} (${place})` : sentence;
  });
  const minorOf = (text: string | null) => (text === null ? null : parseDecimal(text, currency));
  const ledger = (type: string | null, text: string | null) => (isBookedBalance(type) ? minorOf(text) : null);
  const { kind } = statement;
  const openingMinor = ledger(statement.openingBalanceType, statement.openingBalance);
  const closingMinor = ledger(statement.closingBalanceType, statement.closingBalance);

  const booked = statement.entries.filter(isBooked);
  const foreign = booked.find((entry) => (entry.currency ?? currency) !== currency);
  if (foreign) faults.push({ code: "currency_differs", found: foreign.currency ?? "", currency });
  const unreadable: string[] = [];
  let withoutDay = 0;
  let ofNothing = 0;
  const bookings: Booking[] = [];
  for (const entry of booked) {
    const amountMinor = minorOf(entry.amount);
    if (amountMinor === null) {
      unreadable.push(unreadableSentence(entry, currency));
    } else if (amountMinor === 0n) {
      ofNothing += 1;
    } else if ((entry.currency ?? currency) === currency) {
      const day =
        dayOf(entry.bookingDate) ?? dayOf(entry.valueDate) ?? dayOf(statement.to) ?? dayOf(statement.from);
      if (day === null) withoutDay += 1;
      bookings.push(bookingOf(entry, amountMinor, day ?? today, currency, warnings));
    }
  }
  if (unreadable[0] !== undefined)
    faults.push({ code: "entry_unreadable", count: String(unreadable.length), first: unreadable[0] });
  if (withoutDay > 0) faults.push({ code: "day_missing", count: String(withoutDay), day: today });

  const leftOut = statement.entries.length - booked.length;
  if (leftOut > 0) warnings.push(`${leftOut} entries are not booked yet by the bank, and were left out.`);
  if (ofNothing > 0) warnings.push(`${ofNothing} entries are of 0 ${currency}, and were left out.`);

  const enteredMinor = sum(bookings.map((booking) => booking.amountMinor));
  const isComplete = unreadable.length === 0 && !foreign;
  const isProven = openingMinor !== null && closingMinor !== null && isComplete;
  if (isProven && openingMinor + enteredMinor !== closingMinor)
    faults.push({
      code: "balance_differs",
      opening: decimal(openingMinor, currency),
      entries: decimal(enteredMinor, currency),
      reached: decimal(openingMinor + enteredMinor, currency),
      closing: decimal(closingMinor, currency),
    });
  const isEmpty = bookings.length === 0;
  if (!isEmpty && closingMinor === null && kind === "statement" && CLOSED_FORMATS.includes(file.format))
    faults.push({ code: "closing_missing" });
  const doubt = file.warnings.find(({ code }) => DOUBTS.has(code));
  if (!isProven && doubt && unreadable.length === 0)
    faults.push({ code: "file_doubtful", sentence: doubt.sentence });
  if (openingMinor === null && closingMinor !== null)
    warnings.push("The statement has no opening balance, so its entries could not be checked against it.");
  return {
    kind,
    from: dayOf(statement.from),
    to: dayOf(statement.to),
    openingMinor,
    closingMinor,
    bookings,
    leftOut: leftOut + ofNothing,
    faults,
    warnings,
  };
}

function bookingOf(
  entry: BankEntry,
  amountMinor: bigint,
  bookedOn: string,
  currency: string,
  warnings: string[],
): Booking {
  const [only, ...others] = entry.transactions;
  const whole = factsOf(entry);
  const facts = only && others.length === 0 ? filledUp(factsOf(only), whole) : whole;
  const booked = { ...facts, amountMinor, bookedOn, valueOn: dayOf(entry.valueDate) ?? bookedOn };
  const { bank, customer, instruction, transaction, cheque, clearing } = entry.references;
  const lone = only && others.length === 0 ? [only.references.bank, only.references.transaction] : [];
  return {
    ...booked,
    print: printOf(booked),
    names: namesOf([
      ...[facts.reference, facts.endToEndId, ...facts.structured],
      ...[bank, customer, instruction, transaction, cheque, clearing],
      ...lone,
    ]),
    parts: partsOf(entry, amountMinor, currency, warnings),
  };
}

/** The payments of a batch, when they make the entry; otherwise none, and the entry stays one line. */
function partsOf(entry: BankEntry, amountMinor: bigint, currency: string, warnings: string[]): Part[] {
  if (entry.transactions.length < 2) return [];
  const parts = entry.transactions.flatMap((payment): Part[] => {
    const minor = payment.amount === null ? null : parseDecimal(payment.amount, currency);
    const isSame = (payment.currency ?? currency) === currency;
    return minor !== null && minor !== 0n && isSame ? [{ ...factsOf(payment), amountMinor: minor }] : [];
  });
  if (
    parts.length === entry.transactions.length &&
    sum(parts.map((part) => part.amountMinor)) === amountMinor
  )
    return parts;
  warnings.push(
    `The ${entry.transactions.length} payments of an entry of ${decimal(amountMinor, currency)} ${currency} do not make its amount; it stays one line. (${describeLocation(entry.source)})`,
  );
  return [];
}

function factsOf(payment: BankTransaction): Facts {
  const { counterparty, remittance } = payment;
  const { name, ultimateName } = counterparty;
  const text = [
    remittance.unstructured ?? payment.details,
    ...remittance.structured.map((reference) => reference.text),
    name !== null && ultimateName !== name ? ultimateName : null,
    payment.returnReason,
  ];
  return {
    reference: kept(payment.reference),
    endToEndId: kept(payment.endToEndId),
    transactionCode: kept(payment.bankTransactionCode ?? payment.proprietaryCode),
    counterpartyName: kept(name ?? ultimateName),
    counterpartyAccount: kept(counterparty.account),
    structured: remittance.structured.flatMap((reference) => kept(reference.reference) ?? []),
    unstructured: kept(text.filter((line) => line !== null).join("\n")),
    isReversal: payment.reversal,
  };
}

/** What the payment alone in its entry does not say, the entry may. */
const filledUp = (payment: Facts, entry: Facts): Facts => ({
  reference: payment.reference ?? entry.reference,
  endToEndId: payment.endToEndId ?? entry.endToEndId,
  transactionCode: payment.transactionCode ?? entry.transactionCode,
  counterpartyName: payment.counterpartyName ?? entry.counterpartyName,
  counterpartyAccount: payment.counterpartyAccount ?? entry.counterpartyAccount,
  structured: payment.structured.length > 0 ? payment.structured : entry.structured,
  unstructured: payment.unstructured ?? entry.unstructured,
  isReversal: payment.isReversal || entry.isReversal,
});

/** Text without what a database cannot hold; null when nothing is left. */
const kept = (text: string | null): string | null => text?.replaceAll("\0", "").trim() || null;

const dayOf = (day: string | null): string | null => (day !== null && isDay(day) ? day : null);

function unreadableSentence(entry: BankEntry, currency: string): string {
  const place = describeLocation(entry.source);
  const what =
    entry.amount === null
      ? "an amount or its sign cannot be read"
      : `${entry.amount} is no amount in ${currency}`;
  return place ? `${what} (${place}).` : `${what}.`;
}

/** The reader's warnings that are about this statement of the file. */
function warningsOf(file: BankFile, statement: BankStatement): BankFile["warnings"] {
  if (file.statements.length === 1) return file.warnings;
  return file.warnings.filter(({ location }) => location && isWithin(location, statement, file.statements));
}

function isWithin(location: Location, statement: BankStatement, all: readonly BankStatement[]): boolean {
  const { path, line } = statement.source;
  if (path !== undefined) return location.path === path || (location.path?.startsWith(`${path}/`) ?? false);
  if (line === undefined || location.line === undefined || location.line < line) return false;
  const next = all.map(({ source }) => source.line ?? 0).filter((other) => other > line);
  return next.length === 0 || location.line < Math.min(...next);
}
