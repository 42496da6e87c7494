import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { transact } from "../kernel/transact.ts";

/** Has Postgres count the tables of bank lines after many rows went in; see `imports/refresh-statistics.ts`. */
export async function refreshBankStatistics(ctx: Context): Promise<void> {
  await transact(ctx, (tx) =>
    tx.execute(sql`analyze bank_lines, bank_statements, bank_statement_entries, transfers`),
  );
}
