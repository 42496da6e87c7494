import { z } from "zod";
import { noticeId } from "../autopay/notice.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { readChargeFacts } from "./read-charge-facts.ts";
import { sendToEach } from "./send-to-each.ts";

export const mailChargeAnnouncedInput = z.object({ chargeId: z.uuid() });

/** Announces a charge: what, when, from where, what it leaves out, and how to stop it. Once for each day of a charge. */
export async function mailChargeAnnounced(
  ctx: MailingContext,
  { chargeId }: z.infer<typeof mailChargeAnnouncedInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const { charge, to, facts, leftOut } = await read(ctx, (tx) => readChargeFacts(tx, ctx, chargeId));
  if (charge.status !== "announced") return [skipped(`The charge is ${charge.status}`)];
  return sendToEach(
    ctx,
    to,
    {
      kind: "charge-announced",
      subject: ["charge_notice", noticeId(charge)],
      timeline: ["charge", charge.id],
      customerId: charge.customerId,
    },
    (reader) => ({ ...facts, reader, leftOut }),
  );
}
