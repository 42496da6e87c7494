import { z } from "zod";

export const STATEMENT_TABS = ["all", "held", "booked", "discarded"] as const;

/** What the address of the list of statements says. */
export const statementsSearch = z.object({
  tab: z.enum(STATEMENT_TABS).catch("all").default("all"),
  account: z.uuid().or(z.literal("")).catch("").default(""),
});
export type StatementsSearch = z.output<typeof statementsSearch>;
