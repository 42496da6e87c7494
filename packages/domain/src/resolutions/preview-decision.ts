import { staff } from "@openitem/db/schema/access";
import { disputes } from "@openitem/db/schema/disputes";
import { and, asc, eq, isNull, ne } from "drizzle-orm";
import type { z } from "zod";
import type { Dispute } from "../disputes/dispute.ts";
import { readDisputedItems } from "../disputes/read-disputed-items.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { may, permit } from "../policies/permissions.ts";
import type { DisputePolicy } from "../policies/policy.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { decisionInput } from "./decision-input.ts";
import { limitOf } from "./limit.ts";
import { loadDocuments } from "./load-documents.ts";
import { readDecisionFacts } from "./read-decision-facts.ts";
import { type DecisionWish, type Outcome, type Plan, planDecision } from "./resolution.ts";

export type Approver = { id: string; name: string; role: string };
/** What deciding would do now, and who could approve it when it is beyond the reader's limit. */
export type DecisionPreview = Plan & { approvers: Approver[] };

/** Looks at what a decision would do, by the same rules that carry it out. Refuses what deciding refuses. */
export async function previewDecision(
  ctx: Context,
  raw: z.input<typeof decisionInput>,
): Promise<DecisionPreview> {
  const input = decisionInput.parse(raw);
  return read(ctx, async (tx) => {
    const [dispute] = await tx
      .select()
      .from(disputes)
      .where(and(eq(disputes.organizationId, ctx.organizationId), eq(disputes.id, input.disputeId)));
    if (!dispute) throw new Refusal("missing", "dispute.missing", "We cannot find this dispute.");
    permit(ctx.actor, "dispute.decide", dispute.customerId);
    const policy = await readPolicy(tx, ctx, "dispute");
    const plan = await planNow(tx, ctx, dispute, input, policy);
    const approvers = plan.needsApproval
      ? await findApprovers(tx, ctx, policy, { ...plan, currency: dispute.currency })
      : [];
    return { ...plan, approvers };
  });
}

/** What a decision would do at this moment, nothing locked. */
export async function planNow(
  tx: Tx,
  ctx: Context,
  dispute: Dispute,
  wish: DecisionWish,
  policy: DisputePolicy,
): Promise<Plan> {
  const claimed = await readDisputedItems(tx, ctx, [dispute.id]);
  const documents = await loadDocuments(tx, ctx, [...new Set(claimed.map((part) => part.itemId))]);
  const limitMinor = limitOf(policy, ctx.actor, wish.outcome, dispute.currency);
  return planDecision(await readDecisionFacts(tx, ctx, { dispute, claimed }, documents, limitMinor), wish);
}

/** Colleagues who may grant so much, by name; never the reader himself. */
async function findApprovers(
  tx: Tx,
  ctx: Context,
  policy: DisputePolicy,
  { outcome, currency, amountMinor }: { outcome: Outcome; currency: string; amountMinor: bigint },
): Promise<Approver[]> {
  const { actor } = ctx;
  const colleagues = await tx
    .select({ id: staff.id, name: staff.name, role: staff.role })
    .from(staff)
    .where(
      and(
        eq(staff.organizationId, ctx.organizationId),
        isNull(staff.endedAt),
        actor.kind === "staff" ? ne(staff.id, actor.staffId) : undefined,
      ),
    )
    .orderBy(asc(staff.name));
  return colleagues.filter(({ id, name, role }) => {
    const colleague = { kind: "staff", staffId: id, name, role } as const;
    return may(colleague, "approval.decide") && limitOf(policy, colleague, outcome, currency) >= amountMinor;
  });
}
