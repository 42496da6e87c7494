import { send } from "@openitem/db/statement";
import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { z } from "zod";
import { disputedItems, promisedItems } from "../holds/claims.ts";
import { holdsOf } from "../holds/hold.ts";
import { isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { searchText } from "../kernel/search-text.ts";
import { sendKeepingPlan } from "../kernel/send-keeping-plan.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { beginsWith, spellings } from "./begins-with.ts";
import type { ItemKind } from "./item.ts";
import { ITEM_STATES, type ItemState, stateFilter } from "./item-state.ts";
import { arrayOf } from "./read-balances.ts";
import { type HeldOfItem, readHeld } from "./read-held.ts";

export const ITEM_SORTS = ["due", "issued", "number", "open", "amount"] as const;
export type ItemSort = (typeof ITEM_SORTS)[number];

const day = z.string().refine(isDay);

export const listItemsInput = z.object({
  customerIds: z.array(z.uuid()).min(1).max(5_000),
  state: z.enum(ITEM_STATES).default("open"),
  currency: z.string().length(3).nullish(),
  /** Days past due, as on the ageing bars. */
  bucket: z.enum(["current", "1-30", "31-60", "61-90", "90+"]).nullish(),
  /** The beginning of a document number, of its last digits, or of a purchase order number. */
  search: searchText(60).nullish(),
  issuedFrom: day.nullish(),
  issuedTo: day.nullish(),
  sort: z.enum(ITEM_SORTS).default("due"),
  descending: z.boolean().default(false),
  /** `next` or `previous` of an earlier answer. */
  cursor: z.string().max(300).nullish(),
  limit: z.number().int().min(1).max(500).default(50),
});

export type ListItemsInput = z.input<typeof listItemsInput>;
type Asked = z.infer<typeof listItemsInput>;

/** One document in a list, with what holds it; amounts in minor units of its currency. */
export type ItemRow = HeldOfItem & {
  id: string;
  kind: ItemKind;
  number: string;
  customerId: string;
  customerName: string;
  customerNumber: string;
  currency: string;
  amountMinor: bigint;
  openMinor: bigint;
  heldAs: "unapplied" | "on_account" | null;
  issuedOn: string;
  dueOn: string | null;
  /** Today less the due day, in the customer's calendar; null where nothing is due. */
  daysLate: number | null;
  poNumber: string | null;
  reference: string | null;
};

export type ItemPage = { rows: ItemRow[]; next: string | null; previous: string | null };

const SORT_COLUMNS = {
  due: { column: sql`i.due_on`, type: sql`date`, of: (row: Raw) => row.due_on },
  issued: { column: sql`i.issued_on`, type: sql`date`, of: (row: Raw) => row.issued_on },
  number: { column: sql`i.number`, type: sql`text`, of: (row: Raw) => row.number },
  open: { column: sql`i.open_minor`, type: sql`bigint`, of: (row: Raw) => row.open_minor },
  amount: { column: sql`i.amount_minor`, type: sql`bigint`, of: (row: Raw) => row.amount_minor },
} as const satisfies Record<ItemSort, { column: SQL; type: SQL; of: (row: Raw) => string | null }>;

type Raw = {
  id: string;
  kind: ItemKind;
  number: string;
  customer_id: string;
  customer_name: string;
  customer_number: string;
  currency: string;
  amount_minor: string;
  open_minor: string;
  held_as: "unapplied" | "on_account" | null;
  issued_on: string;
  due_on: string | null;
  days_late: number | null;
  po_number: string | null;
  reference: string | null;
};

/** A page of documents of the given customers, by filter, search and sort; the same few rows are read however many there are. */
export async function listItems(ctx: Context, raw: ListItemsInput): Promise<ItemPage> {
  return read(ctx, (tx) => listItemsIn(tx, ctx, raw));
}

/** The same inside a transaction that is already open. */
export async function listItemsIn(tx: Tx, ctx: Context, raw: ListItemsInput): Promise<ItemPage> {
  const asked = sortable(listItemsInput.parse(raw));
  const cursor = asked.cursor ? readCursor(asked.cursor, asked) : null;
  const backwards = cursor?.backwards ?? false;
  const { column, type, of } = SORT_COLUMNS[asked.sort];
  const down = asked.descending !== backwards;
  const order = down ? sql`desc` : sql`asc`;
  const past = cursor
    ? sql`and (${column}, i.id) ${down ? sql`<` : sql`>`} (${cursor.value}::${type}, ${cursor.id}::uuid)`
    : sql``;
  const few = asked.search ? await fewHits(tx, ctx, asked) : null;
  const query = sql`
      select i.id, i.kind, i.number, i.customer_id, c.name as customer_name, c.number as customer_number, i.currency,
        i.amount_minor::text, i.open_minor::text, i.held_as, i.issued_on::text, i.due_on::text,
        case when i.due_on is not null then (${ctx.now.toISOString()}::timestamptz at time zone c.time_zone)::date - i.due_on end as days_late,
        i.po_number, i.reference
      from (
        select * from items i
        where ${filterOf(ctx, asked, few)} ${past}
        order by ${column} ${order}, i.id ${order}
        limit ${asked.limit + 1}
      ) i
      join customers c on c.organization_id = i.organization_id and c.id = i.customer_id
      order by ${column} ${order}, i.id ${order}`;
  const rows = (await (isOrdered(asked) ? unsorted(tx, query) : tx.execute(query))) as unknown as Raw[];

  const more = rows.length > asked.limit;
  const page = more ? rows.slice(0, asked.limit) : rows;
  if (backwards) page.reverse();
  const held = await readHeld(
    tx,
    ctx,
    page.map(({ id }) => id),
  );
  const at = (row: Raw | undefined, back: boolean) =>
    row ? writeCursor(asked, of(row) ?? "", row.id, back) : null;
  return {
    rows: page.map((row) => asRow(row, held.get(row.id))),
    next: backwards || more ? at(page.at(-1), false) : null,
    previous: (backwards && more) || (!backwards && cursor) ? at(page[0], true) : null,
  };
}

const ORDERED: readonly ItemState[] = [
  "open",
  "overdue",
  "due_soon",
  "not_due",
  "part_paid",
  "credits",
  "paid",
  "all",
];

/** Whether an index has the documents in the order of the page, so that it ends after a page of them. */
const isOrdered = ({ customerIds, state, search }: Asked): boolean =>
  customerIds.length === 1 && !search && ORDERED.includes(state);

/**
 * Runs a query that reads along an index and never sorts. Row-level security names the customer a second time, which the
 * planner takes for two independent facts: it expects a handful of documents where there are a hundred thousand, and
 * would read and sort them all. All three are sent at once.
 */
async function unsorted(tx: Tx, query: SQL): Promise<unknown> {
  const { sql: text, params } = DIALECT.sqlToQuery(query);
  const [, rows] = await Promise.all([
    send(tx, "set local enable_sort = off", []),
    send(tx, text, params),
    send(tx, "set local enable_sort = on", []),
  ]);
  return rows;
}

/** How many documents the filter holds and what they come to, per currency, over all pages. */
export type ItemTotals = { currency: string; count: number; openMinor: bigint; amountMinor: bigint }[];

export async function totalItems(ctx: Context, raw: ListItemsInput): Promise<ItemTotals> {
  return read(ctx, async (tx) => (await totalItemsIn(tx, ctx, raw)).totals);
}

/**
 * The totals of a filter and, in the order of `states`, how many documents the same list holds in each of them,
 * whatever their age: the counts beside a page's filters. The documents are gone through once for all of it; without
 * a search every one of them, so that there is nothing to plan for.
 */
export async function totalItemsIn(
  tx: Tx,
  ctx: Context,
  raw: ListItemsInput,
  states: readonly ItemState[] = [],
): Promise<{ totals: ItemTotals; counts: number[] }> {
  const asked = listItemsInput.parse(raw);
  const today = sql`today.day`;
  const held = {
    reserved: sql`held.item_id is not null`,
    disputed: sql`disputed.item_id is not null`,
    promised: sql`promised.item_id is not null`,
  };
  const all = (conditions: SQL[]) => (conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`);
  const own = stateFilter(asked, today, held);
  const conditions = wholeList(ctx, asked);
  if (asked.search) conditions.push(searchFilter(asked.search));
  // Where nothing else is counted, only what is asked for need be read.
  if (states.length === 0) conditions.push(...own);
  const counts = states.map(
    (state) => sql`count(*) filter (where ${all(stateFilter({ state }, today, held))})::int`,
  );
  const whose = sql`any(${arrayOf(asked.customerIds)}::uuid[])`;
  // Only what one of the states asks about is joined.
  const isAsked = (state: ItemState) => asked.state === state || states.includes(state);
  const holds = [
    isAsked("in_flight") &&
      sql`left join (
        select distinct s.item_id from payment_shares s
        where s.organization_id = ${ctx.organizationId} and s.customer_id = ${whose} and s.state = 'reserved'
      ) held on held.item_id = i.id`,
    isAsked("disputed") &&
      sql`left join (select distinct item_id from (${disputedItems(ctx, sql`c.customer_id = ${whose}`)}) c) disputed on disputed.item_id = i.id`,
    isAsked("promised") &&
      sql`left join (select distinct item_id from (${promisedItems(ctx, sql`c.customer_id = ${whose}`)}) c) promised on promised.item_id = i.id`,
  ].filter((join) => join !== false);
  // `offset 0`: else the day would be worked out anew for each document.
  const query = sql`
    select i.currency, count(*) filter (where ${all(own)})::int as count,
      sum(i.open_minor) filter (where ${all(own)})::text as open,
      sum(i.amount_minor) filter (where ${all(own)})::text as amount,
      array[${sql.join(counts, sql`, `)}]::int[] as counts
    from items i
    join (
      select c.id, (${ctx.now.toISOString()}::timestamptz at time zone c.time_zone)::date as day from customers c
      where c.organization_id = ${ctx.organizationId} and c.id = ${whose} offset 0
    ) today on today.id = i.customer_id
    ${sql.join(holds, sql` `)}
    where ${all(conditions)}
    group by i.currency
    order by i.currency`;
  const isNarrow = states.length === 0 || asked.search;
  if (isNarrow) return totalsOf((await tx.execute(query)) as unknown as TotalRow[], states);
  const { sql: text, params } = DIALECT.sqlToQuery(query);
  const rows = await sendKeepingPlan(tx, text, params);
  return totalsOf(rows as unknown as TotalRow[], states);
}

const totalsOf = (rows: readonly TotalRow[], states: readonly ItemState[]) => ({
  totals: rows
    .filter(({ count }) => count > 0)
    .map(({ currency, count, open, amount }) => ({
      currency,
      count,
      openMinor: BigInt(open ?? 0),
      amountMinor: BigInt(amount ?? 0),
    })),
  counts: states.map((_, index) => rows.reduce((sum, row) => sum + (row.counts[index] ?? 0), 0)),
});

const DIALECT = new PgDialect();

type TotalRow = {
  currency: string;
  count: number;
  open: string | null;
  amount: string | null;
  counts: number[];
};

/** Credits have no due day; sorted by it they would fall out of a keyset, so with them all stand by their own day. */
const sortable = (asked: Asked): Asked =>
  asked.sort === "due" && (asked.state === "credits" || asked.state === "all")
    ? { ...asked, sort: "issued" }
    : asked;

/** Up to so many hits of a search are looked up one by one; beyond, a page is sooner found by going down the list. */
const FEW = 300;

/** The documents a search finds, when they are few: each way of searching reads a short range of its own index. */
async function fewHits(tx: Tx, ctx: Context, asked: Asked): Promise<string[] | null> {
  const { search } = asked;
  if (!search) return null;
  const ways = searchColumns.flatMap((column) =>
    spellings(search).map(
      (text) => sql`(select i.id from items i
        where i.organization_id = ${ctx.organizationId} and ${whoseItems(asked)} and ${beginsWith(column, text)} limit ${FEW + 1})`,
    ),
  );
  const hits = (await tx.execute(
    sql`select id from (${sql.join(ways, sql` union `)}) hits limit ${FEW + 1}`,
  )) as unknown as { id: string }[];
  return hits.length > FEW ? null : hits.map((hit) => hit.id);
}

const whoseItems = ({ customerIds }: Asked): SQL =>
  customerIds.length === 1
    ? sql`i.customer_id = ${customerIds[0]}::uuid`
    : sql`i.customer_id = any(${arrayOf(customerIds)}::uuid[])`;

function filterOf(ctx: Context, asked: Asked, few: readonly string[] | null = null): SQL {
  const his = sql`customer_id = any(${arrayOf(asked.customerIds)}::uuid[])`;
  // What payments under way, disputes and promises hold is little, so it is read first.
  const held = {
    reserved: sql`i.id = any(array(select s.item_id from payment_shares s
    where s.organization_id = ${ctx.organizationId} and s.${his} and s.state = 'reserved'))`,
    disputed: sql`i.id = any(array(${disputedItems(ctx, sql`c.${his}`)}))`,
    promised: sql`i.id = any(array(${promisedItems(ctx, sql`c.${his}`)}))`,
  };
  // For one customer the day does not hang on the row, so an index range can be cut at it.
  const [only, ...others] = asked.customerIds;
  const whose = others.length === 0 ? sql`${only}::uuid` : sql`i.customer_id`;
  const today = sql`(select (${ctx.now.toISOString()}::timestamptz at time zone c.time_zone)::date from customers c
    where c.organization_id = ${ctx.organizationId} and c.id = ${whose})`;
  const conditions = [...wholeList(ctx, asked), ...stateFilter(asked, today, held)];
  // Nothing without a due day is listed by it, and an index need not be walked past it.
  if (asked.sort === "due") conditions.push(sql`i.due_on is not null`);
  if (few) conditions.push(sql`i.id = any(${arrayOf(few)}::uuid[])`);
  else if (asked.search) conditions.push(searchFilter(asked.search));
  return sql.join(conditions, sql` and `);
}

/** What of a filter is the same whatever state is asked for, the search left out. */
function wholeList(ctx: Context, asked: Asked): SQL[] {
  const conditions = [sql`i.organization_id = ${ctx.organizationId}`, whoseItems(asked)];
  if (asked.currency) conditions.push(sql`i.currency = ${asked.currency}`);
  if (asked.issuedFrom) conditions.push(sql`i.issued_on >= ${asked.issuedFrom}::date`);
  if (asked.issuedTo) conditions.push(sql`i.issued_on <= ${asked.issuedTo}::date`);
  return conditions;
}

const searchColumns = [sql`i.number`, sql`i.number_tail`, sql`i.po_number`];

function searchFilter(search: string): SQL {
  return sql`(${sql.join(
    spellings(search).flatMap((text) => searchColumns.map((column) => beginsWith(column, text))),
    sql` or `,
  )})`;
}

function asRow(row: Raw, held: HeldOfItem | undefined): ItemRow {
  const openMinor = BigInt(row.open_minor);
  const inFlightMinor = held?.inFlightMinor ?? 0n;
  const claim = (amountMinor = 0n) => [{ id: "all", number: "", amountMinor }];
  const { disputedMinor, promisedMinor } = holdsOf(openMinor, inFlightMinor, {
    disputes: claim(held?.disputedMinor),
    promises: claim(held?.promisedMinor),
  });
  return {
    id: row.id,
    kind: row.kind,
    number: row.number,
    customerId: row.customer_id,
    customerName: row.customer_name,
    customerNumber: row.customer_number,
    currency: row.currency,
    amountMinor: BigInt(row.amount_minor),
    openMinor,
    inFlightMinor,
    disputedMinor,
    promisedMinor,
    dispute: held?.dispute ?? null,
    promise: held?.promise ?? null,
    heldAs: row.held_as,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    daysLate: row.days_late,
    poNumber: row.po_number,
    reference: row.reference,
    payer: held?.payer ?? null,
  };
}

const cursorShape = z.tuple([z.string(), z.string(), z.uuid(), z.boolean()]);

/** A place in one ordering: sort key, value and id of the row it stands at, and the direction. */
const writeCursor = (asked: Asked, value: string, id: string, backwards: boolean): string =>
  Buffer.from(JSON.stringify([orderKey(asked), value, id, backwards])).toString("base64url");

function readCursor(text: string, asked: Asked): { value: string; id: string; backwards: boolean } {
  try {
    const [order, value, id, backwards] = cursorShape.parse(
      JSON.parse(Buffer.from(text, "base64url").toString()),
    );
    if (order === orderKey(asked) && fitsSort(asked.sort, value)) return { value, id, backwards };
  } catch (cause) {
    if (!(cause instanceof SyntaxError) && !(cause instanceof z.ZodError)) throw cause;
  }
  throw new Refusal(
    "invalid",
    "list.cursor",
    "This page of the list is no longer there. Start from its beginning.",
  );
}

const fitsSort = (sort: ItemSort, value: string): boolean => {
  if (sort === "due" || sort === "issued") return isDay(value);
  return sort === "number" || /^\d{1,18}$/.test(value);
};

const orderKey = (asked: Asked): string => `${asked.sort}${asked.descending ? "-" : "+"}`;
