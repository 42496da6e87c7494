import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

const MIGRATIONS = fileURLToPath(new URL("../migrations", import.meta.url));

/**
 * Brings the database to the newest schema, as the owner of its tables. Needs a direct connection: two
 * processes that start at once wait for each other on a session lock, and the second finds nothing to do.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const client = postgres(ownerUrl, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: "openitem-migrate" },
  });
  try {
    await client`select pg_advisory_lock(hashtext('openitem-migrate'))`;
    await runMigrations(drizzle(client), { migrationsFolder: MIGRATIONS, migrationsSchema: "migrations" });
  } finally {
    await client.end({ timeout: 5 });
  }
}
