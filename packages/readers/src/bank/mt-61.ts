import { absolute, type Decimal, negated } from "../decimal.ts";
import type { Warn } from "../warning-list.ts";
import { type BankEntry, blankEntry, type Money, noReferences, referenceOf } from "./bank-file.ts";
import type { MtField } from "./mt-fields.ts";
import { moneyIn, mtAmount, mtDay, nearestDay } from "./mt-values.ts";

/**
 * The statement line of SWIFT: value date, entry date (often missing or blank), mark, third letter of the currency,
 * amount, transaction type, reference of the holder, `//` and reference of the bank.
 */
const statementLine =
  /^(\d{6}|\d{8}(?=\D|\d{4}\D))(\d{4}|[ ]{4})?[ ]?(R[CD]|E[CD]|[CD])([A-Z])?[ ]?(\d[\d.,]*|,\d+)[ ]?(?:([A-Z][A-Z0-9 ]{3})(.*))?$/s;

/** Marks as balances demand: RC takes a credit back, RD a debit; EC and ED (MT942) are only expected. */
const marks: Readonly<Record<string, { negative: boolean; reversal: boolean; expected: boolean }>> = {
  C: { negative: false, reversal: false, expected: false },
  D: { negative: true, reversal: false, expected: false },
  RC: { negative: true, reversal: true, expected: false },
  RD: { negative: false, reversal: true, expected: false },
  EC: { negative: false, reversal: false, expected: true },
  ED: { negative: true, reversal: false, expected: true },
};

/** Reads field 61 with its supplementary lines; null, with a warning, when it is no statement line. */
export function mtStatementLine(field: MtField, currency: string | null, warn: Warn): BankEntry | null {
  const place = { line: field.line };
  const [first = "", ...others] = field.lines;
  const whole = statementLine.exec(first.trimEnd());
  // Some savings banks break the line before the amount.
  const match = whole ?? statementLine.exec(first.trimEnd() + (others[0] ?? "").trim());
  const supplementary = whole ? others : others.slice(1);
  const [, valueDay = "", entryDay, mark = "", , digits = "", type, rest = ""] = match ?? [];
  const amount = mtAmount(digits);
  const meaning = marks[mark];
  if (!match || amount === null || !meaning) {
    warn(
      "entry-unreadable",
      `Field 61 is not a statement line and was not used: "${first.slice(0, 60)}".`,
      place,
    );
    return null;
  }
  const valueDate = mtDay(valueDay, place, warn);
  const details = supplementary.map((line) => line.trim()).filter((line) => line !== "");
  const codes = supplementaryCodes(details.join(""));
  const [customer, bank] = parted(rest);
  const references = { ...noReferences, customer: ownReference(customer), bank: referenceOf(bank) };
  return {
    ...blankEntry,
    valueDate,
    bookingDate: entryDay?.trim() && valueDate ? nearestDay(entryDay, valueDate, place, warn) : null,
    amount: meaning.negative ? negated(absolute(amount)) : amount,
    currency,
    reference: references.bank ?? references.customer,
    references,
    bankTransactionCode: type?.trim() || null,
    reversal: meaning.reversal,
    status: meaning.expected ? "pending" : null,
    instructedAmount: codes.instructed,
    charges: codes.charges,
    exchangeRate: codes.rate,
    details: details.length > 0 ? details.join("\n") : null,
    source: place,
  };
}

/** `EREF`, `KREF+` and the like only say that the reference stands in field 86. */
function ownReference(text: string): string | null {
  return /^\s*(?:EREF|KREF|MREF|PREF|MARF|CSID)\+?\s*$/.test(text) ? null : referenceOf(text);
}

function parted(rest: string): readonly [string, string | null] {
  const slashes = rest.indexOf("//");
  return slashes < 0 ? [rest, null] : [rest.slice(0, slashes), rest.slice(slashes + 2)];
}

/** `/OCMT/EUR11,85//CHGS/EUR0,50//EXCH/1,05/`: what was ordered, charges and rate, where a bank gives them so. */
function supplementaryCodes(text: string): {
  instructed: Money | null;
  charges: Money[];
  rate: Decimal | null;
} {
  const value = (code: string) => new RegExp(`/${code}/([^/]{1,40})`).exec(text)?.[1] ?? null;
  const charge = moneyIn(value("CHGS"));
  return {
    instructed: moneyIn(value("OCMT")),
    charges: charge ? [charge] : [],
    rate: mtAmount(value("EXCH") ?? ""),
  };
}
