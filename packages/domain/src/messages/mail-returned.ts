import { z } from "zod";
import { permit } from "../policies/permissions.ts";
import { mailReversals } from "./mail-reversals.ts";
import type { MailingContext, MailOutcome } from "./mailing-context.ts";

export const mailReturnedInput = z.object({ paymentId: z.uuid() });

/** Tells the contact who paid that a bank took settled money back, why, and what is open again since when it is due. */
export async function mailReturned(
  ctx: MailingContext,
  { paymentId }: z.infer<typeof mailReturnedInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  return mailReversals(
    ctx,
    { paymentId, kinds: ["return", "chargeback"] },
    "payment-returned",
    (facts, { kind }) => ({ ...facts, kind: kind === "return" ? "return" : "chargeback" }),
  );
}
