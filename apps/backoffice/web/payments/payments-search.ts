import { z } from "zod";

export const PAYMENT_GROUPS = ["all", "under_way", "settled", "not_paid", "back"] as const;

/** What the address of a list of payments says. */
export const paymentsSearch = z.object({
  group: z.enum(PAYMENT_GROUPS).catch("all").default("all"),
  search: z.string().catch("").default(""),
});
export type PaymentsSearch = z.output<typeof paymentsSearch>;
