import { customerKey } from "../customers/customer.ts";
import { daysBetween, laterOf } from "../kernel/business-day.ts";
import { isCurrency } from "../kernel/money.ts";
import { readAmount } from "./amount.ts";
import { type Columns, columnKey } from "./columns.ts";
import { type DateFormat, readDay } from "./date-format.ts";
import type { DocumentType, Field, Profile } from "./profile.ts";
import type { Problem, Warning } from "./report.ts";

/*
 * One row of a file read as a document. Pure: what the books say to it comes later.
 */

export type ImportedKind = "invoice" | "debit_memo" | "credit_memo" | "receipt";

/** A document as the file has it. */
export type Draft = {
  /** The line of the file, the header being line 1. */
  row: number;
  cells: readonly string[];
  entityCode: string;
  customerKey: string;
  customerNumber: string;
  customerName: string;
  kind: ImportedKind;
  number: string;
  currency: string;
  /** Positive, in minor units of `currency`. */
  amountMinor: bigint;
  issuedOn: string;
  /** Credits are not due. */
  dueOn: string | null;
  /** The day a receipt settled it in full, for paid history. */
  settledOn: string | null;
  terms: string | null;
  poNumber: string | null;
  reference: string | null;
  note: string | null;
  warnings: Warning[];
};

/** How a file is read beyond its profile. */
export type Reading = {
  profile: Profile;
  columns: Columns;
  dates: readonly DateFormat[];
  /** Document types that rule over the profile's own. */
  documentTypes: Readonly<Record<string, DocumentType>>;
  /** The legal entity of every row; when null the row's own column says it. */
  entityCode: string | null;
  /** The currency of rows when the file has no column for it. */
  currency: string | null;
  /** The last issue day that is taken: a year ahead of the run. Later ones are slips, such as 2062 for 2026. */
  issuedBy: string;
};

/** No open item is from before; a date that is was misread or mistyped. */
const ISSUED_FROM = "1990-01-01";
const DUE_YEARS_MAX = 10;

/** Fields that people and files find things by; nothing in them may be invisible. */
const KEYS: readonly Field[] = ["entity", "customerNumber", "documentNumber"];
const UNSEEN = /[\p{Cc}\u2028\u2029]/gu;

const LENGTH_MAX: Readonly<Partial<Record<Field, number>>> = {
  entity: 20,
  customerNumber: 40,
  customerName: 200,
  documentNumber: 60,
  terms: 60,
  poNumber: 60,
  reference: 120,
  note: 400,
};

class Unreadable extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.reason);
    this.problem = problem;
  }
}

/** Reads a row's cells as a document, or says which column is wrong and why. */
export function readRow(
  cells: readonly string[],
  row: number,
  reading: Reading,
): { draft: Draft } | { problem: Problem } {
  try {
    return { draft: draftOf(cells, row, reading) };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.problem };
    throw error;
  }
}

