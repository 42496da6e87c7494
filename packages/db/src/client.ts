import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { orderlySockets } from "./orderly-socket.ts";

export type Db = PostgresJsDatabase;
export type Client = postgres.Sql;
/** A transaction in progress. */
export type Transaction = Parameters<Parameters<Db["transaction"]>[0]>[0];

export type Connection = { db: Db; client: Client; close(): Promise<void> };

/**
 * Opens a pool. The caller owns it: apps close it at shutdown, tests at the end of a file.
 * Dates come back as "YYYY-MM-DD" text and bigints as `bigint`: nothing is turned into a float or a local midnight.
 */
export function connect(
  url: string,
  { connectionsMax, name = "openitem" }: { connectionsMax: number; name?: string },
): Connection {
  // A variable, because the driver's types do not know `socket`.
  const options = {
    max: connectionsMax,
    idle_timeout: 30,
    connect_timeout: 10,
    socket: orderlySockets(),
    onnotice: () => {},
    connection: { application_name: name },
    types: { bigint: postgres.BigInt },
  };
  const client = postgres(url, options);
  return { db: drizzle(preparing(client)), client, close: () => client.end({ timeout: 5 }) };
}

/**
 * The same client, whose statements with parameters are prepared once per connection: drizzle sends all of them as
 * "unsafe", which the driver otherwise has parsed and planned anew each time. A pooler in transaction mode must know
 * prepared statements (PgBouncer from 1.21).
 */
function preparing<S extends postgres.Sql | postgres.TransactionSql>(sql: S): S {
  return new Proxy(sql, {
    get(target, name) {
      if (name === "unsafe")
        return (
          query: string,
          parameters?: postgres.ParameterOrJSON<never>[],
          options?: postgres.UnsafeQueryOptions,
        ) => target.unsafe(query, parameters, { ...options, prepare: (parameters?.length ?? 0) > 0 });
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      // What begins a transaction hands its own client to the work, which is the last argument.
      if (name === "begin" || name === "savepoint")
        return (...args: unknown[]) => {
          const work = args.pop() as (tx: postgres.TransactionSql) => unknown;
          return Reflect.apply(value, target, [
            ...args,
            (tx: postgres.TransactionSql) => work(preparing(tx)),
          ]);
        };
      return value.bind(target);
    },
  });
}
