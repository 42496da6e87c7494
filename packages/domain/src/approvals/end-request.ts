import { disputeDecisions } from "@openitem/db/schema/disputes";
import { approvals } from "@openitem/db/schema/work";
import { updateRows } from "@openitem/db/statement";
import { actorKey, type Context } from "../kernel/context.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { DECISION_TRANSITIONS } from "../resolutions/resolution.ts";
import { APPROVAL_TRANSITIONS, type Approval } from "./approval.ts";

/** Takes back a pending request with the decision it was for. The caller holds both locks; the dispute is his to move. */
export async function endRequest(
  tx: Tx,
  ctx: Context,
  { id, subjectId, customerId, status: from, facts, amountMinor, currency }: Approval,
  reason: string,
): Promise<void> {
  const { organizationId, actor, now } = ctx;
  const status = transit("approval", APPROVAL_TRANSITIONS, { event: "withdraw", from, actor, customerId });
  const ended = { decidedBy: actorKey(actor), decidedByName: actor.name, decidedAt: now };
  await updateRows(tx, approvals, { ...ended, status, decisionNote: reason }, { organizationId, id });
  const decision = transit("decision", DECISION_TRANSITIONS, {
    event: "take_back",
    from: "pending",
    actor,
    customerId,
  });
  await updateRows(tx, disputeDecisions, { status: decision }, { organizationId, id: subjectId });
  await record(tx, ctx, {
    // Among the biller's people: in no customer's timeline.
    action: "approval.withdrawn",
    subject: ["approval", id],
    data: { ...facts, amountMinor: String(amountMinor), currency, reason },
  });
}
