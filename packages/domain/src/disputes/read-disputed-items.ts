import { arrayLiteral } from "@openitem/db/array-literal";
import { disputeItems } from "@openitem/db/schema/disputes";
import { columnList, send, toRow } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { DisputeItem } from "./dispute.ts";

const READ = `
  select ${columnList(disputeItems)} from dispute_items
  where organization_id = $1 and dispute_id = any($2::uuid[]) order by dispute_id, item_id, line_no`;

/** A step: what of which document and line each of these disputes is about. */
export async function readDisputedItems(
  tx: Tx,
  ctx: Context,
  disputeIds: readonly string[],
): Promise<DisputeItem[]> {
  if (disputeIds.length === 0) return [];
  const rows = await send(tx, READ, [ctx.organizationId, arrayLiteral(disputeIds)]);
  return rows.map((row) => toRow(disputeItems, row));
}
