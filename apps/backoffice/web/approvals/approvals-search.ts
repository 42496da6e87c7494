import { z } from "zod";

export const APPROVAL_VIEWS = ["for_me", "mine", "pending", "decided"] as const;

/** What the address of the list of requests says. */
export const approvalsSearch = z.object({
  view: z.enum(APPROVAL_VIEWS).catch("for_me").default("for_me"),
});
