import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { transact } from "../kernel/transact.ts";

/**
 * Has Postgres count its tables after many rows went in, so that the next queries are planned for what is there. It
 * does so by itself within a minute or two. Changes nothing; where the role lacks the right (MAINTAIN), Postgres
 * skips it.
 */
export async function refreshStatistics(ctx: Context): Promise<void> {
  await transact(ctx, (tx) => tx.execute(sql`analyze customers, items, applications, transfers`));
}
