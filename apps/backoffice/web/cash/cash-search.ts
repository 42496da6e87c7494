import { z } from "zod";

/** Lists of the workbench: money that waits, by what is known of it, money that went out, and what was matched. */
export const CASH_TABS = ["unmatched", "unknown", "unapplied", "out", "matched"] as const;
export type CashTab = (typeof CASH_TABS)[number];

/** What the address of the workbench says. */
export const cashSearch = z.object({
  tab: z.enum(CASH_TABS).catch("unmatched").default("unmatched"),
  account: z.uuid().or(z.literal("")).catch("").default(""),
  search: z.string().catch("").default(""),
  /** The bank line that is looked at. */
  line: z.uuid().or(z.literal("")).catch("").default(""),
});
export type CashSearch = z.output<typeof cashSearch>;
