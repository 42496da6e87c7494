import { z } from "zod";

export const UNAPPLIED_TABS = ["unapplied", "on_account", "all", "decisions"] as const;

/** What the address of the list of unapplied cash says. */
export const unappliedSearch = z.object({
  tab: z.enum(UNAPPLIED_TABS).catch("unapplied").default("unapplied"),
  search: z.string().catch("").default(""),
  /** The receipt that is looked at. */
  receipt: z.uuid().or(z.literal("")).catch("").default(""),
});
export type UnappliedSearch = z.output<typeof unappliedSearch>;
