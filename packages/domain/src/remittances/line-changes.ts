import { z } from "zod";
import type { RemittanceLine } from "./remittance.ts";
import type { NewLine } from "./write-remittance.ts";
import type { FoundBy } from "./written-number.ts";

/* What a person makes of the lines of a draft. Pure. */

export const lineChangeInput = z.object({
  lineNo: z.number().int().min(1),
  /** The document, by its id or as a number that is typed. */
  itemId: z.uuid().optional(),
  number: z.string().max(200).optional(),
  onAccount: z.boolean().optional(),
  netMinor: z.bigint().optional(),
  discountMinor: z.bigint().optional(),
  deductionMinor: z.bigint().optional(),
  /** A code of the reasons for disputes; null takes one back. */
  reason: z.string().max(50).nullish(),
  /** Nothing was deducted: what is not paid of the document stays open. */
  paysPart: z.boolean().optional(),
});

type LineChange = Omit<z.output<typeof lineChangeInput>, "lineNo">;
type Changes = {
  lines: readonly z.output<typeof lineChangeInput>[];
  removed: readonly number[];
  added: readonly LineChange[];
};

/** The document a typed number names; null when it names none or several. */
export type Naming = (number: string) => { itemId: string; by: FoundBy } | null;

/** The lines as they are after the changes, the added ones at the end. Lines keep their numbers. */
export function changedLines(
  lines: readonly RemittanceLine[],
  { lines: changes, removed, added }: Changes,
  naming: Naming,
): NewLine[] {
  const byNo = new Map(changes.map((change) => [change.lineNo, change]));
  const gone = new Set(removed);
  const kept = lines
    .filter(({ lineNo }) => !gone.has(lineNo))
    .map((line) => {
      const change = byNo.get(line.lineNo);
      return change ? changed(line, change, naming) : line;
    });
  const last = lines.reduce((most, { lineNo }) => Math.max(most, lineNo), 0);
  const more = added.map((change, index) =>
    changed({ ...BLANK, lineNo: last + index + 1, written: change.number?.trim() || null }, change, naming),
  );
  return [...kept, ...more];
}

const BLANK: Omit<NewLine, "lineNo" | "written"> = {
  itemId: null,
  grossMinor: null,
  discountMinor: 0n,
  deductionMinor: 0n,
  reasonCode: null,
  reason: null,
  netMinor: 0n,
  readAs: {},
  settled: "open",
};

function changed(line: NewLine, change: LineChange, naming: Naming): NewLine {
  const { itemId, settled, readAs } = settledBy(line, change, naming);
  const netMinor = change.netMinor ?? line.netMinor;
  const discountMinor = change.discountMinor ?? line.discountMinor;
  const deductionMinor = change.paysPart ? 0n : (change.deductionMinor ?? line.deductionMinor);
  const isTouched =
    netMinor !== line.netMinor ||
    discountMinor !== line.discountMinor ||
    deductionMinor !== line.deductionMinor;
  const { amount: _, wrote: __, currency: ___, ...typed } = readAs;
  return {
    ...line,
    itemId,
    settled,
    netMinor,
    discountMinor,
    deductionMinor,
    grossMinor: isTouched ? netMinor + discountMinor + deductionMinor : line.grossMinor,
    reason:
      deductionMinor === 0n && netMinor >= 0n
        ? null
        : change.reason === undefined
          ? line.reason
          : change.reason,
    // An amount that a person entered is one.
    readAs: change.netMinor === undefined ? readAs : typed,
  };
}

function settledBy(
  line: NewLine,
  { itemId, number, onAccount }: LineChange,
  naming: Naming,
): Pick<NewLine, "itemId" | "settled" | "readAs"> {
  const { found: _, ...readAs } = line.readAs;
  if (onAccount) return { itemId: null, settled: "on_account", readAs };
  if (itemId) return { itemId, settled: "document", readAs: { ...readAs, found: "chosen" } };
  const typed = number?.trim();
  if (typed === undefined) return line;
  if (typed === "") return { itemId: null, settled: "open", readAs };
  const named = naming(typed);
  if (named) return { itemId: named.itemId, settled: "document", readAs: { ...readAs, found: "chosen" } };
  return { itemId: null, settled: "open", readAs: { ...readAs, typed } };
}
