import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

export type Db = PostgresJsDatabase;
export type Client = postgres.Sql;

export type Connection = { db: Db; client: Client; close(): Promise<void> };

/**
 * Opens a pool. The caller owns it: apps close it at shutdown, tests at the end of a file.
 * Dates come back as "YYYY-MM-DD" text and bigints as `bigint`: nothing is turned into a float or a local midnight.
 */
export function connect(
  url: string,
  { connectionsMax, name = "openitem" }: { connectionsMax: number; name?: string },
): Connection {
  const client = postgres(url, {
    max: connectionsMax,
    idle_timeout: 30,
    connect_timeout: 10,
    onnotice: () => {},
    connection: { application_name: name },
    types: { bigint: postgres.BigInt },
  });
  return { db: drizzle(client), client, close: () => client.end({ timeout: 5 }) };
}
