import { z } from "zod";
import { noticeId } from "../autopay/notice.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { readChargeFacts } from "./read-charge-facts.ts";
import { sendToEach } from "./send-to-each.ts";

export const mailChargeFailedInput = z.object({ chargeId: z.uuid(), paymentId: z.uuid() });

/**
 * Tells that a charge failed and what happens next. When it is tried again this is the notice of that day; when it is
 * not, the amount is to be paid by hand.
 */
export async function mailChargeFailed(
  ctx: MailingContext,
  { chargeId, paymentId }: z.infer<typeof mailChargeFailedInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const { charge, to, facts, payUrl } = await read(ctx, (tx) => readChargeFacts(tx, ctx, chargeId));
  const isOfNow = charge.paymentId === paymentId;
  if (!isOfNow || (charge.status !== "announced" && charge.status !== "failed"))
    return [skipped(`The charge is ${charge.status} by now`)];
  const retryOn = charge.status === "announced" ? charge.retryOn : null;
  return sendToEach(
    ctx,
    to,
    {
      kind: "charge-failed",
      subject: retryOn ? ["charge_notice", noticeId(charge)] : ["charge", charge.id],
      timeline: ["charge", charge.id],
      customerId: charge.customerId,
    },
    (reader) => ({
      ...facts,
      reader,
      reason: charge.failure ?? "",
      retryOn,
      url: retryOn ? facts.url : payUrl,
    }),
  );
}
