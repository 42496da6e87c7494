import { z } from "zod";
import { flag } from "../lists/address-parts.ts";

export const ITEM_STATES = [
  "open",
  "overdue",
  "due_soon",
  "not_due",
  "in_flight",
  "disputed",
  "promised",
  "part_paid",
  "credits",
  "paid",
  "all",
] as const;

/** What the address of a customer's documents says. */
export const itemsSearch = z.object({
  state: z.enum(ITEM_STATES).catch("open").default("open"),
  search: z.string().catch("").default(""),
  currency: z.string().length(3).or(z.literal("")).catch("").default(""),
  sort: z.enum(["due", "issued", "number", "open", "amount"]).catch("due").default("due"),
  descending: flag(false),
});
export type ItemsSearch = z.output<typeof itemsSearch>;

/** What the address of a statement says. No day: today. */
export const statementSearch = z.object({
  asOf: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .or(z.literal(""))
    .catch("")
    .default(""),
  currency: z.string().catch("").default(""),
  withSubsidiaries: flag(false),
});
export type StatementSearch = z.output<typeof statementSearch>;
