import type { Outcome, Signal } from "../matching/match.ts";

/** What the books say of a line beside what the engine is told, that keeps it from being applied by itself. */
export type Hindrances = {
  /** A person undid what was made of this line. */
  undone: { by: string; reason: string } | null;
  /** Money we had sent that came back. */
  isReversal: boolean;
  /** Receipts recorded by hand that this money may be: it must not be booked twice. */
  recorded: readonly { receiptId: string; number: string }[];
  barredDebits: ReadonlySet<string>;
  /** Advices whose money has not been found yet. */
  liveRemittances: ReadonlySet<string>;
};

/** The engine's answer, laid out for a person where the books say that one has to look. Pure. */
export function heldBack(outcome: Outcome, hindrances: Hindrances): Outcome {
  if (outcome.kind !== "apply") return outcome;
  const waits = waitsOf(outcome, hindrances);
  return waits.length === 0 ? outcome : { ...outcome, kind: "propose", waits: [...outcome.waits, ...waits] };
}

function waitsOf(outcome: Outcome, hindrances: Hindrances): Signal[] {
  const { undone, isReversal, recorded, barredDebits, liveRemittances } = hindrances;
  const [best] = outcome.proposals;
  const waits: Signal[] = [];
  // A receipt is somebody's: money for several strangers at once is divided by a person.
  if (!outcome.customerId && !best?.customerId) waits.push({ code: "payer_unknown", facts: { name: "" } });
  if (undone) waits.push({ code: "undone", facts: undone });
  if (isReversal) waits.push({ code: "reversal", facts: {} });
  for (const { receiptId, number } of recorded)
    waits.push({ code: "recorded", facts: { receiptId, number } });
  for (const { itemId, number } of best?.applications ?? [])
    if (barredDebits.has(itemId)) waits.push({ code: "barred", facts: { itemId, number } });
  if (best?.remittanceId && !liveRemittances.has(best.remittanceId))
    waits.push({ code: "advice_spent", facts: { remittanceId: best.remittanceId } });
  return waits;
}
