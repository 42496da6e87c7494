import { gatewayCalls } from "@openitem/db/schema/payments";
import { approvals } from "@openitem/db/schema/work";
import { updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { APPROVAL_TRANSITIONS, type Approval, checkDecider } from "../approvals/approval.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { enqueue, record, type Tx } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { checkRefundable, paymentRefundLimit } from "./check-refundable.ts";
import { lockPayment } from "./lock-payment.ts";
import type { Payment } from "./payment.ts";

export type RefundRequest = { approval: Approval; payment: Payment };

/** A request to refund a payment under a lock, the payment first; null when the request is about something else. */
export async function lockRefundRequest(
  tx: Tx,
  ctx: Context,
  approvalId: string,
): Promise<RefundRequest | null> {
  const mine = and(eq(approvals.organizationId, ctx.organizationId), eq(approvals.id, approvalId));
  const [found] = await tx
    .select({ action: approvals.action, facts: approvals.facts })
    .from(approvals)
    .where(mine);
  if (found?.action !== "payment.refund") return null;
  const { payment } = await lockPayment(tx, ctx, found.facts.paymentId ?? "");
  const [approval] = await tx.select().from(approvals).where(mine).for("update");
  invariant(approval, "a request stays");
  return { approval, payment };
}

/**
 * A step: somebody else than the maker, with the authority, grants or refuses a refund. Granted, it is checked against
 * what is left now and sent. Refuses `approval.decided`, `approval.own`, `approval.over_limit`, `approval.note_missing`,
 * `payment.not_refundable` and `payment.over_refund`.
 */
export async function decideRefundRequest(
  tx: Tx,
  ctx: Context,
  { approval, payment }: RefundRequest,
  { grant, note }: { grant: boolean; note: string | null },
): Promise<"granted" | "refused"> {
  const policy = await readPolicy(tx, ctx, "provider_money");
  const limitMinor = paymentRefundLimit(policy, ctx.actor, approval.currency) ?? 0n;
  checkDecider(approval, ctx.actor, limitMinor);
  if (!grant && note === null)
    throw new Refusal("invalid", "approval.note_missing", "Say why, so that your colleague can go on.");
  if (grant) {
    await checkRefundable(tx, ctx, payment, approval.amountMinor, approval.id);
    const callId = approval.subjectId;
    await tx.insert(gatewayCalls).values({
      organizationId: ctx.organizationId,
      id: callId,
      kind: "refund.create",
      paymentId: payment.id,
      amountMinor: approval.amountMinor,
      status: "pending",
      requestedBy: approval.requestedBy,
      createdAt: ctx.now,
    });
    await record(tx, ctx, {
      action: "payment.refund_requested",
      subject: ["payment", payment.id],
      customerId: payment.customerId,
      data: {
        number: payment.number,
        amountMinor: String(approval.amountMinor),
        currency: approval.currency,
        reason: approval.note,
      },
    });
    await enqueue(tx, ctx, "payment.send_refund", { callId });
  }
  await closeRequest(tx, ctx, approval, grant ? "grant" : "refuse", note);
  return grant ? "granted" : "refused";
}

/** A step: its maker takes the request back; nothing is sent. */
export const withdrawRefundRequest = (
  tx: Tx,
  ctx: Context,
  { approval }: RefundRequest,
  reason: string,
): Promise<void> => closeRequest(tx, ctx, approval, "withdraw", reason);

async function closeRequest(
  tx: Tx,
  ctx: Context,
  { id, status: from, customerId, facts, amountMinor, currency, requestedByName }: Approval,
  event: "grant" | "refuse" | "withdraw",
  note: string | null,
): Promise<void> {
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
}
