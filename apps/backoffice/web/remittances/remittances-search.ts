import { z } from "zod";

export const REMITTANCE_TABS = ["waiting", "check", "ended", "all"] as const;

/** What the address of the list of remittances says. */
export const remittancesSearch = z.object({
  group: z.enum(REMITTANCE_TABS).catch("waiting").default("waiting"),
  search: z.string().catch("").default(""),
  /** The remittance that is looked at. */
  remittance: z.uuid().or(z.literal("")).catch("").default(""),
});
export type RemittancesSearch = z.output<typeof remittancesSearch>;
