import { z } from "zod";
import { lockRequest, withdrawRequest } from "../cash/grant-decision.ts";
import { moveDispute } from "../disputes/move-dispute.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transactOnce } from "../kernel/transact.ts";
import { lockRefundRequest, withdrawRefundRequest } from "../payments/grant-refund.ts";
import { permit } from "../policies/permissions.ts";
import { endRequest } from "./end-request.ts";
import { lockApproval } from "./lock-approval.ts";

export const withdrawApprovalInput = z.object({
  key: z.uuid(),
  approvalId: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(500),
});

/**
 * The maker takes his request back: the dispute is in review again, and can be decided otherwise. Refuses
 * `approval.missing`, `approval.not_own` and `approval.decided`.
 */
export async function withdrawApproval(
  ctx: Context,
  raw: z.input<typeof withdrawApprovalInput>,
): Promise<{ approvalId: string }> {
  const input = withdrawApprovalInput.parse(raw);
  const { key, approvalId, reason } = input;
  return transactOnce(ctx, { name: "approval.withdraw", key, input }, async (tx) => {
    permit(ctx.actor, "dispute.decide");
    const request = await lockRequest(tx, ctx, approvalId);
    const refund = request ? null : await lockRefundRequest(tx, ctx, approvalId);
    const other = request ?? refund;
    const { approval, dispute } = other
      ? { ...other, dispute: null }
      : await lockApproval(tx, ctx, approvalId);
    if (approval.requestedBy !== actorKey(ctx.actor))
      throw new Refusal(
        "forbidden",
        "approval.not_own",
        `${approval.requestedByName} asked for this, and alone can take it back. You can refuse it.`,
        { by: approval.requestedByName },
      );
    if (approval.status !== "pending")
      throw new Refusal(
        "conflict",
        "approval.decided",
        `${approval.decidedByName ?? "Somebody"} has answered this already.`,
        { status: approval.status, by: approval.decidedByName ?? "" },
      );
    if (request) await withdrawRequest(tx, ctx, request, reason);
    else if (refund) await withdrawRefundRequest(tx, ctx, refund, reason);
    else await endRequest(tx, ctx, approval, reason);
    if (dispute?.status === "awaiting_approval") await moveDispute(tx, ctx, dispute, "withdraw_request");
    return { approvalId };
  });
}
