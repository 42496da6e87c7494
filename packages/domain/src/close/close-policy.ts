import { z } from "zod";

const DECIMAL = /^\d+(\.\d+)?$/;
const percent = z.string().regex(/^(100|\d{1,2}(\.\d{1,2})?)$/);

/** What the list of checks measures by, when a month is closed. */
export const closePolicy = z.object({
  /** Unapplied cash older than this at the end of the month needs a note. */
  unappliedDays: z.number().int().min(0).max(365),
  /** Open disputes from this amount on need a note: decimal text per currency, "*" for all others. */
  disputesFrom: z.record(z.string(), z.string().regex(DECIMAL)),
  /** Share of what is open in each step of age that is held for bad debt, in percent. */
  allowance: z.object({
    current: percent,
    "1-30": percent,
    "31-60": percent,
    "61-90": percent,
    "90+": percent,
  }),
});

export type ClosePolicy = z.infer<typeof closePolicy>;

export const shippedClosePolicy: ClosePolicy = {
  unappliedDays: 30,
  disputesFrom: { USD: "5000", EUR: "5000", GBP: "4000", "*": "5000" },
  allowance: { current: "0.5", "1-30": "2", "31-60": "5", "61-90": "15", "90+": "50" },
};
