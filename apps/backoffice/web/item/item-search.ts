import { z } from "zod";

/** What the address of a document says. */
export const itemSearch = z.object({
  view: z.enum(["applied", "lines"]).optional().catch(undefined),
  search: z.string().catch("").default(""),
});
