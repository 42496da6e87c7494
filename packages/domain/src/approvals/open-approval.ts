import { newId } from "@openitem/db/ids";
import { approvals } from "@openitem/db/schema/work";
import { insertRow } from "@openitem/db/statement";
import { actorKey, type Context } from "../kernel/context.ts";
import { record, type Tx } from "../kernel/transact.ts";

type Request = {
  /** What is to be done: "dispute_decision" and its id. */
  subject: readonly [kind: "dispute_decision", id: string];
  customerId: string;
  currency: string;
  amountMinor: bigint;
  /** Why it needs one, for the screen: the limit, what it is about. Amounts in minor units as decimal text. */
  facts: Record<string, string>;
  note: string | null;
};

/** Asks for approval of what its subject says. Nothing else happens before somebody grants it. */
export async function openApproval(tx: Tx, ctx: Context, request: Request): Promise<string> {
  const { subject, customerId, currency, amountMinor, facts, note } = request;
  const id = newId();
  await insertRow(tx, approvals, {
    organizationId: ctx.organizationId,
    id,
    action: "dispute.decide",
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
  return id;
}
