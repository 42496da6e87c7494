import { type SQL, sql } from "drizzle-orm";
import type { Context } from "./context.ts";
import type { Tx } from "./transact.ts";

type Value = string | bigint | number | null;
export type Column = {
  name: string;
  type: "uuid" | "text" | "bigint" | "date" | "smallint" | "jsonb";
  values: Value[];
};

/**
 * Inserts many rows in one statement: a column travels as one array, so the statement is as long for ten thousand
 * rows as for one. `same` are the columns that all rows agree in. `COPY` would be faster and is refused by Postgres
 * on tables under row-level security.
 */
export async function insertRows(
  tx: Tx,
  table: string,
  same: Readonly<Record<string, SQL>>,
  columns: readonly Column[],
): Promise<void> {
  if (columns[0]?.values.length === 0) return;
  const names = [...Object.keys(same), ...columns.map((column) => column.name)];
  const into = sql.raw(`${table} (${names.join(", ")})`);
  const aliases = sql.raw(columns.map((column) => column.name).join(", "));
  await tx.execute(sql`
    insert into ${into}
    select ${sql.join([...Object.values(same), sql.raw("each.*")], sql`, `)}
    from unnest(${sql.join(columns.map(arrayOf), sql`, `)}) as each (${aliases})`);
}

/** What every row of a transaction has: whose it is, and when it was written. */
export const writtenBy = (ctx: Context): Record<string, SQL> => ({
  organization_id: sql`${ctx.organizationId}::uuid`,
  created_at: sql`${ctx.now.toISOString()}::timestamptz`,
});

/** A column as a parameter of its array type. */
export const arrayOf = ({ type, values }: Omit<Column, "name">): SQL =>
  sql`${arrayLiteral(values)}::${sql.raw(type)}[]`;

/** An array as Postgres reads it from text: strings quoted, quotes and backslashes escaped. */
function arrayLiteral(values: readonly Value[]): string {
  const parts = values.map((value) => {
    if (value === null) return "NULL";
    return typeof value === "string" ? `"${value.replace(/["\\]/g, "\\$&")}"` : String(value);
  });
  return `{${parts.join(",")}}`;
}
