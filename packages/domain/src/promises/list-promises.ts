import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { customersFound } from "../customers/aged-customers.ts";
import { beginsWith, spellings } from "../items/begins-with.ts";
import type { Context } from "../kernel/context.ts";
import { arrayOf } from "../kernel/insert-rows.ts";
import { Refusal } from "../kernel/refusal.ts";
import { searchText } from "../kernel/search-text.ts";
import { read } from "../kernel/transact.ts";
import { type PromiseSide, type PromiseStatus, sideOf } from "./promise.ts";

export const PROMISE_GROUPS = ["open", "requests", "due_this_week", "broken", "kept", "all"] as const;
export type PromiseGroup = (typeof PROMISE_GROUPS)[number];

export const listPromisesInput = z.object({
  /** None: all that the reader may see. */
  customerIds: z.array(z.uuid()).max(5_000).nullish(),
  /** `requests`: those that the reader's side has to answer. `broken`: also those kept in part. */
  group: z.enum(PROMISE_GROUPS).default("open"),
  currency: z.string().length(3).nullish(),
  /** The beginning of a promise's or a document's number, of an account number, or any part of an account's name. */
  search: searchText(80).nullish(),
  /** `next` of an earlier answer. */
  cursor: z.string().max(300).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

type Asked = z.infer<typeof listPromisesInput>;

export type PromiseRow = {
  id: string;
  number: string;
  customerId: string;
  customerName: string;
  customerNumber: string;
  collectorName: string | null;
  currency: string;
  amountMinor: bigint;
  /** Kept so far, as last judged. */
  keptMinor: bigint;
  status: PromiseStatus;
  proposedSide: PromiseSide;
  beyond: string[];
  renewals: number;
  madeByName: string;
  madeAt: Date;
  answerDueAt: Date | null;
  /** The first date that is not judged yet, what is still to come on it, and the days until then. */
  next: { dueOn: string; leftMinor: bigint; daysLeft: number } | null;
  instalmentCount: number;
  documentCount: number;
  /** Numbers of the first documents. */
  documents: string[];
};

export type PromisePage = {
  rows: PromiseRow[];
  next: string | null;
  /** How many each group holds, whatever group is asked for. */
  counts: Record<PromiseGroup, number>;
  /** What the asked group comes to, per currency, over all pages. */
  totals: { currency: string; count: number; amountMinor: bigint; keptMinor: bigint }[];
};

type Raw = {
  id: string;
  number: string;
  customer_id: string;
  customer_name: string;
  customer_number: string;
  collector_name: string | null;
  currency: string;
  amount: string;
  kept: string;
  status: PromiseStatus;
  proposed_side: PromiseSide;
  beyond: string[];
  renewals: number;
  made_by_name: string;
  made_ms: string;
  answer_ms: string | null;
  next_due_on: string | null;
  next_left: string | null;
  days_left: number | null;
  instalments: number;
  documents: number;
  numbers: string[] | null;
  place: string;
};

type Counted = { currency: string; asked_amount: string; asked_kept: string } & Record<
  PromiseGroup | "asked",
  number
>;

/** Promises of the given accounts by group and search: what is to come by its next day, all others the newest first. */
export async function listPromises(
  ctx: Context,
  raw: z.input<typeof listPromisesInput>,
): Promise<PromisePage> {
  const asked = listPromisesInput.parse(raw);
  const { group, limit } = asked;
  const byDay = group === "open" || group === "due_this_week" || group === "requests";
  // One text to order by, so that a cursor is one comparison whatever the group.
  const place = byDay
    ? sql`coalesce(n.due_on::text, '9999-12-31')`
    : sql`to_char(p.made_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`;
  const after = asked.cursor ? readCursor(asked.cursor, group) : null;
  const past = after
    ? sql`and (${place} collate "C", p.id) ${byDay ? sql`>` : sql`<`} (${after.place} collate "C", ${after.id}::uuid)`
    : sql``;
  const order = byDay ? sql`asc` : sql`desc`;
  const from = promisesOf(ctx);
  const inGroup = groupFilter(ctx, group);
  return read(ctx, async (tx) => {
    const rows = (await tx.execute(sql`
      select p.id, p.number, p.customer_id, c.name as customer_name, c.number as customer_number,
        (select s.name from staff s where s.organization_id = c.organization_id and s.id = c.collector_id) as collector_name,
        p.currency, p.amount_minor::text as amount, k.kept::text, p.status, p.proposed_side, p.beyond, p.renewals,
        p.made_by_name, ${epoch(sql`p.made_at`)} as made_ms, ${epoch(sql`p.answer_due_at`)} as answer_ms,
        n.due_on::text as next_due_on, n.left_minor::text as next_left, n.due_on - today.day as days_left,
        k.count as instalments, d.count as documents, d.numbers, ${place} as place
      ${from}
      cross join lateral (
        select count(*)::int as count, (array_agg(i.number order by i.due_on, i.number))[1:3] as numbers
        from promise_items t
        join items i on i.organization_id = t.organization_id and i.id = t.item_id
        where t.organization_id = p.organization_id and t.promise_id = p.id
      ) d
      where ${conditionsOf(ctx, asked)} and ${inGroup} ${past}
      order by ${place} collate "C" ${order}, p.id ${order}
      limit ${limit + 1}`)) as unknown as Raw[];
    const counts = PROMISE_GROUPS.map(
      (each) => sql`count(*) filter (where ${groupFilter(ctx, each)})::int as ${sql.identifier(each)}`,
    );
    const counted = (await tx.execute(sql`
      select p.currency, ${sql.join(counts, sql`, `)}, count(*) filter (where ${inGroup})::int as asked,
        coalesce(sum(p.amount_minor) filter (where ${inGroup}), 0)::text as asked_amount,
        coalesce(sum(k.kept) filter (where ${inGroup}), 0)::text as asked_kept
      ${from}
      where ${conditionsOf(ctx, asked)}
      group by p.currency
      order by p.currency`)) as unknown as Counted[];
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map(asRow),
      next: rows.length > limit && last ? writeCursor(group, last) : null,
      counts: Object.fromEntries(
        PROMISE_GROUPS.map((each) => [each, counted.reduce((sum, row) => sum + row[each], 0)]),
      ) as Record<PromiseGroup, number>,
      totals: counted
        .filter((row) => row.asked > 0)
        .map((row) => ({
          currency: row.currency,
          count: row.asked,
          amountMinor: BigInt(row.asked_amount),
          keptMinor: BigInt(row.asked_kept),
        })),
    };
  });
}

/** Promises `p` with their account `c`, its day, the next date `n` and what is kept `k`. */
const promisesOf = (ctx: Context): SQL => sql`
  from promises p
  join customers c on c.organization_id = p.organization_id and c.id = p.customer_id
  cross join lateral (select (${ctx.now.toISOString()}::timestamptz at time zone c.time_zone)::date as day) today
  cross join lateral (
    select count(*)::int as count, coalesce(sum(s.kept_minor), 0) as kept from promise_instalments s
    where s.organization_id = p.organization_id and s.promise_id = p.id
  ) k
  left join lateral (
    select s.due_on, s.amount_minor - s.kept_minor as left_minor from promise_instalments s
    where s.organization_id = p.organization_id and s.promise_id = p.id and s.state in ('waiting', 'pending')
    order by s.no limit 1
  ) n on true`;

function conditionsOf(ctx: Context, { customerIds, currency, search }: Asked): SQL {
  const conditions = [sql`p.organization_id = ${ctx.organizationId}`];
  if (customerIds)
    conditions.push(sql`p.customer_id = any(${arrayOf({ type: "uuid", values: customerIds })})`);
  if (currency) conditions.push(sql`p.currency = ${currency}`);
  if (search) {
    const ways = spellings(search).flatMap((text) => [
      beginsWith(sql`p.number`, text),
      sql`exists (select from promise_items t join items i on i.organization_id = t.organization_id and i.id = t.item_id
        where t.organization_id = p.organization_id and t.promise_id = p.id
          and (${beginsWith(sql`i.number`, text)} or ${beginsWith(sql`i.number_tail`, text)}))`,
    ]);
    conditions.push(sql`(${sql.join([...ways, sql`(${customersFound(ctx, search)})`], sql` or `)})`);
  }
  return sql.join(conditions, sql` and `);
}

function groupFilter(ctx: Context, group: PromiseGroup): SQL {
  const answering = sideOf(ctx.actor) === "customer" ? sql`'biller'` : sql`'customer'`;
  const filters: Record<PromiseGroup, SQL> = {
    open: sql`p.status in ('proposed', 'active')`,
    requests: sql`(p.status = 'proposed' and p.proposed_side = ${answering})`,
    due_this_week: sql`(p.status = 'active' and n.due_on <= today.day + 7)`,
    broken: sql`p.status in ('broken', 'part_kept')`,
    kept: sql`p.status = 'kept'`,
    all: sql`true`,
  };
  return filters[group];
}

const epoch = (column: SQL): SQL => sql`floor(extract(epoch from ${column}) * 1000)::text`;

const asRow = (row: Raw): PromiseRow => ({
  id: row.id,
  number: row.number,
  customerId: row.customer_id,
  customerName: row.customer_name,
  customerNumber: row.customer_number,
  collectorName: row.collector_name,
  currency: row.currency,
  amountMinor: BigInt(row.amount),
  keptMinor: BigInt(row.kept),
  status: row.status,
  proposedSide: row.proposed_side,
  beyond: row.beyond,
  renewals: row.renewals,
  madeByName: row.made_by_name,
  madeAt: new Date(Number(row.made_ms)),
  answerDueAt: row.answer_ms === null ? null : new Date(Number(row.answer_ms)),
  next:
    row.next_due_on !== null && row.days_left !== null
      ? { dueOn: row.next_due_on, leftMinor: BigInt(row.next_left ?? "0"), daysLeft: row.days_left }
      : null,
  instalmentCount: row.instalments,
  documentCount: row.documents,
  documents: row.numbers ?? [],
});

const cursorShape = z.tuple([z.enum(PROMISE_GROUPS), z.string().max(60), z.uuid()]);

const writeCursor = (group: PromiseGroup, { place, id }: Raw): string =>
  Buffer.from(JSON.stringify([group, place, id])).toString("base64url");

function readCursor(text: string, group: PromiseGroup): { place: string; id: string } {
  try {
    const [of, place, id] = cursorShape.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    if (of === group) return { place, id };
  } catch (cause) {
    if (!(cause instanceof SyntaxError) && !(cause instanceof z.ZodError)) throw cause;
  }
  throw new Refusal(
    "invalid",
    "list.cursor",
    "This page of the list is no longer there. Start from its beginning.",
  );
}
