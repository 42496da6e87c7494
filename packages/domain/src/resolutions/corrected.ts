import type { RebillTerms } from "@openitem/db/schema/disputes";
import { z } from "zod";
import type { LockedItem } from "../items/lock-items.ts";
import { isDay } from "../kernel/business-day.ts";
import { decimal, sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";

/* The invoice that takes the place of one that was wrong. Pure. Amounts in minor units of the wrong one's currency. */

const day = z.string().refine(isDay, "This is not a day of the calendar.");
const number = z.string().regex(/^-?\d+(\.\d+)?$/);

export const correctedInput = z.object({
  amountMinor: z.bigint().positive(),
  /** Left out: as on the invoice it replaces. */
  dueOn: day.nullish(),
  poNumber: z.string().trim().max(60).nullish(),
  reference: z.string().trim().max(120).nullish(),
  terms: z.string().trim().max(60).nullish(),
  lines: z
    .array(
      z.object({
        description: z.string().trim().min(1).max(300),
        quantity: number,
        unit: z.string().max(30),
        unitPrice: number,
        amountMinor: z.bigint(),
        periodFromOn: day.nullish(),
        periodToOn: day.nullish(),
      }),
    )
    .max(5_000)
    .default([]),
});

export type Corrected = z.infer<typeof correctedInput>;

/** Refuses a correction that is missing, says more than the document it replaces, or does not add up. */
export function checkCorrected(
  item: LockedItem,
  corrected: Corrected | null | undefined,
  mostMinor: bigint,
): Corrected {
  const { number, currency } = item;
  if (!corrected)
    throw new Refusal("invalid", "resolution.corrected_missing", `Say what ${number} should have been.`, {
      number,
    });
  if (item.kind !== "invoice" && item.kind !== "debit_memo")
    throw new Refusal("invalid", "resolution.not_billed", `${number} is no bill that could be issued anew.`, {
      number,
    });
  if (corrected.amountMinor > mostMinor) {
    const facts = { number, most: decimal(mostMinor, currency), currency };
    throw new Refusal(
      "invalid",
      "resolution.over_invoice",
      `The corrected ${number} comes to ${facts.most} ${currency} at most. Bill more by an invoice of its own.`,
      facts,
    );
  }
  if (
    corrected.lines.length > 0 &&
    sum(corrected.lines.map((line) => line.amountMinor)) !== corrected.amountMinor
  )
    throw new Refusal("invalid", "item.lines_differ", "The lines do not add up to the amount.");
  return corrected;
}

/** As it is kept while the decision waits, everything that was left out taken from the document it replaces. */
export function termsOf(item: LockedItem, corrected: Corrected): RebillTerms {
  return {
    dueOn: corrected.dueOn ?? item.dueOn ?? item.issuedOn,
    poNumber: corrected.poNumber ?? item.poNumber,
    reference: corrected.reference ?? item.reference,
    terms: corrected.terms ?? item.terms,
    lines: corrected.lines.map(({ amountMinor, periodFromOn, periodToOn, ...line }) => ({
      ...line,
      amountMinor: String(amountMinor),
      periodFromOn: periodFromOn ?? null,
      periodToOn: periodToOn ?? null,
    })),
  };
}

/** The correction back from what was kept. */
export const correctedOf = (amountMinor: bigint, { lines, ...terms }: RebillTerms): Corrected => ({
  ...terms,
  amountMinor,
  lines: lines.map((line) => ({ ...line, amountMinor: BigInt(line.amountMinor) })),
});
