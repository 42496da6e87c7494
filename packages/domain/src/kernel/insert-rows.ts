import { arrayLiteral } from "@openitem/db/array-literal";
import { writeArrays } from "@openitem/db/statement";
import { type SQL, sql } from "drizzle-orm";
import type { Context } from "./context.ts";
import type { Tx } from "./transact.ts";

type Value = string | bigint | number | null;
type Type = "uuid" | "text" | "bigint" | "date" | "smallint" | "jsonb" | "timestamptz";
export type Column = { name: string; type: Type; values: readonly Value[] };
/** What all rows of an insert agree in, by column. */
export type Same = Readonly<Record<string, { type: Type; value: Value }>>;

/**
 * Inserts many rows in one statement: a column travels as one array, so the statement is as long for ten thousand
 * rows as for one. `COPY` would be faster and is refused by Postgres on tables under row-level security.
 */
export async function insertRows(
  tx: Tx,
  table: string,
  same: Same,
  columns: readonly Column[],
): Promise<void> {
  if (columns[0]?.values.length === 0) return;
  const shared = Object.entries(same);
  const names = columns.map(({ name }) => name).join(", ");
  const shares = shared.map(([, { type }], at) => `$${at + 1}::${type}`);
  const arrays = columns.map(({ type }, at) => `$${shared.length + at + 1}::${type}[]`);
  await writeArrays(
    tx,
    `insert into ${table} (${[...Object.keys(same), names].join(", ")})
    select ${[...shares, "each.*"].join(", ")} from unnest(${arrays.join(", ")}) as each (${names})`,
    shared.map(([, { value }]) => value),
    columns.map(({ values }) => values),
  );
}

/** What every row of a transaction has: whose it is, and when it was written. */
export const writtenBy = (ctx: Context) =>
  ({
    organization_id: { type: "uuid", value: ctx.organizationId },
    created_at: { type: "timestamptz", value: ctx.now.toISOString() },
  }) satisfies Same;

/** A column as a parameter of its array type. */
export const arrayOf = ({ type, values }: Omit<Column, "name">): SQL =>
  sql`${arrayLiteral(values)}::${sql.raw(type)}[]`;
