import { disputeDecisions } from "@openitem/db/schema/disputes";
import { approvals } from "@openitem/db/schema/work";
import { updateRows } from "@openitem/db/statement";
import { z } from "zod";
import { decideRequest, lockRequest } from "../cash/grant-decision.ts";
import type { Dispute } from "../disputes/dispute.ts";
import { moveDispute } from "../disputes/move-dispute.ts";
import { readDisputedItems } from "../disputes/read-disputed-items.ts";
import { lockItems } from "../items/lock-items.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { enqueue, record, type Tx, transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { decideRefundRequest, lockRefundRequest } from "../payments/grant-refund.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { applyDecision } from "../resolutions/apply-decision.ts";
import { type Credited, type CreditedText, creditedOf, textOf } from "../resolutions/credited.ts";
import { limitOf } from "../resolutions/limit.ts";
import { readDecisionFacts } from "../resolutions/read-decision-facts.ts";
import { DECISION_TRANSITIONS, type Plan, planDecision, wishOf } from "../resolutions/resolution.ts";
import { APPROVAL_TRANSITIONS, checkDecider } from "./approval.ts";
import { type LockedApproval, lockApproval } from "./lock-approval.ts";

export const decideApprovalInput = z.object({
  /** Made by the form, so that a double click is one answer. */
  key: z.uuid(),
  approvalId: z.uuid(),
  grant: z.boolean(),
  /** For the one who asked; a refusal has one. */
  note: z.string().trim().max(1_000).nullish(),
});

export type ApprovalDecided = {
  approvalId: string;
  status: "granted" | "refused";
  /** What found nothing open any more and stays on account. */
  onAccountMinor: bigint;
  credits: Credited[];
};

type Kept = { approvalId: string; status: "granted" | "refused"; credits: CreditedText[] };

/**
 * Somebody else than the maker, with the authority, grants or refuses what waits for approval; who asked is told by
 * mail. Granted, the decision is
 * planned anew against what is open now and carried out; refused, the dispute goes back into review. What is asked for
 * about money is decided by `cash/grant-decision.ts`, with its refusals. Refuses
 * `approval.missing`, `approval.gone`, `approval.decided`, `approval.own`, `approval.over_limit`, `approval.note_missing`, and what
 * `planDecision` refuses when more was credited or paid meanwhile than leaves room for it.
 */
export async function decideApproval(
  ctx: Context,
  raw: z.input<typeof decideApprovalInput>,
): Promise<ApprovalDecided> {
  const input = decideApprovalInput.parse(raw);
  const { key, approvalId } = input;
  const kept = await transactOnce(ctx, { name: "approval.decide", key, input }, async (tx) => {
    const decided = await decide(tx, ctx, input);
    await enqueue(tx, ctx, "approval.decided_mail", { approvalId });
    return decided;
  });
  const credits = kept.credits.map(creditedOf);
  return { ...kept, credits, onAccountMinor: sum(credits.map((credit) => credit.onAccountMinor)) };
}

async function decide(
  tx: Tx,
  ctx: Context,
  { approvalId, grant, ...input }: z.output<typeof decideApprovalInput>,
): Promise<Kept> {
  permit(ctx.actor, "approval.decide");
  const note = input.note || null;
  const request = await lockRequest(tx, ctx, approvalId);
  if (request) {
    const status = await decideRequest(tx, ctx, request, { grant, note });
    return { approvalId, status, credits: [] };
  }
  const refund = await lockRefundRequest(tx, ctx, approvalId);
  if (refund) {
    const status = await decideRefundRequest(tx, ctx, refund, { grant, note });
    return { approvalId, status, credits: [] };
  }
  const locked = await lockApproval(tx, ctx, approvalId);
  const { outcome } = locked.decision;
  const policy = await readPolicy(tx, ctx, "dispute");
  const limitMinor = limitOf(policy, ctx.actor, outcome, locked.dispute.currency);
  checkDecider(locked.approval, ctx.actor, limitMinor);
  checkWaiting(locked.dispute);
  if (!grant && note === null)
    throw new Refusal("invalid", "approval.note_missing", "Say why, so that your colleague can go on.");
  // Planned before it counts as applied, or it would find itself credited already.
  const plan = grant ? await planAgain(tx, ctx, locked, limitMinor) : null;
  await closeApproval(tx, ctx, locked, { grant, note });
  const { dispute, decision } = locked;
  if (!plan) {
    await moveDispute(tx, ctx, dispute, "refuse_approval");
    return { approvalId, status: "refused", credits: [] };
  }
  const approvedBy = ctx.actor.name;
  const credits = await applyDecision(tx, ctx, { dispute, decision, plan, approvedBy });
  return { approvalId, status: "granted", credits: credits.map(textOf) };
}

/** The customer may have withdrawn it: the request falls away after that, and until then nobody may grant it. */
function checkWaiting({ status, number }: Dispute): void {
  if (status === "awaiting_approval") return;
  throw new Refusal(
    "conflict",
    "approval.gone",
    `${number} is ${status.replaceAll("_", " ")} by now. There is nothing left to approve.`,
    { number, status },
  );
}

/** Checks everything again: what was asked for may not be possible any more, and then nothing is done. */
async function planAgain(
  tx: Tx,
  ctx: Context,
  { dispute, decision, decisionItems }: LockedApproval,
  limitMinor: bigint,
): Promise<Plan> {
  const claimed = await readDisputedItems(tx, ctx, [dispute.id]);
  const documents = await lockItems(tx, ctx, [...new Set(claimed.map((part) => part.itemId))]);
  const facts = await readDecisionFacts(tx, ctx, { dispute, claimed }, documents, limitMinor);
  return planDecision(facts, wishOf(decision, decisionItems));
}

async function closeApproval(
  tx: Tx,
  ctx: Context,
  { approval, decision }: LockedApproval,
  { grant, note }: { grant: boolean; note: string | null },
): Promise<void> {
  const { organizationId, actor, now } = ctx;
  const { id, customerId, currency } = approval;
  const event = grant ? "grant" : "refuse";
  const status = transit("approval", APPROVAL_TRANSITIONS, {
    event,
    from: approval.status,
    actor,
    customerId,
  });
  const decided = { status, decidedBy: actorKey(actor), decidedByName: actor.name, decidedAt: now };
  await updateRows(tx, approvals, { ...decided, decisionNote: note }, { organizationId, id });
  const from = decision.status;
  const decisionStatus = transit("decision", DECISION_TRANSITIONS, { event, from, actor, customerId });
  await updateRows(
    tx,
    disputeDecisions,
    { status: decisionStatus, appliedAt: grant ? now : null },
    { organizationId, id: decision.id },
  );
  await record(tx, ctx, {
    // Among the biller's people: in no customer's timeline.
    action: `approval.${status}`,
    subject: ["approval", id],
    data: {
      ...approval.facts,
      amountMinor: String(approval.amountMinor),
      currency,
      requestedBy: approval.requestedByName,
      note,
    },
  });
}
