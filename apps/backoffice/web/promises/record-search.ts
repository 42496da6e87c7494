import { z } from "zod";

/** What the address of the form says. No currency: the first that something is open in. */
export const recordSearch = z.object({
  currency: z.string().length(3).or(z.literal("")).catch("").default(""),
  search: z.string().catch("").default(""),
});
export type RecordSearch = z.output<typeof recordSearch>;
