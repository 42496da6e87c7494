import { type Decimal, impliedDecimalOf, negated } from "../decimal.ts";
import type { Warn } from "../warning-list.ts";
import { type Bai2Direction, directionOfType, impliedDecimals } from "./bai2-codes.ts";
import type { Bai2Record } from "./bai2-records.ts";
import { type BankEntry, blankEntry, noCounterparty, noReferences, referenceOf } from "./bank-file.ts";
import { shortDay } from "./calendar-day.ts";

/** What a detail record takes from the account and group around it. */
export type Bai2Context = {
  readonly day: string | null;
  readonly currency: string | null;
  readonly warn: Warn;
};

/** Reads a detail record (16): type, amount, funds, the bank's and the customer's reference, text. */
export function bai2Entry(record: Bai2Record, context: Bai2Context): BankEntry {
  const { warn } = context;
  const place = { line: record.line };
  const [type = "", digits = ""] = record.fields;
  const decimals = impliedDecimals(context.currency);
  const unsigned = digits.trim() === "" ? null : impliedDecimalOf(digits, decimals);
  if (unsigned === null && digits.trim() !== "") {
    warn("amount-unreadable", `"${digits.slice(0, 40)}" is not an amount in whole units.`, place);
  }
  const direction = directionOfType(type.trim());
  warnOfDirection(direction, type, unsigned, record, warn);
  const funds = fundsOf(record, 2, decimals, warn);
  const { references, lines } = referencesAndText(record, funds.next);
  const labelled = labelsIn(lines);
  const text = lines.join("\n") || null;
  return {
    ...blankEntry,
    bookingDate: context.day,
    valueDate: funds.valueDate,
    amount: signedAmount(unsigned, direction),
    currency: context.currency,
    reference: references.bank ?? references.customer,
    references,
    bankTransactionCode: type.trim() || null,
    counterparty: counterpartyIn(labelled, direction),
    remittance: { structured: [], unstructured: labelled.get("REMI") ?? text },
    endToEndId: referenceOf(labelled.get("EREF")),
    status: direction === "status" ? "information" : "booked",
    availability: funds.availability,
    details: labelled.size > 0 ? text : null,
    source: place,
  };
}

function signedAmount(unsigned: Decimal | null, direction: Bai2Direction): Decimal | null {
  if (unsigned === null) return null;
  if (direction === "credit") return unsigned;
  return direction === "debit" ? negated(unsigned) : null;
}

function warnOfDirection(
  direction: Bai2Direction,
  type: string,
  amount: Decimal | null,
  record: Bai2Record,
  warn: Warn,
): void {
  if (direction === "credit" || direction === "debit") return;
  const code = type.slice(0, 10);
  const said =
    direction === "status"
      ? `Type ${code} tells of a status, not of money moved; its amount of ${amount ?? "nothing"} is not counted.`
      : `Type ${code} says neither credit nor debit, so its amount of ${amount ?? "nothing"} has no sign and is left out.`;
  warn(direction === "status" ? "type-status" : "sign-missing", said, { line: record.line });
}

type Funds = {
  readonly valueDate: string | null;
  readonly availability: BankEntry["availability"];
  /** Position of the field after the funds. */
  readonly next: number;
};

/**
 * Funds type and what depends on it: 0, 1 or 2 days for the whole (2 may be more); S: amounts for today, one day and
 * more days; V: value date and time; D: a count and pairs of days and amount; Z or nothing: unknown. The fields may run
 * on into continuations.
 */
function fundsOf(record: Bai2Record, position: number, decimals: number, warn: Warn): Funds {
  const fields = allFields(record);
  const type = (fields[position] ?? "").trim().toUpperCase();
  const place = { line: record.line };
  const amount = (at: number) => impliedDecimalOf(fields[at] ?? "", decimals);
  const none = { valueDate: null, availability: [], next: position + 1 };
  if (type === "S") {
    const availability = [0, 1, 2].flatMap((days) => {
      const part = amount(position + 1 + days);
      return part === null ? [] : [{ days, amount: part }];
    });
    return { valueDate: null, availability, next: position + 4 };
  }
  if (type === "V") {
    const day = (fields[position + 1] ?? "").trim();
    const valueDate = shortDay(day);
    if (valueDate === null && day !== "")
      warn("date-unreadable", `"${day.slice(0, 20)}" is not a date.`, place);
    return { valueDate, availability: [], next: position + 3 };
  }
  if (type === "D") {
    const count = Number(fields[position + 1] ?? "");
    if (!Number.isInteger(count) || count < 0 || position + 2 + 2 * count > fields.length) {
      warn("funds-unreadable", "The distributed availability of a record does not fit its count.", place);
      return { ...none, next: fields.length };
    }
    const availability = Array.from({ length: count }, (_, index) => ({
      days: Number(fields[position + 2 + 2 * index]),
      amount: amount(position + 3 + 2 * index),
    })).flatMap(({ days, amount: part }) =>
      part === null || !Number.isInteger(days) ? [] : [{ days, amount: part }],
    );
    return { valueDate: null, availability, next: position + 2 + 2 * count };
  }
  if (!["", "Z", "0", "1", "2"].includes(type)) {
    warn("funds-unknown", `The funds type "${type.slice(0, 10)}" is not known.`, place);
  }
  return none;
}

function allFields(record: Bai2Record): string[] {
  return [...record.fields, ...record.continuations.flatMap((body) => body.split(","))];
}

/**
 * The two references and the lines of text. Text is all that follows them, commas included; a continuation is a line
 * of text of its own unless the record broke off before its text.
 */
function referencesAndText(record: Bai2Record, next: number) {
  const reached = record.fields.length > next + 1;
  const fields = reached ? record.fields : allFields(record);
  const first = fields.slice(next + 2).join(",");
  const lines = [first, ...(reached ? record.continuations : [])].map((line) => line.trim());
  const references = {
    ...noReferences,
    bank: referenceOf(fields[next]),
    customer: referenceOf(fields[next + 1]),
  };
  return { references, lines: lines.filter((line) => line !== "") };
}

/** Lines such as `EREF: 1111` or `DBNM: SAMPLE INC`, as some banks write their continuations. */
function labelsIn(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.flatMap((line) => {
      const match = /^(EREF|REMI|DBNM|CRNM|DACT|CACT|DBIC|CBIC|DABA|CABA):\s*(\S.*)$/.exec(line);
      return match?.[1] && match[2] ? [[match[1], match[2].trim()] as const] : [];
    }),
  );
}

/** Debtor of a credit, creditor of a debit. */
function counterpartyIn(labels: ReadonlyMap<string, string>, direction: Bai2Direction) {
  const side = direction === "credit" ? "D" : "C";
  const value = (label: string) => labels.get(label) ?? null;
  return {
    ...noCounterparty,
    name: value(direction === "credit" ? "DBNM" : "CRNM"),
    account: value(`${side}ACT`),
    bank: value(`${side}BIC`) ?? value(`${side}ABA`),
  };
}
