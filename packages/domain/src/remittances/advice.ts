import { isDay } from "../kernel/business-day.ts";
import { isCurrency, parseDecimal, sum } from "../kernel/money.ts";
import { paymentMethod } from "./payment-facts.ts";
import type { PaymentMethod } from "./remittance.ts";

/* A remittance as a reader hands it over, in our terms. Pure. What cannot be kept as it was written says so. */

/** What is used of a reader's line; amounts are decimal text. */
export type WrittenLine = {
  readonly documentNumber: string | null;
  readonly gross: string | null;
  readonly discount: string | null;
  readonly deduction: string | null;
  readonly reasonCode: string | null;
  readonly net: string | null;
  readonly currency: string | null;
  readonly note: string | null;
  readonly confidence: number | null;
};

/** What is used of a reader's remittance. */
export type WrittenAdvice = {
  readonly payer: string | null;
  readonly payee: string | null;
  readonly reference: string | null;
  readonly paymentDate: string | null;
  readonly currency: string | null;
  readonly total: string | null;
  readonly method: string | null;
  readonly readBy: "text" | "ocr";
  readonly lines: readonly WrittenLine[];
  readonly warnings: readonly { readonly sentence: string }[];
};

export type AdviceHead = {
  payer: string | null;
  payee: string | null;
  reference: string | null;
  method: PaymentMethod | null;
  paidOn: string | null;
  currency: string;
  totalMinor: bigint | null;
  isScanned: boolean;
  warnings: string[];
};

export type AdviceLine = {
  lineNo: number;
  written: string | null;
  grossMinor: bigint | null;
  discountMinor: bigint;
  deductionMinor: bigint;
  reasonCode: string | null;
  netMinor: bigint;
  readAs: Record<string, string>;
};

const WARNINGS_KEPT = 200;
const TEXT_MAX = 200;

const cut = (text: string | null): string | null => {
  const plain =
    text
      ?.replace(/[\p{Cc}\p{Cf}]+/gu, " ")
      .trim()
      .slice(0, TEXT_MAX) ?? "";
  return plain === "" ? null : plain;
};

/** The advice in minor units; `currency` is what it is in where the file does not say. */
export function adviceOf(
  written: WrittenAdvice,
  fallbackCurrency: string,
): { head: AdviceHead; lines: AdviceLine[] } {
  const currency = written.currency && isCurrency(written.currency) ? written.currency : fallbackCurrency;
  const lines = written.lines.map((line, index) => lineOf(line, index + 1, currency));
  const warnings = written.warnings.slice(0, WARNINGS_KEPT).map(({ sentence }) => sentence);
  if (written.warnings.length > WARNINGS_KEPT)
    warnings.push(`${written.warnings.length - WARNINGS_KEPT} more notes on this file are not shown.`);
  if (!written.currency) warnings.push(`The file names no currency; its amounts are taken as ${currency}.`);
  let totalMinor = written.total === null ? null : parseDecimal(written.total, currency);
  if (written.total !== null && totalMinor === null)
    warnings.push(`The total ${written.total} is no amount in ${currency}.`);
  if (written.total === null && lines.length > 0) {
    totalMinor = sum(lines.map(({ netMinor }) => netMinor));
    warnings.push("The file gives no total; it is the sum of its lines.");
  }
  return {
    head: {
      payer: cut(written.payer),
      payee: cut(written.payee),
      reference: cut(written.reference),
      method: paymentMethod(written.method),
      paidOn: written.paymentDate && isDay(written.paymentDate) ? written.paymentDate : null,
      currency,
      totalMinor,
      isScanned: written.readBy === "ocr",
      warnings,
    },
    lines,
  };
}

function lineOf(line: WrittenLine, lineNo: number, currency: string): AdviceLine {
  const readAs: Record<string, string> = {};
  const isForeign = line.currency !== null && line.currency !== currency;
  const minor = (text: string | null): bigint | null => {
    if (text === null) return null;
    const read = isForeign ? null : parseDecimal(text, currency);
    if (read === null) readAs.amount = isForeign ? "foreign" : "unexact";
    return read;
  };
  const grossMinor = minor(line.gross);
  const discountMinor = minor(line.discount) ?? 0n;
  const deductionMinor = minor(line.deduction) ?? 0n;
  const net = minor(line.net);
  if (isForeign && line.currency) readAs.currency = line.currency;
  if (readAs.amount) readAs.wrote = (line.net ?? line.gross ?? "").slice(0, TEXT_MAX);
  const implied = grossMinor === null ? null : grossMinor - discountMinor - deductionMinor;
  const netMinor = readAs.amount ? 0n : (net ?? implied ?? 0n);
  if (net === null && implied === null && !readAs.amount) readAs.amount = "missing";
  // Paid less than the document without a word why: a deduction all the same.
  const unexplained = implied !== null && net !== null && !readAs.amount ? implied - net : 0n;
  const isShort = unexplained > 0n && line.deduction === null && net !== null && net > 0n;
  if (isShort) readAs.deduction = "implied";
  if (line.note) readAs.note = cut(line.note) ?? "";
  if (line.confidence !== null) readAs.confidence = String(Math.round(line.confidence));
  return {
    lineNo,
    written: cut(line.documentNumber) ?? cut(line.note),
    grossMinor,
    discountMinor: readAs.amount ? 0n : discountMinor,
    deductionMinor: readAs.amount ? 0n : isShort ? unexplained : deductionMinor,
    reasonCode: cut(line.reasonCode),
    netMinor,
    readAs,
  };
}
