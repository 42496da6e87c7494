import { z } from "zod";
import { noticeId } from "../autopay/notice.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { readChargeFacts } from "./read-charge-facts.ts";
import { sendToEach } from "./send-to-each.ts";

export const mailChargeHeldInput = z.object({ chargeId: z.uuid() });

/** Tells that nothing of a charge is made now, and why. */
export async function mailChargeHeld(
  ctx: MailingContext,
  { chargeId }: z.infer<typeof mailChargeHeldInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const { charge, to, facts, leftOut } = await read(ctx, (tx) => readChargeFacts(tx, ctx, chargeId));
  if (charge.status !== "held") return [skipped(`The charge is ${charge.status}`)];
  const { documents: _, amount: __, ...what } = facts;
  return sendToEach(
    ctx,
    to,
    {
      kind: "charge-held",
      subject: ["charge_notice", noticeId(charge)],
      timeline: ["charge", charge.id],
      customerId: charge.customerId,
    },
    (reader) => ({ ...what, reader, leftOut }),
  );
}
