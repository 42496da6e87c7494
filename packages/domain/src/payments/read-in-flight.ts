import { paymentShares } from "@openitem/db/schema/payments";
import { and, eq, sql } from "drizzle-orm";
import { arrayOf } from "../items/read-balances.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";

/** What payments under way have reserved of each item, in minor units. Items with nothing reserved are absent. */
export async function readInFlight(
  tx: Tx,
  ctx: Context,
  itemIds: readonly string[],
): Promise<Map<string, bigint>> {
  if (itemIds.length === 0) return new Map();
  const rows = await tx
    .select({ itemId: paymentShares.itemId, minor: sql<string>`sum(${paymentShares.amountMinor})` })
    .from(paymentShares)
    .where(
      and(
        eq(paymentShares.organizationId, ctx.organizationId),
        eq(paymentShares.state, "reserved"),
        sql`${paymentShares.itemId} = any(${arrayOf(itemIds)}::uuid[])`,
      ),
    )
    .groupBy(paymentShares.itemId);
  return new Map(rows.map((row) => [row.itemId, BigInt(row.minor)]));
}
