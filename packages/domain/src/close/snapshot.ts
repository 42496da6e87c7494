import { z } from "zod";
import { CHECK_CODES } from "./check.ts";
import type { Tie } from "./read-ties.ts";
import { MOVEMENTS, type Movement, type RollForward } from "./roll-forward.ts";

/* What is kept with a closed month: the figures as they stood, so that they can be read and proved again. Pure. */

const minor = z.string().regex(/^-?\d+$/);

export const snapshot = z.object({
  /** Through which day the books were closed before. */
  closedThroughBefore: z.string().nullable(),
  /** How many journal lines were booked through the last day. */
  transfers: z.number().int(),
  checks: z.array(
    z.object({
      check: z.enum(CHECK_CODES),
      figure: z.string(),
      note: z.string().nullable(),
      signedByName: z.string().nullable(),
    }),
  ),
  rollForward: z.array(
    z.object({
      currency: z.string(),
      openingMinor: minor,
      movements: z.partialRecord(z.enum(MOVEMENTS), minor),
      closingMinor: minor,
    }),
  ),
  ties: z.array(z.object({ currency: z.string(), account: z.string(), minor })),
});
export type Snapshot = z.infer<typeof snapshot>;

export const rollForwardFigures = (rows: readonly RollForward[]): Snapshot["rollForward"] =>
  rows.map(({ currency, openingMinor, movements, closingMinor }) => ({
    currency,
    openingMinor: String(openingMinor),
    movements: Object.fromEntries(
      Object.entries(movements)
        .filter(([, each]) => each !== 0n)
        .map(([kind, each]) => [kind, String(each)]),
    ) as Partial<Record<Movement, string>>,
    closingMinor: String(closingMinor),
  }));

export const tieFigures = (ties: readonly Tie[]): Snapshot["ties"] =>
  ties.map(({ currency, account, controlMinor }) => ({ currency, account, minor: String(controlMinor) }));
