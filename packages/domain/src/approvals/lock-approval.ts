import { disputeDecisionItems, disputeDecisions } from "@openitem/db/schema/disputes";
import { approvals } from "@openitem/db/schema/work";
import { and, asc, eq } from "drizzle-orm";
import type { Dispute } from "../disputes/dispute.ts";
import { lockDispute } from "../disputes/lock-dispute.ts";
import type { Context } from "../kernel/context.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Decision, DecisionItem } from "../resolutions/resolution.ts";
import type { Approval } from "./approval.ts";

export type LockedApproval = {
  approval: Approval;
  decision: Decision;
  decisionItems: DecisionItem[];
  dispute: Dispute;
};

/**
 * Reads a request for update, with the decision it is about. The dispute is locked first, as everywhere, so that two
 * who decide at once, or the customer who withdraws, come one after the other. Refuses `approval.missing`.
 */
export async function lockApproval(tx: Tx, ctx: Context, approvalId: string): Promise<LockedApproval> {
  const { organizationId } = ctx;
  const mine = and(eq(approvals.organizationId, organizationId), eq(approvals.id, approvalId));
  const [found] = await tx
    .select({ disputeId: disputeDecisions.disputeId })
    .from(approvals)
    .innerJoin(
      disputeDecisions,
      and(
        eq(disputeDecisions.organizationId, approvals.organizationId),
        eq(disputeDecisions.id, approvals.subjectId),
      ),
    )
    .where(mine);
  if (!found) throw new Refusal("missing", "approval.missing", "We cannot find this request.");
  const dispute = await lockDispute(tx, ctx, found.disputeId);
  const [approval] = await tx.select().from(approvals).where(mine).for("update");
  invariant(approval, "a request stays");
  const [decision] = await tx
    .select()
    .from(disputeDecisions)
    .where(
      and(eq(disputeDecisions.organizationId, organizationId), eq(disputeDecisions.id, approval.subjectId)),
    );
  invariant(decision, "a request is about a decision");
  const decisionItems = await tx
    .select()
    .from(disputeDecisionItems)
    .where(
      and(
        eq(disputeDecisionItems.organizationId, organizationId),
        eq(disputeDecisionItems.decisionId, decision.id),
      ),
    )
    .orderBy(asc(disputeDecisionItems.itemId));
  return { approval, decision, decisionItems, dispute };
}
