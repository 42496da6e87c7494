import { z } from "zod";

export const DIMENSIONS = ["reason", "product", "customer", "legal_entity", "month", "cause"] as const;
export const CAUSE_STATES = ["open", "fixed", "all"] as const;

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .or(z.literal(""))
  .catch("")
  .default("");

/** What the address of the page of root causes says. */
export const causesSearch = z.object({
  view: z.enum(["report", "causes"]).catch("report").default("report"),
  by: z.enum(DIMENSIONS).catch("reason").default("reason"),
  from: day,
  to: day,
  status: z.enum(CAUSE_STATES).catch("open").default("open"),
  /** The cause that is changed beside the list. */
  cause: z.string().catch("").default(""),
});
export type CausesSearch = z.output<typeof causesSearch>;
