import { newId } from "@openitem/db/ids";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { enqueue, record, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { checkSeen, DISPUTE_STATUSES, type DisputeStatus, isOpen } from "./dispute.ts";
import { lockDispute } from "./lock-dispute.ts";
import { moveDispute } from "./move-dispute.ts";

import { tellCustomer } from "./tell-customer.ts";
import { writeEntry } from "./write-entry.ts";

export const withdrawDisputeInput = z.object({
  disputeId: z.uuid(),
  /** As the person saw it. */
  seen: z.enum(DISPUTE_STATUSES),
  comment: z.string().trim().max(10_000).default(""),
});

/**
 * Takes a dispute back whole: what it held is payable and chased again. What waits on it at the biller is ended after
 * commit. Withdrawing again does nothing. Refuses `dispute.missing`, `dispute.state`, and `dispute.stale` when it was
 * decided meanwhile.
 */
export async function withdrawDispute(
  ctx: Context,
  raw: z.input<typeof withdrawDisputeInput>,
): Promise<{ status: DisputeStatus }> {
  const { disputeId, seen, comment } = withdrawDisputeInput.parse(raw);
  return transact(ctx, async (tx) => {
    const dispute = await lockDispute(tx, ctx, disputeId);
    const { customerId, number } = dispute;
    permit(ctx.actor, "dispute.answer", customerId);
    if (dispute.status === "withdrawn") return { status: dispute.status };
    // A step on the way to a decision does not keep anybody from withdrawing; the decision does.
    if (!isOpen(dispute.status)) checkSeen(dispute, seen);
    const { status } = await moveDispute(tx, ctx, dispute, "withdraw");
    if (comment !== "") await writeEntry(tx, ctx, dispute, { id: newId(), kind: "message", body: comment });
    await record(tx, ctx, {
      action: "dispute.withdrawn",
      subject: ["dispute", disputeId],
      customerId,
      data: { number, before: dispute.status },
    });
    await enqueue(tx, ctx, "dispute.ended", { disputeId });
    await tellCustomer(tx, ctx, dispute, "dispute-withdrawn");
    return { status };
  });
}
