import { z } from "zod";

export const PAYOUT_VIEWS = ["untied", "tied", "all", "loose"] as const;

/** What the address of the list of payouts says. */
export const payoutsSearch = z.object({
  view: z.enum(PAYOUT_VIEWS).catch("untied").default("untied"),
  /** The payout that is looked at. */
  payout: z.uuid().or(z.literal("")).catch("").default(""),
});
export type PayoutsSearch = z.output<typeof payoutsSearch>;
