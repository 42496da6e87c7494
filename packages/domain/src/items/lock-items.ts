import { items } from "@openitem/db/schema/items";
import { legalEntities } from "@openitem/db/schema/organizations";
import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Item } from "./item.ts";
import { arrayOf } from "./read-balances.ts";

/** An item under a row lock, with the last closed day of its legal entity's books. */
export type LockedItem = Item & { closedThroughOn: string | null };

/** Reads items for update, always in id order, so that two commands cannot wait for each other. */
export async function lockItems(tx: Tx, ctx: Context, ids: readonly string[]): Promise<LockedItem[]> {
  if (ids.length === 0) return [];
  return tx
    .select({ ...getTableColumns(items), closedThroughOn: legalEntities.closedThroughOn })
    .from(items)
    .innerJoin(
      legalEntities,
      and(eq(legalEntities.organizationId, items.organizationId), eq(legalEntities.id, items.legalEntityId)),
    )
    .where(and(eq(items.organizationId, ctx.organizationId), sql`${items.id} = any(${arrayOf(ids)}::uuid[])`))
    .orderBy(asc(items.id))
    .for("update", { of: items });
}
