import { z } from "zod";

export const PROMISE_GROUPS = ["open", "requests", "due_this_week", "broken", "kept", "all"] as const;

/** What the address of a list of promises says. */
export const promisesSearch = z.object({
  group: z.enum(PROMISE_GROUPS).catch("open").default("open"),
  search: z.string().catch("").default(""),
});
export type PromisesSearch = z.output<typeof promisesSearch>;
