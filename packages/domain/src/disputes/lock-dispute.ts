import { arrayLiteral } from "@openitem/db/array-literal";
import { disputes } from "@openitem/db/schema/disputes";
import { columnList, send, toRow } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { Dispute } from "./dispute.ts";

const LOCK = `
  select ${columnList(disputes)} from disputes
  where organization_id = $1 and id = any($2::uuid[]) order by id for update`;

/** A step: a dispute under a row lock; documents are locked after it, never before. Refuses `dispute.missing`. */
export async function lockDispute(tx: Tx, ctx: Context, disputeId: string): Promise<Dispute> {
  const [dispute] = await lockDisputes(tx, ctx, [disputeId]);
  return dispute!;
}

/** A step: several, always locked in the order of their ids and answered in the order asked for. */
export async function lockDisputes(tx: Tx, ctx: Context, disputeIds: readonly string[]): Promise<Dispute[]> {
  const rows = await send(tx, LOCK, [ctx.organizationId, arrayLiteral(disputeIds)]);
  const found = new Map(rows.map((row) => [String(row.id), toRow(disputes, row)]));
  return disputeIds.map((id) => {
    const dispute = found.get(id);
    if (!dispute) throw missingDispute();
    permit(ctx.actor, "account.read", dispute.customerId);
    return dispute;
  });
}

export const missingDispute = () =>
  new Refusal("missing", "dispute.missing", "We cannot find this dispute on your account.");
