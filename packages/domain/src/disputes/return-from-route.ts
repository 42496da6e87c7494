import { newId } from "@openitem/db/ids";
import { send } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { lockDispute } from "./lock-dispute.ts";
import { moveDispute } from "./move-dispute.ts";
import { writeEntry } from "./write-entry.ts";

const OTHERS = `
  select count(*)::int as open from tasks
  where organization_id = $1 and subject_kind = 'dispute' and subject_id = $2 and id <> $3 and status = 'open'
    and kind = 'ask_colleague'`;

/**
 * A step: a team has answered what a dispute was routed to it for, or need not any more (`answer` null). The answer
 * becomes a note, and the dispute goes back to who handles it unless another team is still asked or it has moved on.
 */
export async function returnFromRoute(
  tx: Tx,
  ctx: Context,
  { disputeId, taskId, answer }: { disputeId: string; taskId: string; answer: string | null },
): Promise<void> {
  const dispute = await lockDispute(tx, ctx, disputeId);
  if (answer) await writeEntry(tx, ctx, dispute, { id: newId(), kind: "note", body: answer });
  const [others] = await send(tx, OTHERS, [ctx.organizationId, disputeId, taskId]);
  if (dispute.status !== "waiting_internal" || Number(others?.open) > 0) return;
  await moveDispute(tx, ctx, dispute, "return");
  await record(tx, ctx, {
    action: "dispute.returned",
    subject: ["dispute", disputeId],
    customerId: dispute.customerId,
    data: { number: dispute.number },
  });
}
