import { sql } from "drizzle-orm";
import journal from "../migrations/meta/_journal.json" with { type: "json" };
import type { Db } from "./client.ts";

/** When the newest migration of this build was made, by which drizzle knows it. */
const NEWEST = Math.max(...journal.entries.map(({ when }) => when));

/**
 * Whether the newest migration of this build has run; a database that is further on will do. Throws when the database
 * cannot be reached, or has never been migrated.
 */
export async function isMigrated(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ ran: boolean }>(
    sql`select exists (select from migrations.__drizzle_migrations where created_at >= ${NEWEST}::bigint) as ran`,
  );
  return row?.ran ?? false;
}
