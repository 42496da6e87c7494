import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { transact } from "../kernel/transact.ts";

/**
 * Has Postgres count its tables again after many rows went in, so that it plans for what is there instead of for an
 * empty table. It does so by itself within a minute or two; an import does not wait. Changes nothing; where the role
 * lacks the right to (MAINTAIN), Postgres skips it.
 */
export async function refreshStatistics(
  ctx: Context,
  tables: readonly ("customers" | "items" | "transfers" | "applications")[],
): Promise<void> {
  await transact(ctx, (tx) => tx.execute(sql.raw(`analyze ${tables.join(", ")}`)));
}
