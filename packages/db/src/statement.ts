import { type Column, getTableColumns, getTableName, type Table } from "drizzle-orm";
import { PostgresJsSession } from "drizzle-orm/postgres-js";
import { arrayLiteral, type Value } from "./array-literal.ts";
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
/** A write that waits to be sent. Those of one key can go as one statement: `many` has the rows of all of them. */
type Part = { key: string; rows: readonly Values[]; compose: (rows: readonly Values[]) => Write };
type Gathering = { parts: Part[]; sent: Promise<void> };
const gatherings = new WeakMap<Transaction, Gathering>();

let apart = 0;

async function sendOrGather(tx: Transaction, part: Part): Promise<void> {
  const gathering = gatherings.get(tx);
  if (gathering) {
    gathering.parts.push(part);
    await gathering.sent;
    return;
  }
  const { text, values } = part.compose(part.rows);
  await send(tx, text, values);
}

/** Sends a statement that answers nothing; inside `together`, with the others. */
export async function write(tx: Transaction, text: string, values: Values): Promise<void> {
  await sendOrGather(tx, { key: `${text} ${apart++}`, rows: [values], compose: () => ({ text, values }) });
}

/**
 * Sends a statement that answers nothing, whose rows travel as arrays: `fixed` are its first parameters, one array a
 * column the others. Inside `together` it goes with the others, and as one with those of the same text.
 */
export async function writeArrays(
  tx: Transaction,
  text: string,
  fixed: readonly Value[],
  columns: readonly (readonly Value[])[],
): Promise<void> {
  const compose = (parts: readonly Values[]): Write => ({
    text,
    values: [
      ...fixed,
      ...columns.map((_, at) => arrayLiteral(parts.flatMap((part) => part[at] as readonly Value[]))),
    ],
  });
  await sendOrGather(tx, { key: `${text} ${fixed.join(" ")}`, rows: [columns], compose });
}

/**
 * What `begin` writes before it first waits for anything goes to the database as one statement, a part of it each:
 * a round of messages and a plan are saved per part. The parts see the rows as they were before all of them, so none
 * may build on another; keys between them are checked at the end. What comes later is sent by itself.
 */
export async function together<T>(tx: Transaction, begin: () => Promise<T>): Promise<T> {
  if (gatherings.has(tx)) return begin();
  const { promise: sent, resolve, reject } = Promise.withResolvers<void>();
  const parts: Part[] = [];
  gatherings.set(tx, { parts, sent });
  let done: Promise<T>;
  try {
    done = begin();
  } finally {
    gatherings.delete(tx);
  }
  const all = joined(parts);
  if (all) send(tx, all.text, all.values).then(() => resolve(), reject);
  else resolve();
  const [result] = await Promise.all([done, sent]);
  return result;
}

/** One statement of many: each kind a part of a WITH, its parameters counted on from the one before. */
function joined(parts: readonly Part[]): Write | undefined {
  const kinds = [...Map.groupBy(parts, ({ key }) => key).values()];
  const writes = kinds.map((alike) => alike[0]!.compose(alike.flatMap(({ rows }) => rows)));
  if (writes.length < 2) return writes[0];
  let before = 0;
  const texts = writes.map(({ text, values }, at) => {
    const from = before;
    before += values.length;
    return `part_${at + 1} as (${text.replace(/\$(\d+)/g, (_, place) => `$${Number(place) + from}`)})`;
  });
  return { text: `with ${texts.join(",\n")} select`, values: writes.flatMap(({ values }) => values) };
}

/** Inserts one row. Columns that the row does not name get their default of the database. */
export async function insertRow<T extends Table>(
  tx: Transaction,
  table: T,
  row: Omit<T["$inferInsert"], never>,
): Promise<void> {
  const { names, types, values } = namedValues(table, row);
  const into = `insert into ${getTableName(table)} (${names.join(", ")})`;
  await sendOrGather(tx, {
    key: keyOf(into, types),
    rows: [values],
    compose: (rows) =>
      rows.length === 1
        ? { text: `${into} values (${names.map((_, at) => `$${at + 1}`).join(", ")})`, values }
        : { text: `${into} select * from ${unnested(types)}`, values: turned(rows) },
  });
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
  const name = getTableName(table);
  const types = [...set.types, ...by.types];
  const sets = set.names.map((column, at) => `${column} = $${at + 1}`);
  const conditions = by.names.map((column, at) => `${column} = $${sets.length + at + 1}`);
  const text = `update ${name} set ${sets.join(", ")} where ${conditions.join(" and ")}`;
  await sendOrGather(tx, {
    key: keyOf(text, types),
    rows: [[...set.values, ...by.values]],
    compose: (rows) =>
      rows.length === 1
        ? { text, values: rows[0]! }
        : {
            text: `update ${name} set ${set.names.map((column, at) => `${column} = each.set_${at + 1}`).join(", ")}
              from ${unnested(types)} as each (${[...set.names.map((_, at) => `set_${at + 1}`), ...by.names.map((_, at) => `by_${at + 1}`)].join(", ")})
              where ${by.names.map((column, at) => `${name}.${column} = each.by_${at + 1}`).join(" and ")}`,
            values: turned(rows),
          },
  });
}

/** Rows with an array in a column are never joined: an array of arrays is another thing to Postgres. */
const keyOf = (text: string, types: readonly string[]): string =>
  types.some((type) => type.endsWith("]")) ? `${text} ${apart++}` : text;

const unnested = (types: readonly string[]): string =>
  `unnest(${types.map((type, at) => `$${at + 1}::${type}[]`).join(", ")})`;

/** Rows as one array a column. */
const turned = (rows: readonly Values[]): Values =>
  (rows[0] ?? []).map((_, at) => arrayLiteral(rows.map((row) => row[at] as Value)));

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

type Named = { names: string[]; types: string[]; values: unknown[] };

function namedValues(table: Table, row: Readonly<Record<string, unknown>>): Named {
  const named: Named = { names: [], types: [], values: [] };
  for (const [key, column] of fieldsOf(table)) {
    const value = row[key];
    if (value === undefined) continue;
    named.names.push(column.name);
    named.types.push(column.getSQLType());
    named.values.push(value === null ? null : column.mapToDriverValue(value));
  }
  return named;
}