function draftOf(cells: readonly string[], row: number, reading: Reading): Draft {
  const { columns, profile } = reading;
  const warnings: Warning[] = [];
  const nameOf = (field: Field) => columns.at[field]?.name ?? null;
  const fail = (field: Field, value: string, reason: string): never => {
    throw new Unreadable({ column: nameOf(field), value, reason });
  };
  const warn = (code: Warning["code"], field: Field, value: string, message: string) =>
    warnings.push({ code, row, column: nameOf(field), value, message });

  checkWidth(cells, columns.header);
  const cell = (field: Field): string => {
    const at = columns.at[field];
    if (!at) return "";
    const text = (cells[at.index] ?? "").trim();
    if (text.includes("\0")) fail(field, text.replaceAll("\0", "\u2400"), "holds a NUL character");
    if (KEYS.includes(field) && text.search(UNSEEN) >= 0)
      fail(field, text.replace(UNSEEN, "\ufffd"), "holds a control character or a line break");
    const longest = LENGTH_MAX[field];
    if (longest !== undefined && text.length > longest)
      fail(field, text, `longer than ${longest} characters`);
    return text;
  };
  const needed = (field: Field, what: string): string => cell(field) || fail(field, "", `${what} missing`);
  const day = (field: Field, what: string): string => {
    const text = needed(field, what);
    return readDay(text, reading.dates) ?? fail(field, text, `not a day as ${reading.dates.join(" or ")}`);
  };

  if (columns.at.isOpen && withoutZeros(cell("isOpen")) !== "1")
    fail("isOpen", cell("isOpen"), "not an open item");
  const customerNumber = withoutZeros(needed("customerNumber", "customer number"));
  const number = withoutZeros(needed("documentNumber", "document number"));
  const currency = columns.at.currency ? needed("currency", "currency").toUpperCase() : reading.currency;
  if (currency === null || !isCurrency(currency))
    return fail("currency", cell("currency"), "not a currency we know");

  const amountText = cell("amount");
  const amount = readAmount(amountText, currency);
  if (!amount.ok) return fail("amount", amountText, amount.reason);
  if (amount.minor === 0n) fail("amount", amountText, "amount is zero");
  if (amount.rounded) warn("amount.noise", "amount", amountText, "binary noise rounded off");

  const typeText = cell("documentType");
  const type = documentType(typeText, reading);
  if (!type) return fail("documentType", typeText, "document type we do not know");
  const kind = kindOf(type, amount.minor);
  const isCredit = kind === "credit_memo" || kind === "receipt";
  if (isCredit && amount.minor > 0n && profile.creditsAreNegative)
    warn("credit.sign", "amount", amountText, `${typeText} without a minus read as a credit`);

  const issuedOn = day("issuedOn", "date");
  if (issuedOn < ISSUED_FROM) fail("issuedOn", cell("issuedOn"), "before 1990");
  if (issuedOn > reading.issuedBy) fail("issuedOn", cell("issuedOn"), "more than a year ahead");
  const dueOn = isCredit ? null : day("dueOn", "due date");
  if (dueOn !== null && dueOn < issuedOn)
    warn("due.before_issue", "dueOn", dueOn, `due ${daysBetween(dueOn, issuedOn)} days before it was issued`);
  if (dueOn !== null && dueOn > yearsAfter(issuedOn, DUE_YEARS_MAX))
    warn("due.far_off", "dueOn", dueOn, `due more than ${DUE_YEARS_MAX} years after it was issued`);
  const settledOn = isCredit || cell("settledOn") === "" ? null : day("settledOn", "settlement date");
  if (settledOn !== null && settledOn < issuedOn)
    warn("settled.before_issue", "settledOn", settledOn, `settled before it was issued; applied ${issuedOn}`);

  return {
    row,
    cells,
    entityCode: reading.entityCode ?? needed("entity", "legal entity"),
    customerKey: customerKey(customerNumber),
    customerNumber,
    customerName: cell("customerName").replace(/\s+/g, " ") || customerNumber,
    kind,
    number,
    currency,
    amountMinor: amount.minor < 0n ? -amount.minor : amount.minor,
    issuedOn,
    dueOn,
    settledOn,
    terms: cell("terms") || null,
    poNumber: withoutZeros(cell("poNumber")) || null,
    reference: cell("reference") || null,
    note: noteOf(cell("note"), cell("disputed")),
    warnings,
  };
}

/** Good enough to compare with, also for 29 February, and without asking the calendar for every row. */
const yearsAfter = (day: string, years: number): string =>
  String(Number(day.slice(0, 4)) + years).padStart(4, "0") + day.slice(4);

/** The amount as it counts in a total: credits are negative. */
export const signedMinor = ({ kind, amountMinor }: Pick<Draft, "kind" | "amountMinor">): bigint =>
  kind === "credit_memo" || kind === "receipt" ? -amountMinor : amountMinor;

/** The day a settled document's receipt is applied: not before both are there. */
export const appliedOn = ({ issuedOn, settledOn }: Pick<Draft, "issuedOn" | "settledOn">): string =>
  settledOn === null ? issuedOn : laterOf(issuedOn, settledOn);

/** The number of the receipt that settled an imported document. */
export const receiptNumber = (documentNumber: string): string => `R-${documentNumber}`;

/** Spreadsheets turn numbers into decimals: "1930565277.0" is 1930565277. */
const withoutZeros = (text: string): string => (/^\d+\.0+$/.test(text) ? text.replace(/\.0+$/, "") : text);

function checkWidth(cells: readonly string[], header: readonly string[]): void {
  const surplus = cells.slice(header.length);
  if (cells.length >= header.length && surplus.every((text) => text.trim() === "")) return;
  throw new Unreadable({
    column: null,
    value: cells.join(","),
    reason: `${cells.length} cells where the header has ${header.length}`,
  });
}

function documentType(text: string, { profile, documentTypes, columns }: Reading): DocumentType | undefined {
  if (!columns.at.documentType || (text === "" && !profile.required.includes("documentType")))
    return "invoice";
  return documentTypes[text.toUpperCase()] ?? profile.documentTypes[columnKey(text).toUpperCase()];
}

function kindOf(type: DocumentType, minor: bigint): ImportedKind {
  if (type === "credit_memo" || type === "receipt") return type;
  if (minor < 0n) return "credit_memo";
  return type === "by sign" ? "debit_memo" : type;
}

function noteOf(note: string, disputed: string): string | null {
  const dispute = disputed === "" ? "" : `Disputed in source: ${disputed.toLowerCase()}.`;
  return [note, dispute].filter(Boolean).join(" ") || null;
}
