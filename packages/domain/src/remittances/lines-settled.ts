import { numberTail } from "../items/item.ts";
import type { AdviceLine } from "./advice.ts";
import { type Candidate, documentNamed } from "./documents-named.ts";
import type { RemittanceLine } from "./remittance.ts";
import { tailsOf } from "./written-number.ts";

/* What the lines of an advice are about, as far as it is beyond doubt. Pure. */

export type SettledLine = AdviceLine & Pick<RemittanceLine, "itemId" | "settled" | "reason">;

/**
 * Gives each line the document it names. A line that names none, or several, stays open for a person: what only fits
 * by its amount is never taken silently.
 */
export function settledLines(
  lines: readonly AdviceLine[],
  candidates: readonly Candidate[],
  currency: string,
): SettledLine[] {
  // Compared with those of its digits only: a line may be one of thousands, and so may a document.
  const byTail = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const tail = numberTail(candidate.number);
    const same = byTail.get(tail);
    if (same) same.push(candidate);
    else byTail.set(tail, [candidate]);
  }
  return lines.map((line) => {
    const { written, readAs } = line;
    const open = { ...line, itemId: null, settled: "open" as const, reason: null };
    if (written === null || readAs.amount) return open;
    const near = [...tailsOf(written), ""].flatMap((tail) => byTail.get(tail) ?? []);
    const named = documentNamed(written, near);
    if (named.kind === "several")
      return { ...open, readAs: { ...readAs, found: "several", count: String(named.candidates.length) } };
    if (named.kind === "none") return open;
    const { candidate, by } = named;
    if (candidate.currency !== currency)
      return {
        ...open,
        readAs: { ...readAs, found: "currency", number: candidate.number, in: candidate.currency },
      };
    return {
      ...withoutGuess(line, candidate),
      itemId: candidate.itemId,
      settled: "document" as const,
      reason: null,
      readAs: { ...readAs, found: by },
    };
  });
}

/** What looked deducted and is all that is open, was paid before: nothing is deducted. */
function withoutGuess(line: AdviceLine, { openMinor }: Candidate): AdviceLine {
  if (line.readAs.deduction !== "implied" || openMinor !== line.netMinor) return line;
  return { ...line, deductionMinor: 0n, grossMinor: line.netMinor + line.discountMinor };
}
