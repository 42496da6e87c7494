import { disputes } from "@openitem/db/schema/disputes";
import { updateRows } from "@openitem/db/statement";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transact } from "../kernel/transact.ts";
import { canHappen } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { refuseEnded } from "./add-message.ts";
import { DISPUTE_TRANSITIONS, type DisputeStatus } from "./dispute.ts";
import { lockDispute } from "./lock-dispute.ts";
import { moveDispute } from "./move-dispute.ts";
import { tellCustomer } from "./tell-customer.ts";

export const takeDisputeInput = z.object({
  disputeId: z.uuid(),
  /** Who had it when the person looked; null when nobody did. */
  seenAssigneeId: z.uuid().nullable(),
});

/**
 * The person makes a dispute his own and begins to check it. Taking it again does nothing. Refuses `dispute.missing`,
 * `dispute.ended`, and `dispute.taken` when a colleague took it meanwhile.
 */
export async function takeDispute(
  ctx: Context,
  raw: z.input<typeof takeDisputeInput>,
): Promise<{ status: DisputeStatus }> {
  const { disputeId, seenAssigneeId } = takeDisputeInput.parse(raw);
  return transact(ctx, async (tx) => {
    const { organizationId, actor } = ctx;
    const dispute = await lockDispute(tx, ctx, disputeId);
    permit(actor, "dispute.handle", dispute.customerId);
    if (actor.kind !== "staff")
      throw new Refusal("forbidden", "dispute.handle.forbidden", "Only a person can take a dispute.");
    refuseEnded(dispute);
    const isNew = canHappen(DISPUTE_TRANSITIONS, "take", dispute.status);
    const assigneeId = actor.staffId;
    if (!isNew && dispute.assigneeId === assigneeId) return { status: dispute.status };
    if (dispute.assigneeId !== seenAssigneeId && dispute.assigneeId !== assigneeId)
      throw new Refusal(
        "conflict",
        "dispute.taken",
        "A colleague took this dispute meanwhile. Reload the page to see who.",
        { status: dispute.status },
      );
    const moved = isNew ? await moveDispute(tx, ctx, dispute, "take", { assigneeId }) : dispute;
    if (!isNew) await updateRows(tx, disputes, { assigneeId }, { organizationId, id: disputeId });
    await record(tx, ctx, {
      action: "dispute.taken",
      subject: ["dispute", disputeId],
      customerId: dispute.customerId,
      data: { number: dispute.number },
    });
    if (dispute.status === "submitted") await tellCustomer(tx, ctx, dispute, "dispute-taken");
    return { status: moved.status };
  });
}
