import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { type Confirmed, confirmMatch } from "./confirm-match.ts";

export const setPayerInput = z.object({
  key: z.uuid(),
  lineId: z.uuid(),
  customerId: z.uuid(),
  heldAs: z.enum(["unapplied", "on_account"]).default("unapplied"),
  learn: z.boolean().default(true),
});

/**
 * Says whose money a line is, before anybody knows what it pays: it becomes a receipt of the customer, all of it still to
 * be used. Refuses like `confirmMatch`.
 */
export const setPayer = (ctx: Context, raw: z.input<typeof setPayerInput>): Promise<Confirmed> => {
  const { heldAs, ...input } = setPayerInput.parse(raw);
  return confirmMatch(ctx, { ...input, receiptId: null, rest: heldAs });
};
