import type { changeRemittanceInput } from "@openitem/domain/remittances/change-remittance";
import type { ReadLine } from "@openitem/domain/remittances/read-remittance";
import { PAYMENT_METHODS } from "@openitem/domain/remittances/remittance";
import { type AmountFault, parseAmount } from "@openitem/ui/formats";
import type { z } from "zod";
import { fieldName, PAYS_PART } from "./field-names.ts";

export type Change = NonNullable<z.input<typeof changeRemittanceInput>["change"]>;
type LineChange = NonNullable<Change["lines"]>[number];

/** What is wrong in a field, by its name. */
export type Faults = Record<string, AmountFault | "day">;

type Shown = {
  currency: string;
  locale: string;
  lines: readonly Pick<ReadLine, "lineNo" | "document" | "readAs" | "netMinor" | "deductionMinor">[];
};

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/**
 * What a sent review says of the draft. Only fields that were shown are read, and of these only what differs from what
 * they were filled with, so that a page of many lines changes nothing of the others.
 */
export function readReview(
  typed: Readonly<Record<string, string>>,
  { currency, locale, lines }: Shown,
): { change: Change; faults: Faults } {
  const faults: Faults = {};
  const amount = (name: string): bigint | undefined => {
    const text = typed[name];
    if (text === undefined || text.trim() === "") return undefined;
    const read = parseAmount(text, currency, locale);
    if (read.ok) return read.minor;
    faults[name] = read.reason;
    return undefined;
  };
  const head = headOf(typed, faults, amount);
  const changes = lines.flatMap((line) => lineChange(line, typed, amount));
  const number = typed[fieldName.newNumber]?.trim() ?? "";
  const netMinor = amount(fieldName.newNet);
  const isAdded = number !== "" || netMinor !== undefined;
  if (number !== "" && netMinor === undefined) faults[fieldName.newNet] ??= "empty";
  const added = isAdded && netMinor !== undefined ? [{ ...(number !== "" && { number }), netMinor }] : [];
  return { change: { head, lines: changes, removed: [], added }, faults };
}

function headOf(
  typed: Readonly<Record<string, string>>,
  faults: Faults,
  amount: (name: string) => bigint | undefined,
): NonNullable<Change["head"]> {
  const { paidOn, total, reference, method } = fieldName;
  const day = typed[paidOn]?.trim();
  if (day && !isDay(day)) faults[paidOn] = "day";
  const totalMinor = amount(total);
  return {
    ...(day !== undefined && !faults[paidOn] && { paidOn: day === "" ? null : day }),
    ...(typed[total] !== undefined && !faults[total] && { totalMinor: totalMinor ?? null }),
    ...(typed[reference] !== undefined && { reference: typed[reference].trim().slice(0, 140) || null }),
    ...(typed[method] !== undefined && {
      method: PAYMENT_METHODS.find((each) => each === typed[method]) ?? null,
    }),
  };
}

function lineChange(
  line: Shown["lines"][number],
  typed: Readonly<Record<string, string>>,
  amount: (name: string) => bigint | undefined,
): LineChange[] {
  const { lineNo, document, readAs } = line;
  const netMinor = amount(fieldName.net(lineNo));
  const deductionMinor = amount(fieldName.deduction(lineNo));
  const number = typed[fieldName.number(lineNo)]?.trim();
  const reason = typed[fieldName.reason(lineNo)];
  const change = {
    ...(netMinor !== undefined && (netMinor !== line.netMinor || readAs.amount) && { netMinor }),
    ...(deductionMinor !== undefined && deductionMinor !== line.deductionMinor && { deductionMinor }),
    ...(number !== undefined && number !== (document?.number ?? readAs.typed ?? "") && { number }),
    ...(reason === PAYS_PART && { paysPart: true }),
    ...(reason !== undefined && reason !== PAYS_PART && { reason: reason || null }),
  };
  return Object.keys(change).length > 0 ? [{ lineNo, ...change }] : [];
}
