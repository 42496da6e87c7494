import { type AmountFault, formatAmount, parseAmount } from "@openitem/ui/formats";
import type { Answers } from "../api.ts";
import type { Detail } from "./dispute-context.ts";

/* What a person has typed to decide a dispute, and what it asks for. Pure. Amounts in minor units of its currency. */

export const OUTCOMES = ["credit", "part_credit", "rebill", "goodwill", "reject", "write_off"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type LineTyped = { quantity: string; unitPrice: string; amount: string };
export type CorrectedTyped = {
  amount: string;
  dueOn: string;
  poNumber: string;
  /** By line number: those that were changed. */
  lines: Readonly<Record<string, LineTyped>>;
};

export type DecisionDraft = {
  outcome: Outcome;
  /** By document, as typed. */
  amounts: Readonly<Record<string, string>>;
  taxes: Readonly<Record<string, string>>;
  corrected: Readonly<Record<string, CorrectedTyped>>;
  reason: string;
  grounds: string;
  note: string;
  /** Of the decision it will be: sending twice decides once. */
  id: string;
};

export type Subject = {
  itemId: string;
  number: string;
  amountMinor: bigint;
  /** What of the claim no decision has credited yet. */
  leftMinor: bigint;
  poNumber: string | null;
  dueOn: string | null;
  disputed: Detail["documents"][number]["lines"];
};

type BilledLine = Answers["items"]["lines"]["rows"][number];
/** A document's lines as billed; null where there are none, or too many to correct one by one. */
export type LinesOf = (itemId: string) => readonly BilledLine[] | null;

type Line = {
  description: string;
  quantity: string;
  unit: string;
  unitPrice: string;
  amountMinor: bigint;
  periodFromOn: string | null;
  periodToOn: string | null;
};
type Corrected = {
  amountMinor: bigint;
  dueOn: string | null;
  poNumber: string | null;
  lines: Line[];
};
export type Wished = {
  itemId: string;
  amountMinor: bigint | null;
  taxMinor: bigint | null;
  corrected: Corrected | null;
};
/** By the name of the field. */
export type Faults = Readonly<Record<string, AmountFault | "not-above-zero">>;

/** How amounts are written and read. */
type Writing = { currency: string; locale: string };

/** The documents of a dispute as a decision sees them. */
export function subjectsOf({ documents, decisions }: Detail): Subject[] {
  return documents.map(({ itemId, number, amountMinor, claimMinor, poNumber, dueOn, lines }) => {
    const creditedMinor = decisions
      .filter(({ status }) => status === "applied")
      .flatMap(({ items }) => items.filter((item) => item.itemId === itemId))
      .reduce((sum, item) => sum + item.amountMinor, 0n);
    const leftMinor = claimMinor > creditedMinor ? claimMinor - creditedMinor : 0n;
    return { itemId, number, amountMinor, leftMinor, poNumber, dueOn, disputed: lines };
  });
}

/** What is typed of a line that nobody has changed: as the customer has it. */
export function lineBefore(
  { disputed }: Subject,
  line: BilledLine,
  { currency, locale }: Writing,
): LineTyped {
  const claim = disputed.find((each) => each.lineNo === line.lineNo);
  return {
    quantity: claim?.expectedQuantity ?? line.quantity,
    unitPrice: claim?.expectedUnitPrice ?? line.unitPrice,
    amount: formatAmount(line.amountMinor - (claim?.disputedMinor ?? 0n), currency, locale),
  };
}

/** The lines a person can correct: those in question; all of them when the document is in question as a whole. */
export function editableLines({ disputed }: Subject, lines: readonly BilledLine[]): readonly BilledLine[] {
  const named = disputed.filter(({ lineNo }) => lineNo > 0).map(({ lineNo }) => lineNo);
  return named.length === disputed.length ? lines.filter(({ lineNo }) => named.includes(lineNo)) : lines;
}

/** The corrected amount of a document whose lines are not corrected one by one, before anybody typed another. */
export const amountBefore = ({ amountMinor, leftMinor }: Subject, { currency, locale }: Writing): string =>
  amountMinor > leftMinor ? formatAmount(amountMinor - leftMinor, currency, locale) : "";

/** What is asked for; `faults` name the fields that cannot be read. */
export function wishOf(
  draft: DecisionDraft,
  subjects: readonly Subject[],
  { linesOf, ...writing }: Writing & { linesOf: LinesOf },
): { documents: Wished[]; faults: Faults } {
  const faults: Record<string, AmountFault | "not-above-zero"> = {};
  const amount = (field: string, text: string, least = 1n): bigint | null => {
    if (text.trim() === "") return null;
    const parsed = parseAmount(text, writing.currency, writing.locale);
    if (!parsed.ok) faults[field] = parsed.reason;
    else if (parsed.minor < least) faults[field] = "not-above-zero";
    else return parsed.minor;
    return null;
  };
  const plain = (subject: Subject): Wished => ({
    itemId: subject.itemId,
    amountMinor: amount(`amount-${subject.itemId}`, draft.amounts[subject.itemId] ?? ""),
    taxMinor: amount(`tax-${subject.itemId}`, draft.taxes[subject.itemId] ?? "", 0n),
    corrected: null,
  });
  switch (draft.outcome) {
    case "reject":
      return { documents: [], faults };
    case "credit": {
      const documents = subjects
        .filter(({ leftMinor }) => leftMinor > 0n)
        .map((subject) => ({ ...plain(subject), amountMinor: null }));
      for (const subject of subjects) delete faults[`amount-${subject.itemId}`];
      return { documents: documents.some(({ taxMinor }) => taxMinor !== null) ? documents : [], faults };
    }
    case "rebill": {
      const documents = subjects
        .filter(({ leftMinor }) => leftMinor > 0n)
        .map((subject) => ({
          ...plain(subject),
          amountMinor: null,
          taxMinor: null,
          corrected: correctedOf(subject, draft.corrected[subject.itemId], linesOf, writing, amount),
        }));
      return { documents, faults };
    }
    default:
      return { documents: subjects.map(plain).filter(({ amountMinor }) => amountMinor !== null), faults };
  }
}

function correctedOf(
  subject: Subject,
  typed: CorrectedTyped | undefined,
  linesOf: LinesOf,
  writing: Writing,
  amount: (field: string, text: string, least?: bigint) => bigint | null,
): Corrected | null {
  const { itemId } = subject;
  const terms = { dueOn: typed?.dueOn || null, poNumber: typed?.poNumber.trim() || null };
  const billed = linesOf(itemId);
  if (!billed) {
    const minor = amount(`corrected-${itemId}`, typed?.amount ?? amountBefore(subject, writing));
    return minor === null ? null : { ...terms, amountMinor: minor, lines: [] };
  }
  const lines = billed.map((line): Line => {
    const said = typed?.lines[line.lineNo] ?? lineBefore(subject, line, writing);
    const { description, unit, periodFromOn, periodToOn } = line;
    const amountMinor = amount(`line-${itemId}-${line.lineNo}`, said.amount, -line.amountMinor - 1n) ?? 0n;
    const { quantity, unitPrice } = said;
    return { description, unit, periodFromOn, periodToOn, quantity, unitPrice, amountMinor };
  });
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  return amountMinor > 0n ? { ...terms, amountMinor, lines } : null;
}
