import { arrayLiteral } from "@openitem/db/array-literal";
import { items } from "@openitem/db/schema/items";
import { columnList, send, toRow } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Item } from "./item.ts";

/** An item under a row lock, with the last closed day of its legal entity's books. */
export type LockedItem = Item & { closedThroughOn: string | null };

const LOCK_ITEMS = `
  select ${columnList(items)}, e.closed_through_on::text as closed_through_on
  from items join legal_entities e on e.organization_id = items.organization_id and e.id = items.legal_entity_id
  where items.organization_id = $1 and items.id = any($2::uuid[])
  order by items.id for update of items`;

/** Reads items for update, always in id order, so that two commands cannot wait for each other. */
export async function lockItems(tx: Tx, ctx: Context, ids: readonly string[]): Promise<LockedItem[]> {
  if (ids.length === 0) return [];
  const rows = await send(tx, LOCK_ITEMS, [ctx.organizationId, arrayLiteral(ids)]);
  return rows.map((row) => ({
    ...toRow(items, row),
    closedThroughOn: row.closed_through_on === null ? null : String(row.closed_through_on),
  }));
}
