import { type Column, getTableColumns, getTableName, type Table } from "drizzle-orm";
import { PostgresJsSession } from "drizzle-orm/postgres-js";
import type { Transaction } from "./client.ts";

/*
 * Statements sent as text, for what runs with every payment: composing a query from objects costs more there than
 * the database takes to answer it. The text of one shape is always the same, so the driver prepares it once per
 * connection.
 */

type Values = readonly unknown[];
/** A row as the driver gives it: by column name, dates as text, bigints as `bigint`. */
export type RawRow = Readonly<Record<string, unknown>>;
type Fields = [key: string, column: Column][];

const fieldsByTable = new WeakMap<Table, Fields>();
function fieldsOf(table: Table): Fields {
  const known = fieldsByTable.get(table) ?? Object.entries(getTableColumns(table));
  fieldsByTable.set(table, known);
  return known;
}

/** Sends a statement with its parameters ($1, $2, …) in the transaction and answers the rows as they come. */
export async function send(tx: Transaction, text: string, values: Values): Promise<readonly RawRow[]> {
  const { session } = tx._;
  if (!(session instanceof PostgresJsSession)) throw new Error("The transaction is not one of postgres.js.");
  return session.client.unsafe(text, values);
}

type Write = { text: string; values: Values };
type Gathering = { writes: Write[]; sent: Promise<void> };
const gatherings = new WeakMap<Transaction, Gathering>();

/** Sends a statement that answers nothing; inside `together`, with the others. */
export async function write(tx: Transaction, text: string, values: Values): Promise<void> {
  const gathering = gatherings.get(tx);
  if (!gathering) {
    await send(tx, text, values);
    return;
  }
  gathering.writes.push({ text, values });
  await gathering.sent;
}

/**
 * What `begin` writes before it first waits for anything goes to the database as one statement, a part of it each:
 * a round of messages and a plan are saved per part. The parts see the rows as they were before all of them, so none
 * may build on another; keys between them are checked at the end. What comes later is sent by itself.
 */
export async function together<T>(tx: Transaction, begin: () => Promise<T>): Promise<T> {
  if (gatherings.has(tx)) return begin();
  const { promise: sent, resolve, reject } = Promise.withResolvers<void>();
  const writes: Write[] = [];
  gatherings.set(tx, { writes, sent });
  let done: Promise<T>;
  try {
    done = begin();
  } finally {
    gatherings.delete(tx);
  }
  const all = joined(writes);
  if (all) send(tx, all.text, all.values).then(() => resolve(), reject);
  else resolve();
  const [result] = await Promise.all([done, sent]);
  return result;
}

/** One statement of many: each a part of a WITH, its parameters counted on from the one before. */
function joined(writes: readonly Write[]): Write | undefined {
  if (writes.length < 2) return writes[0];
  const parts = writes.map(({ text }, at) => {
    const before = writes.slice(0, at).reduce((count, { values }) => count + values.length, 0);
    return `part_${at + 1} as (${text.replace(/\$(\d+)/g, (_, place) => `$${Number(place) + before}`)})`;
  });
  return { text: `with ${parts.join(",\n")} select`, values: writes.flatMap(({ values }) => values) };
}

/** Inserts one row. Columns that the row does not name get their default of the database. */
export async function insertRow<T extends Table>(
  tx: Transaction,
  table: T,
  row: Omit<T["$inferInsert"], never>,
): Promise<void> {
  const { names, values } = namedValues(table, row);
  const places = names.map((_, at) => `$${at + 1}`);
  await write(
    tx,
    `insert into ${getTableName(table)} (${names.join(", ")}) values (${places.join(", ")})`,
    values,
  );
}

/** Updates the rows whose columns equal those of `where`. Changes that are `undefined` are left out. */
export async function updateRows<T extends Table>(
  tx: Transaction,
  table: T,
  changes: Partial<T["$inferSelect"]>,
  where: Partial<T["$inferSelect"]>,
): Promise<void> {
  const set = namedValues(table, changes);
  const by = namedValues(table, where);
  if (set.names.length === 0) return;
  if (by.names.length === 0) throw new Error("An update says which rows it is of.");
  const sets = set.names.map((name, at) => `${name} = $${at + 1}`);
  const conditions = by.names.map((name, at) => `${name} = $${sets.length + at + 1}`);
  await write(tx, `update ${getTableName(table)} set ${sets.join(", ")} where ${conditions.join(" and ")}`, [
    ...set.values,
    ...by.values,
  ]);
}

/** All columns of a table as a select list. Never `*`, whose meaning a migration would change under a prepared statement. */
export const columnList = (table: Table, alias = getTableName(table)): string =>
  fieldsOf(table)
    .map(([, column]) => `${alias}.${column.name}`)
    .join(", ");

/** A row of the table, typed as its schema says, out of one whose columns were listed by `columnList`. */
export function toRow<T extends Table>(table: T, raw: RawRow): T["$inferSelect"] {
  const row: Record<string, unknown> = {};
  for (const [key, column] of fieldsOf(table)) {
    const value = raw[column.name];
    row[key] = value === null ? null : column.mapFromDriverValue(value);
  }
  return row;
}

function namedValues(
  table: Table,
  row: Readonly<Record<string, unknown>>,
): { names: string[]; values: unknown[] } {
  const names: string[] = [];
  const values: unknown[] = [];
  for (const [key, column] of fieldsOf(table)) {
    const value = row[key];
    if (value === undefined) continue;
    names.push(column.name);
    values.push(value === null ? null : column.mapToDriverValue(value));
  }
  return { names, values };
}
