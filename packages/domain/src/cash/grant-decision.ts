import { cashDecisions } from "@openitem/db/schema/matching";
import { approvals } from "@openitem/db/schema/work";
import { updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { APPROVAL_TRANSITIONS, type Approval, checkDecider } from "../approvals/approval.ts";
import { lockItems } from "../items/lock-items.ts";
import { dayIn } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { carryOut } from "./carry-out.ts";
import { CASH_DECISION_TRANSITIONS, type CashDecision, type CashDecisionEvent } from "./cash-decision.ts";
import { checkFree } from "./check-uses.ts";
import { residualEffect, takingEffect } from "./difference.ts";
import { grantLimit } from "./grant-limit.ts";
import { lockCredit } from "./lock-credit.ts";
import { lockDecision } from "./lock-decision.ts";
import { sendBack } from "./refund-credit.ts";

export type LockedRequest = { approval: Approval; decision: CashDecision };

/** A request about money under a lock, the decision first; null when the request is about something else. */
export async function lockRequest(tx: Tx, ctx: Context, approvalId: string): Promise<LockedRequest | null> {
  const mine = and(eq(approvals.organizationId, ctx.organizationId), eq(approvals.id, approvalId));
  const [found] = await tx
    .select({ kind: approvals.subjectKind, subjectId: approvals.subjectId })
    .from(approvals)
    .where(mine);
  if (found?.kind !== "cash_decision") return null;
  const decision = await lockDecision(tx, ctx, found.subjectId);
  const [approval] = await tx.select().from(approvals).where(mine).for("update");
  invariant(approval, "a request stays");
  return { approval, decision };
}

/**
 * A step: somebody else than the maker, with the authority, grants or refuses what was asked for about money. Granted, it
 * is done as the books are now. Refuses `approval.decided`, `approval.own`, `approval.over_limit`,
 * `approval.note_missing`, `application.over_open` and `credit.over_free`.
 */
export async function decideRequest(
  tx: Tx,
  ctx: Context,
  { approval, decision }: LockedRequest,
  { grant, note }: { grant: boolean; note: string | null },
): Promise<"granted" | "refused"> {
  const policies = { dispute: await readPolicy(tx, ctx, "dispute"), cash: await readPolicy(tx, ctx, "cash") };
  checkDecider(approval, ctx.actor, grantLimit(policies, ctx.actor, decision.kind, decision.currency));
  if (!grant && note === null)
    throw new Refusal("invalid", "approval.note_missing", "Say why, so that your colleague can go on.");
  if (grant) await perform(tx, ctx, decision);
  else await endDecision(tx, ctx, decision, "refuse");
  return closeRequest(tx, ctx, approval, grant ? "grant" : "refuse", note);
}

/** A step: its maker takes a request back; nothing of it happens. */
export async function withdrawRequest(
  tx: Tx,
  ctx: Context,
  { approval, decision }: LockedRequest,
  reason: string,
): Promise<void> {
  await endDecision(tx, ctx, decision, "withdraw");
  await closeRequest(tx, ctx, approval, "withdraw", reason);
}

async function perform(tx: Tx, ctx: Context, decision: CashDecision): Promise<void> {
  const { id, kind, itemId, amountMinor, reason } = decision;
  moved(decision, "grant", ctx);
  if (kind === "refund") {
    const credit = await lockCredit(tx, ctx, itemId, { exceptDecision: id });
    await sendBack(tx, ctx, id, credit, amountMinor, reason);
    return;
  }
  const [debit] = await lockItems(tx, ctx, [itemId]);
  invariant(debit, "what a decision is about stays");
  checkFree(debit, await readInFlight(tx, ctx, [itemId]), amountMinor);
  const { timeZone } = await readEntity(tx, ctx, debit.legalEntityId);
  const closing = { debit, amountMinor, reason, today: dayIn(ctx.now, timeZone) };
  invariant(
    kind !== "deduction" && kind !== "transfer" && kind !== "exchange" && kind !== "on_account",
    "these wait for nobody",
  );
  const effect =
    kind === "residual" ? await residualEffect(tx, ctx, closing) : await takingEffect(tx, ctx, kind, closing);
  await carryOut(tx, ctx, id, effect);
}

const moved = ({ status }: CashDecision, event: CashDecisionEvent, ctx: Context) =>
  transit("cash_decision", CASH_DECISION_TRANSITIONS, { event, from: status, actor: ctx.actor });

const endDecision = (
  tx: Tx,
  ctx: Context,
  decision: CashDecision,
  event: "refuse" | "withdraw",
): Promise<void> =>
  updateRows(
    tx,
    cashDecisions,
    { status: moved(decision, event, ctx), endedAt: ctx.now },
    { organizationId: ctx.organizationId, id: decision.id },
  );

async function closeRequest(
  tx: Tx,
  ctx: Context,
  { id, status: from, customerId, facts, amountMinor, currency, requestedByName }: Approval,
  event: "grant" | "refuse" | "withdraw",
  note: string | null,
): Promise<"granted" | "refused"> {
  const { organizationId, actor, now } = ctx;
  const status = transit("approval", APPROVAL_TRANSITIONS, { event, from, actor, customerId });
  await updateRows(
    tx,
    approvals,
    { status, decidedBy: actorKey(actor), decidedByName: actor.name, decidedAt: now, decisionNote: note },
    { organizationId, id },
  );
  await record(tx, ctx, {
    // Among the biller's people: in no customer's timeline.
    action: `approval.${status}`,
    subject: ["approval", id],
    data: { ...facts, amountMinor: String(amountMinor), currency, requestedBy: requestedByName, note },
  });
  return status === "granted" ? "granted" : "refused";
}
