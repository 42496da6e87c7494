import { disputeDecisions } from "@openitem/db/schema/disputes";
import { tasks } from "@openitem/db/schema/work";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { endRequest } from "../approvals/end-request.ts";
import { lockApproval } from "../approvals/lock-approval.ts";
import type { Context } from "../kernel/context.ts";
import { transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { endTask } from "../tasks/end-task.ts";
import { isEnded } from "./dispute.ts";
import { lockDispute } from "./lock-dispute.ts";

export const endDisputeWorkInput = z.object({ disputeId: z.uuid() });

/**
 * Ends what waits at the biller on a dispute that was withdrawn or merged: open tasks, and a decision that waits for
 * approval with its request. Doing it again does nothing.
 */
export async function endDisputeWork(
  ctx: Context,
  raw: z.input<typeof endDisputeWorkInput>,
): Promise<{ tasks: number; requests: number }> {
  const { disputeId } = endDisputeWorkInput.parse(raw);
  permit(ctx.actor, "dispute.handle");
  return transact(ctx, async (tx) => {
    const { organizationId } = ctx;
    const { status, number } = await lockDispute(tx, ctx, disputeId);
    if (!isEnded(status)) return { tasks: 0, requests: 0 };
    const why = status === "merged" ? `${number} was merged` : `The customer withdrew ${number}`;
    const open = await tx
      .select({ id: tasks.id })
      .from(tasks)
      .where(
        and(
          eq(tasks.organizationId, organizationId),
          eq(tasks.subjectKind, "dispute"),
          eq(tasks.subjectId, disputeId),
          eq(tasks.status, "open"),
        ),
      );
    for (const { id: taskId } of open) await endTask(tx, ctx, { taskId, event: "cancel", text: why });
    const pending = await tx
      .select({ approvalId: disputeDecisions.approvalId })
      .from(disputeDecisions)
      .where(
        and(
          eq(disputeDecisions.organizationId, organizationId),
          eq(disputeDecisions.disputeId, disputeId),
          eq(disputeDecisions.status, "pending"),
        ),
      );
    const approvalIds = pending.flatMap(({ approvalId }) => approvalId ?? []);
    for (const approvalId of approvalIds) {
      const { approval } = await lockApproval(tx, ctx, approvalId);
      await endRequest(tx, ctx, approval, why);
    }
    return { tasks: open.length, requests: approvalIds.length };
  });
}
