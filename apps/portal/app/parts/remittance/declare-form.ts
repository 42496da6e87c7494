import type { DeclarePaymentInput } from "@openitem/domain/remittances/declare-payment";
import { PAYMENT_METHODS } from "@openitem/domain/remittances/remittance";
import { type AmountFault, parseAmount } from "@openitem/ui/formats";
import { fieldName } from "./field-names.ts";

/** What is wrong in a field, by its name. */
export type DeclareFaults = Record<string, AmountFault | "day" | "not-positive" | "over-open">;

/** A document that may be paid; amounts in minor units of the form's currency. */
export type DeclareDocument = {
  id: string;
  number: string;
  about: string;
  dueOn: string | null;
  openMinor: bigint;
};

export type Sums = { totalMinor: bigint | null; linesMinor: bigint; restMinor: bigint | null };

type Asked = { currency: string; locale: string; documents: readonly DeclareDocument[] };

/** What a declaration says, as typed: its wish, what is wrong with it, and what its amounts come to. */
export function readDeclaration(
  typed: Readonly<Record<string, string>>,
  { currency, locale, documents }: Asked,
): {
  wish: Pick<DeclarePaymentInput, "paidOn" | "totalMinor" | "method" | "reference" | "lines">;
  faults: DeclareFaults;
  sums: Sums;
} {
  const faults: DeclareFaults = {};
  const amount = (name: string): bigint | null => {
    const text = typed[name]?.trim() ?? "";
    if (text === "") return null;
    const read = parseAmount(text, currency, locale);
    if (!read.ok) faults[name] = read.reason;
    else if (read.minor < 0n) faults[name] = "not-positive";
    return read.ok && read.minor >= 0n ? read.minor : null;
  };
  const totalMinor = amount(fieldName.total);
  if (totalMinor === null) faults[fieldName.total] ??= "empty";
  else if (totalMinor === 0n) faults[fieldName.total] = "not-positive";
  const paidOn = typed[fieldName.paidOn]?.trim() ?? "";
  if (!/^\d{4}-\d{2}-\d{2}$/.test(paidOn) || Number.isNaN(Date.parse(paidOn)))
    faults[fieldName.paidOn] = "day";
  const lines = documents.flatMap(({ id: itemId, openMinor }) => {
    const name = fieldName.amount(itemId);
    const amountMinor = amount(name);
    if (amountMinor === null || amountMinor === 0n) return [];
    if (amountMinor > openMinor) faults[name] = "over-open";
    return [{ itemId, amountMinor }];
  });
  const linesMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return {
    wish: {
      paidOn: faults[fieldName.paidOn] ? null : paidOn,
      totalMinor: totalMinor ?? 0n,
      method: PAYMENT_METHODS.find((each) => each === typed[fieldName.method]) ?? "wire",
      reference: typed[fieldName.reference]?.trim().slice(0, 140) || null,
      lines,
    },
    faults,
    sums: { totalMinor, linesMinor, restMinor: totalMinor === null ? null : totalMinor - linesMinor },
  };
}
