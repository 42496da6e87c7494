import { items } from "@openitem/db/schema/items";
import { legalEntities } from "@openitem/db/schema/organizations";
import { and, asc, eq, getTableColumns, inArray } from "drizzle-orm";
import type { LockedItem } from "../items/lock-items.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";

/** Documents as locking them would read them, for looking only. */
export const loadDocuments = (tx: Tx, ctx: Context, ids: readonly string[]): Promise<LockedItem[]> =>
  tx
    .select({ ...getTableColumns(items), closedThroughOn: legalEntities.closedThroughOn })
    .from(items)
    .innerJoin(
      legalEntities,
      and(eq(legalEntities.organizationId, items.organizationId), eq(legalEntities.id, items.legalEntityId)),
    )
    .where(and(eq(items.organizationId, ctx.organizationId), inArray(items.id, [...ids])))
    .orderBy(asc(items.id));
