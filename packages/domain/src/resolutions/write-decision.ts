import { disputeDecisionItems, disputeDecisions } from "@openitem/db/schema/disputes";
import { insertRow } from "@openitem/db/statement";
import type { Dispute } from "../disputes/dispute.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { termsOf } from "./corrected.ts";
import type { DecisionInput } from "./decision-input.ts";
import type { Decision, Plan } from "./resolution.ts";

/** Writes down what is decided, by whom, and what falls on which document: applied at once, or waiting for approval. */
export async function writeDecision(
  tx: Tx,
  ctx: Context,
  {
    id,
    dispute,
    plan,
    words,
    approvalId,
  }: {
    id: string;
    dispute: Dispute;
    plan: Plan;
    words: Pick<DecisionInput, "reason" | "grounds">;
    approvalId: string | null;
  },
): Promise<Pick<Decision, "id" | "reason" | "grounds" | "decidedByName">> {
  const { organizationId, actor, now } = ctx;
  const { customerId } = dispute;
  const decision = {
    organizationId,
    id,
    disputeId: dispute.id,
    customerId,
    outcome: plan.outcome,
    amountMinor: plan.amountMinor,
    taxMinor: plan.taxMinor,
    reason: words.reason || null,
    grounds: words.grounds || null,
    approvalId,
    decidedBy: actorKey(actor),
    decidedByName: actor.name,
    decidedAt: now,
  };
  const state =
    approvalId === null ? ({ status: "applied", appliedAt: now } as const) : ({ status: "pending" } as const);
  await insertRow(tx, disputeDecisions, { ...decision, ...state });
  for (const { item, amountMinor, taxMinor, corrected } of plan.documents)
    if (amountMinor > 0n)
      await insertRow(tx, disputeDecisionItems, {
        organizationId,
        decisionId: id,
        itemId: item.id,
        customerId,
        amountMinor,
        taxMinor,
        rebillMinor: corrected?.amountMinor ?? null,
        rebill: corrected && termsOf(item, corrected),
      });
  return decision;
}
