import { newId } from "@openitem/db/ids";
import { approvals } from "@openitem/db/schema/work";
import { insertRow } from "@openitem/db/statement";
import { actorKey, type Context } from "../kernel/context.ts";
import { enqueue, record, type Tx } from "../kernel/transact.ts";

const ACTIONS = {
  dispute_decision: "dispute.decide",
  cash_decision: "cash.decide",
  payment_refund: "payment.refund",
} as const;

type Request = {
  /** What is to be done: the decision about a dispute or about money, or the refund of a payment, and its id. */
  subject: readonly [kind: keyof typeof ACTIONS, id: string];
  customerId: string;
  currency: string;
  amountMinor: bigint;
  /** Why it needs one, for the screen: the limit, what it is about. Amounts in minor units as decimal text. */
  facts: Record<string, string>;
  note: string | null;
};

/** Asks for approval of what its subject says, and tells those who may grant it. Nothing else happens before. */
export async function openApproval(tx: Tx, ctx: Context, request: Request): Promise<string> {
  const { subject, customerId, currency, amountMinor, facts, note } = request;
  const id = newId();
  await insertRow(tx, approvals, {
    organizationId: ctx.organizationId,
    id,
    action: ACTIONS[subject[0]],
    subjectKind: subject[0],
    subjectId: subject[1],
    customerId,
    currency,
    amountMinor,
    facts,
    note,
    requestedBy: actorKey(ctx.actor),
    requestedByName: ctx.actor.name,
    requestedAt: ctx.now,
    status: "pending",
  });
  await record(tx, ctx, {
    // Among the biller's people: in no customer's timeline.
    action: "approval.requested",
    subject: ["approval", id],
    data: { ...facts, amountMinor: String(amountMinor), currency, note },
  });
  // Requests about money stand in their own list; the letter is about disputes.
  if (subject[0] === "dispute_decision")
    await enqueue(tx, ctx, "approval.requested_mail", { approvalId: id });
  return id;
}
