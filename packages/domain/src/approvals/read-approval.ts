import { customers } from "@openitem/db/schema/customers";
import { disputeDecisionItems, disputeDecisions, disputes } from "@openitem/db/schema/disputes";
import { approvals } from "@openitem/db/schema/work";
import { and, asc, eq, getTableColumns } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { may, permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { limitOf } from "../resolutions/limit.ts";
import { planNow } from "../resolutions/preview-decision.ts";
import { type Plan, wishOf } from "../resolutions/resolution.ts";
import { type Hindrance, hindranceOf } from "./approval.ts";

/** What granting would do now, or why it could not be done any more. */
type Preview = { plan: Plan; problem: null } | { plan: null; problem: { code: string; sentence: string } };

/**
 * A request with all that the approver goes by: who asks for what and why, the limit that was exceeded, the dispute, what
 * granting does now, and what hinders the reader himself. Refuses `approval.missing`.
 */
export async function readApproval(ctx: Context, approvalId: string) {
  permit(ctx.actor, "work.read");
  if (!z.uuid().safeParse(approvalId).success) throw missing();
  return read(ctx, async (tx) => {
    const { organizationId, actor } = ctx;
    const [row] = await tx
      .select({
        approval: getTableColumns(approvals),
        decision: getTableColumns(disputeDecisions),
        dispute: getTableColumns(disputes),
        customer: { id: customers.id, name: customers.name, number: customers.number },
      })
      .from(approvals)
      .innerJoin(
        disputeDecisions,
        and(
          eq(disputeDecisions.organizationId, approvals.organizationId),
          eq(disputeDecisions.id, approvals.subjectId),
        ),
      )
      .innerJoin(
        disputes,
        and(
          eq(disputes.organizationId, disputeDecisions.organizationId),
          eq(disputes.id, disputeDecisions.disputeId),
        ),
      )
      .innerJoin(
        customers,
        and(eq(customers.organizationId, approvals.organizationId), eq(customers.id, approvals.customerId)),
      )
      .where(and(eq(approvals.organizationId, organizationId), eq(approvals.id, approvalId)));
    if (!row) throw missing();
    const { approval, decision, dispute } = row;
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
    const policy = await readPolicy(tx, ctx, "dispute");
    const limitMinor = may(actor, "approval.decide")
      ? limitOf(policy, actor, decision.outcome, dispute.currency)
      : 0n;
    const isWaiting = approval.status === "pending" && dispute.status === "awaiting_approval";
    return {
      ...row,
      decisionItems,
      /** What the reader may grant; null hindrance when he may decide this one. */
      limitMinor,
      hindrance: isWaiting ? hindranceOf(approval, actor, limitMinor) : ("decided" as Hindrance),
      preview: isWaiting
        ? await previewOf(() => planNow(tx, ctx, dispute, wishOf(decision, decisionItems), policy))
        : null,
    };
  });
}

export type ApprovalDetail = Awaited<ReturnType<typeof readApproval>>;

async function previewOf(plan: () => Promise<Plan>): Promise<Preview> {
  try {
    return { plan: await plan(), problem: null };
  } catch (error) {
    if (error instanceof Refusal)
      return { plan: null, problem: { code: error.code, sentence: error.message } };
    throw error;
  }
}

const missing = () => new Refusal("missing", "approval.missing", "We cannot find this request.");
