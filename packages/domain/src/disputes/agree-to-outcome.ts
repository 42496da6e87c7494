import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { record, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { checkSeen, DISPUTE_STATUSES, type DisputeStatus } from "./dispute.ts";
import { lockDispute } from "./lock-dispute.ts";
import { moveDispute } from "./move-dispute.ts";

export const agreeToOutcomeInput = z.object({
  disputeId: z.uuid(),
  /** The outcome that the person saw and agrees to. */
  seen: z.enum(DISPUTE_STATUSES),
});

/**
 * The customer is content with the outcome: the dispute is closed. Agreeing again does nothing. Refuses
 * `dispute.missing`, `dispute.state`, and `dispute.stale` when the outcome is another by now.
 */
export async function agreeToOutcome(
  ctx: Context,
  raw: z.input<typeof agreeToOutcomeInput>,
): Promise<{ status: DisputeStatus }> {
  const { disputeId, seen } = agreeToOutcomeInput.parse(raw);
  return transact(ctx, async (tx) => {
    const dispute = await lockDispute(tx, ctx, disputeId);
    const { customerId, number } = dispute;
    permit(ctx.actor, "dispute.answer", customerId);
    if (dispute.status === "closed") return { status: dispute.status };
    const { status } = await moveDispute(tx, ctx, dispute, "agree");
    checkSeen(dispute, seen);
    await record(tx, ctx, {
      action: "dispute.agreed",
      subject: ["dispute", disputeId],
      customerId,
      data: { number, outcome: dispute.status },
    });
    return { status };
  });
}
