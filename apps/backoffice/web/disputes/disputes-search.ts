import { z } from "zod";

export const DISPUTE_TABS = [
  "new",
  "mine",
  "waiting_customer",
  "waiting_internal",
  "awaiting_approval",
  "breaching",
  "open",
  "decided",
  "all",
] as const;

/** What the address of a list of disputes says. */
export const disputesSearch = z.object({
  tab: z.enum(DISPUTE_TABS).catch("open").default("open"),
  search: z.string().catch("").default(""),
  sort: z.enum(["due", "raised"]).catch("due").default("due"),
});
export type DisputesSearch = z.output<typeof disputesSearch>;
