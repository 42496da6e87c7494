import { decideApproval, decideApprovalInput } from "@openitem/domain/approvals/decide-approval";
import { listApprovals, listApprovalsInput } from "@openitem/domain/approvals/list-approvals";
import { readApproval } from "@openitem/domain/approvals/read-approval";
import { withdrawApproval, withdrawApprovalInput } from "@openitem/domain/approvals/withdraw-approval";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const listInput = listApprovalsInput.omit({ after: true }).extend({ cursor: listApprovalsInput.shape.after });

export const approvalsRouter = router({
  list: procedure
    .input(listInput)
    .query(({ ctx, input: { cursor, ...asked } }) => listApprovals(ctx, { ...asked, after: cursor ?? null })),

  /** A request with what granting it would do now, and why the reader may not decide it, if so. */
  read: procedure
    .input(z.object({ approvalId: z.string() }))
    .query(({ ctx, input }) => readApproval(ctx, input.approvalId)),

  decide: procedure.input(decideApprovalInput).mutation(({ ctx, input }) => decideApproval(ctx, input)),

  /** Takes back one's own request. */
  withdraw: procedure.input(withdrawApprovalInput).mutation(({ ctx, input }) => withdrawApproval(ctx, input)),
});
