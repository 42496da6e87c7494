import { z } from "zod";
import { permit } from "../policies/permissions.ts";
import { mailReversals } from "./mail-reversals.ts";
import type { MailingContext, MailOutcome } from "./mailing-context.ts";

export const mailRefundedInput = z.object({ paymentId: z.uuid() });

/** Tells the contact who paid that we sent money back, and what is open again because of it. */
export async function mailRefunded(
  ctx: MailingContext,
  { paymentId }: z.infer<typeof mailRefundedInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  return mailReversals(
    ctx,
    { paymentId, kinds: ["refund"] },
    "payment-refunded",
    (facts, reversal, payment) => ({ ...facts, isWhole: reversal.amountMinor === payment.amountMinor }),
  );
}
