import { z } from "zod";
import { openApproval } from "../approvals/open-approval.ts";
import { checkSeen, DISPUTE_STATUSES, DISPUTE_TRANSITIONS, type Dispute } from "../disputes/dispute.ts";
import { lockDispute } from "../disputes/lock-dispute.ts";
import { moveDispute } from "../disputes/move-dispute.ts";
import { readDisputedItems } from "../disputes/read-disputed-items.ts";
import { lockItems } from "../items/lock-items.ts";
import type { Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { type Tx, transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { applyDecision } from "./apply-decision.ts";
import { type Credited, type CreditedText, creditedOf, textOf } from "./credited.ts";
import { decisionInput } from "./decision-input.ts";
import { limitKind, limitOf } from "./limit.ts";
import { readDecisionFacts } from "./read-decision-facts.ts";
import { type Plan, planDecision } from "./resolution.ts";
import { writeDecision } from "./write-decision.ts";

export const decideDisputeInput = decisionInput.extend({
  /** Made by the form, so that a double click is one decision. */
  decisionId: z.uuid(),
  /** The state the person saw: what happened since, such as an answer of the customer, must be read first. */
  seen: z.enum(DISPUTE_STATUSES),
  /** For the approver, when it is beyond the person's own limit. */
  note: z.string().trim().max(1_000).nullish(),
});

/** Applied at once, or waiting for approval: then nothing was credited, and what is disputed stays held. */
export type Decided = {
  decisionId: string;
  approvalId: string | null;
  /** What of the credits found nothing open and stays on account. */
  onAccountMinor: bigint;
  credits: Credited[];
};

type Kept = { decisionId: string; approvalId: string | null; credits: CreditedText[] };

/**
 * Answers a dispute: a credit in full or part, a corrected invoice, goodwill, a write-off, or a rejection. Within the
 * person's limit it happens at once, beyond it a request for approval is made and nothing else. Refuses
 * `dispute.missing`, `dispute.state`, `dispute.stale` and what `planDecision` refuses.
 */
export async function decideDispute(ctx: Context, raw: z.input<typeof decideDisputeInput>): Promise<Decided> {
  const input = decideDisputeInput.parse(raw);
  const { decisionId, disputeId, outcome } = input;
  const command = { name: "dispute.decide", key: decisionId, input };
  const kept = await transactOnce(ctx, command, async (tx): Promise<Kept> => {
    const dispute = await lockDispute(tx, ctx, disputeId);
    const { status: from, customerId } = dispute;
    // May he, and can it be decided at all: said before anything about amounts.
    transit("dispute", DISPUTE_TRANSITIONS, { event: "accept", from, actor: ctx.actor, customerId });
    checkSeen(dispute, input.seen);
    const claimed = await readDisputedItems(tx, ctx, [disputeId]);
    const documents = await lockItems(tx, ctx, [...new Set(claimed.map((part) => part.itemId))]);
    const policy = await readPolicy(tx, ctx, "dispute");
    const limitMinor = limitOf(policy, ctx.actor, outcome, dispute.currency);
    const facts = await readDecisionFacts(tx, ctx, { dispute, claimed }, documents, limitMinor);
    const plan = planDecision(facts, input);
    if (plan.needsApproval) {
      const approvalId = await askApproval(tx, ctx, dispute, plan, input);
      return { decisionId, approvalId, credits: [] };
    }
    const decision = await writeDecision(tx, ctx, {
      id: decisionId,
      dispute,
      plan,
      words: input,
      approvalId: null,
    });
    const credits = await applyDecision(tx, ctx, { dispute, decision, plan, approvedBy: null });
    return { decisionId, approvalId: null, credits: credits.map(textOf) };
  });
  const credits = kept.credits.map(creditedOf);
  return { ...kept, credits, onAccountMinor: sum(credits.map((credit) => credit.onAccountMinor)) };
}

/** The decision waits for a colleague with more authority. */
async function askApproval(
  tx: Tx,
  ctx: Context,
  dispute: Dispute,
  plan: Plan,
  input: z.output<typeof decideDisputeInput>,
): Promise<string> {
  const { decisionId, outcome, note } = input;
  const approvalId = await openApproval(tx, ctx, {
    subject: ["dispute_decision", decisionId],
    customerId: dispute.customerId,
    currency: dispute.currency,
    amountMinor: plan.amountMinor,
    facts: {
      outcome,
      disputeId: dispute.id,
      disputeNumber: dispute.number,
      limitKind: limitKind(outcome),
      limitMinor: String(plan.limitMinor),
    },
    note: note || null,
  });
  await writeDecision(tx, ctx, { id: decisionId, dispute, plan, words: input, approvalId });
  await moveDispute(tx, ctx, dispute, "request_approval");
  return approvalId;
}
