import { z } from "zod";

/** What the address of the close says; empty is the first legal entity and the month to close next. */
export const closeSearch = z.object({
  entity: z.string().catch("").default(""),
  month: z
    .string()
    .regex(/^(\d{4}-(0[1-9]|1[0-2]))?$/)
    .catch("")
    .default(""),
});
export type CloseSearch = z.output<typeof closeSearch>;
