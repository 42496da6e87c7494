import { z } from "zod";
import { flag } from "../lists/address-parts.ts";

/** What the address of the list of customers says. */
export const customersSearch = z.object({
  search: z.string().catch("").default(""),
  currency: z.string().length(3).or(z.literal("")).catch("").default(""),
  sort: z.enum(["name", "number", "open", "overdue", "oldest"]).catch("overdue").default("overdue"),
  descending: flag(true),
  withSettled: flag(false),
});

export type CustomersSearch = z.output<typeof customersSearch>;
