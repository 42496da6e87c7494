import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { arrayOf } from "../kernel/insert-rows.ts";
import type { Tx } from "../kernel/transact.ts";
import { disputeClaims, promiseClaims } from "./claims.ts";
import type { Claim, Claims } from "./hold.ts";

type Row = { item_id: string; id: string; number: string; minor: string };

/** What open disputes and promises claim of each document, the oldest first. Documents without any are absent. */
export async function readClaims(
  tx: Tx,
  ctx: Context,
  itemIds: readonly string[],
): Promise<Map<string, Claims>> {
  if (itemIds.length === 0) return new Map();
  const these = sql`c.item_id = any(${arrayOf({ type: "uuid", values: itemIds })})`;
  const [disputes, promises] = (await Promise.all([
    tx.execute(
      sql`select item_id, id, number, minor::text from (${disputeClaims(ctx, these)}) claim order by since, id`,
    ),
    tx.execute(
      sql`select item_id, id, number, minor::text from (${promiseClaims(ctx, these)}) claim order by since, id`,
    ),
  ])) as unknown as [Row[], Row[]];
  const byItem = new Map<string, { disputes: Claim[]; promises: Claim[] }>();
  const of = (itemId: string) => {
    const claims = byItem.get(itemId) ?? { disputes: [], promises: [] };
    byItem.set(itemId, claims);
    return claims;
  };
  for (const row of disputes) of(row.item_id).disputes.push(claimOf(row));
  for (const row of promises) of(row.item_id).promises.push(claimOf(row));
  return byItem;
}

const claimOf = ({ id, number, minor }: Row): Claim => ({ id, number, amountMinor: BigInt(minor) });
