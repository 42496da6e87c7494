import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { arrayOf } from "../kernel/insert-rows.ts";
import { Refusal } from "../kernel/refusal.ts";
import { searchText } from "../kernel/search-text.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { dueAfter, minutesOfDay } from "./clock.ts";
import { DECIDED_DISPUTE, type DisputeStatus, isOpen, OPEN_DISPUTE } from "./dispute.ts";
import { type Outcome, outcomeOf } from "./progress.ts";

const DISPUTE_TABS = [
  "open",
  /** Nobody has begun with it: sent, or contested. */
  "new",
  /** Open; of staff what he handles, of a contact what he sent. */
  "mine",
  "waiting_customer",
  "waiting_internal",
  "awaiting_approval",
  /** The answer is due within one office day of the company that billed it, or late. */
  "breaching",
  "decided",
  "all",
] as const;
export type DisputeTab = (typeof DISPUTE_TABS)[number];

export const listDisputesInput = z.object({
  /** None: all that the reader may see. */
  customerIds: z.array(z.uuid()).max(5_000).nullish(),
  tab: z.enum(DISPUTE_TABS).default("open"),
  /** Those about this document. */
  itemId: z.uuid().nullish(),
  reason: z.string().max(50).nullish(),
  /** The beginning of a dispute's or document's number, or a part of a customer's name. */
  search: searchText(60).nullish(),
  /** `due`: what is due first; `raised`: the newest first. */
  sort: z.enum(["due", "raised"]).default("due"),
  /** `next` of an earlier answer. */
  cursor: z.string().max(300).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

export type ListDisputesInput = z.input<typeof listDisputesInput>;
type Asked = z.output<typeof listDisputesInput>;

export type DisputeRow = {
  id: string;
  number: string;
  status: DisputeStatus;
  isOpen: boolean;
  reason: string;
  product: string | null;
  customerId: string;
  customerNumber: string;
  customerName: string;
  currency: string;
  /** What is asked. */
  amountMinor: bigint;
  /** What came of it; null while it is not decided. */
  outcome: Outcome | null;
  /** Credited or written off in all. */
  creditedMinor: bigint;
  /** The first of its documents by number, and how many there are. */
  document: { itemId: string; number: string } | null;
  documentCount: number;
  raisedAt: Date;
  raisedByName: string;
  assigneeId: string | null;
  assigneeName: string | null;
  /** Null while the clock stands; `clockLeftMinutes` is what it stands at. */
  answerDueAt: Date | null;
  clockLeftMinutes: number | null;
  contestUntil: Date | null;
  endedAt: Date | null;
  /** Of the legal entity: the clock counts its office hours. */
  timeZone: string;
};

export type DisputePage = {
  rows: DisputeRow[];
  next: string | null;
  /** How many the same list holds in each tab. */
  counts: Record<DisputeTab, number>;
  /** How many the list holds and what they come to, over all pages. */
  totals: { currency: string; count: number; amountMinor: bigint }[];
};

type Raw = {
  id: string;
  number: string;
  status: DisputeStatus;
  reason: string;
  product: string | null;
  customer_id: string;
  customer_number: string;
  customer_name: string;
  currency: string;
  amount: string;
  outcome: string | null;
  decided: string | null;
  credited: string | null;
  item_id: string | null;
  item_number: string | null;
  documents: number;
  raised: string;
  raised_by_name: string;
  assignee_id: string | null;
  assignee_name: string | null;
  due: string | null;
  clock_left_minutes: number | null;
  contest_until: string | null;
  ended: string | null;
  time_zone: string;
  place: string;
};

const SORTS = {
  due: { column: sql`coalesce(d.answer_due_at, 'infinity')`, order: sql`asc`, past: sql`>` },
  raised: { column: sql`d.raised_at`, order: sql`desc`, past: sql`<` },
} as const;

/** A page of disputes by tab, search and sort, with the counts beside the tabs. Refuses `list.cursor`. */
export async function listDisputes(ctx: Context, raw: ListDisputesInput): Promise<DisputePage> {
  const asked = listDisputesInput.parse(raw);
  return read(ctx, async (tx) => {
    const tabs = await tabsFor(tx, ctx);
    const list = wholeList(ctx, asked);
    const rows = await readRows(tx, asked, [...list, tabs[asked.tab]]);
    const page = rows.slice(0, asked.limit);
    const last = page.at(-1);
    return {
      rows: page.map(asRow),
      next: rows.length > asked.limit && last ? writeCursor(asked.sort, last) : null,
      ...(await countAll(tx, asked, list, tabs)),
    };
  });
}

async function readRows(tx: Tx, asked: Asked, conditions: readonly SQL[]): Promise<Raw[]> {
  const { column, order, past } = SORTS[asked.sort];
  const at = asked.cursor ? readCursor(asked.cursor, asked.sort) : null;
  const after = at ? sql`and (${column}, d.id) ${past} (${at.place}::timestamptz, ${at.id}::uuid)` : sql``;
  return (await tx.execute(sql`
    select d.id, d.number, d.status, d.reason, d.product, d.customer_id, c.number as customer_number,
      c.name as customer_name, d.currency, d.amount_minor::text as amount, last.outcome,
      last.amount_minor::text as decided, credited.minor::text as credited, first.id as item_id,
      first.number as item_number, coalesce(first.documents, 0) as documents, d.raised_at::text as raised,
      d.raised_by_name, d.assignee_id, s.name as assignee_name, d.answer_due_at::text as due, d.clock_left_minutes,
      d.contest_until::text as contest_until, d.ended_at::text as ended,
      (select e.time_zone from legal_entities e where e.organization_id = d.organization_id and e.id = d.legal_entity_id) as time_zone,
      d.place::text as place
    from (
      select d.*, ${column} as place from disputes d join customers c on c.organization_id = d.organization_id and c.id = d.customer_id
      where ${all(conditions)} ${after}
      order by ${column} ${order}, d.id ${order}
      limit ${asked.limit + 1}
    ) d
    join customers c on c.organization_id = d.organization_id and c.id = d.customer_id
    left join staff s on s.organization_id = d.organization_id and s.id = d.assignee_id
    left join lateral (
      select x.outcome, x.amount_minor from dispute_decisions x
      where x.organization_id = d.organization_id and x.dispute_id = d.id and x.status = 'applied'
      order by x.applied_at desc, x.id desc limit 1
    ) last on true
    left join lateral (
      select sum(x.amount_minor) as minor from dispute_decisions x
      where x.organization_id = d.organization_id and x.dispute_id = d.id and x.status = 'applied'
    ) credited on true
    left join lateral (
      select i.id, i.number, (count(*) over ())::int as documents from items i
      where i.organization_id = d.organization_id and i.id in (
        select x.item_id from dispute_items x where x.organization_id = d.organization_id and x.dispute_id = d.id
      )
      order by i.number limit 1
    ) first on true
    order by d.place ${order}, d.id ${order}`)) as unknown as Raw[];
}

/** What each tab holds, as a condition. */
async function tabsFor(tx: Tx, ctx: Context): Promise<Record<DisputeTab, SQL>> {
  const { actor, organizationId, now } = ctx;
  const open = statusIn(OPEN_DISPUTE);
  const entities = (await tx.execute(
    sql`select id, time_zone from legal_entities where organization_id = ${organizationId}`,
  )) as unknown as { id: string; time_zone: string }[];
  const calendar = await readPolicy(tx, ctx, "calendar");
  // An office day ends at another instant in each company's zone.
  const soon = entities.map(({ id, time_zone: zone }) => {
    const by = dueAfter(now, minutesOfDay(calendar), calendar, zone).toISOString();
    return sql`(d.legal_entity_id = ${id} and d.answer_due_at <= ${by}::timestamptz)`;
  });
  const mine =
    actor.kind === "staff" ? sql`d.assignee_id = ${actor.staffId}` : sql`d.raised_by = ${actorKey(actor)}`;
  return {
    open,
    new: statusIn(["submitted", "contested"]),
    mine: sql`${open} and ${mine}`,
    waiting_customer: statusIn(["waiting_customer"]),
    waiting_internal: statusIn(["waiting_internal"]),
    awaiting_approval: statusIn(["awaiting_approval"]),
    breaching: sql`${open} and ${soon.length > 0 ? sql`(${sql.join(soon, sql` or `)})` : sql`false`}`,
    decided: sql`(${statusIn(DECIDED_DISPUTE)} or d.status = 'closed')`,
    all: sql`true`,
  };
}

const statusIn = (states: readonly DisputeStatus[]): SQL =>
  sql`d.status in (${sql.raw(states.map((state) => `'${state}'`).join(", "))})`;

/** What of a filter is the same whatever tab is looked at. */
function wholeList(ctx: Context, { customerIds, itemId, reason, search }: Asked): SQL[] {
  const conditions = [sql`d.organization_id = ${ctx.organizationId}`];
  if (customerIds)
    conditions.push(sql`d.customer_id = any(${arrayOf({ type: "uuid", values: customerIds })})`);
  if (itemId) conditions.push(aboutItems(sql`x.item_id = ${itemId}`));
  if (reason) conditions.push(sql`d.reason = ${reason}`);
  if (search) {
    const escaped = search.replaceAll(/[\\%_]/g, "\\$&");
    conditions.push(sql`(d.number ilike ${`${escaped}%`} or c.number ilike ${`${escaped}%`}
      or c.name ilike ${`%${escaped}%`} or ${aboutItems(
        sql`exists (select from items i where i.organization_id = x.organization_id and i.id = x.item_id and i.number ilike ${`${escaped}%`})`,
      )})`);
  }
  return conditions;
}

const aboutItems = (condition: SQL): SQL =>
  sql`exists (select from dispute_items x where x.organization_id = d.organization_id and x.dispute_id = d.id and ${condition})`;

async function countAll(
  tx: Tx,
  { tab }: Asked,
  list: readonly SQL[],
  tabs: Record<DisputeTab, SQL>,
): Promise<Pick<DisputePage, "counts" | "totals">> {
  const columns = DISPUTE_TABS.map((each) => sql`(count(*) filter (where ${tabs[each]}))::int`);
  const rows = (await tx.execute(sql`
    select d.currency, array[${sql.join(columns, sql`, `)}] as counts,
      (count(*) filter (where ${tabs[tab]}))::int as count,
      coalesce(sum(d.amount_minor) filter (where ${tabs[tab]}), 0)::text as amount
    from disputes d join customers c on c.organization_id = d.organization_id and c.id = d.customer_id
    where ${all(list)}
    group by d.currency order by d.currency`)) as unknown as {
    currency: string;
    counts: number[];
    count: number;
    amount: string;
  }[];
  const counted = DISPUTE_TABS.map((each, index) => [
    each,
    rows.reduce((total, row) => total + (row.counts[index] ?? 0), 0),
  ]);
  return {
    counts: Object.fromEntries(counted) as Record<DisputeTab, number>,
    totals: rows
      .filter((row) => row.count > 0)
      .map(({ currency, count, amount }) => ({ currency, count, amountMinor: BigInt(amount) })),
  };
}

const all = (conditions: readonly SQL[]): SQL => sql.join([...conditions], sql` and `);

function asRow(row: Raw): DisputeRow {
  const amountMinor = BigInt(row.amount);
  const decision = row.outcome ? { outcome: row.outcome, amountMinor: BigInt(row.decided ?? 0) } : null;
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    isOpen: isOpen(row.status),
    reason: row.reason,
    product: row.product,
    customerId: row.customer_id,
    customerNumber: row.customer_number,
    customerName: row.customer_name,
    currency: row.currency,
    amountMinor,
    outcome: outcomeOf(decision, { status: row.status, amountMinor }),
    creditedMinor: BigInt(row.credited ?? 0),
    document: row.item_id && row.item_number ? { itemId: row.item_id, number: row.item_number } : null,
    documentCount: row.documents,
    raisedAt: new Date(row.raised),
    raisedByName: row.raised_by_name,
    assigneeId: row.assignee_id,
    assigneeName: row.assignee_name,
    answerDueAt: instant(row.due),
    clockLeftMinutes: row.clock_left_minutes,
    contestUntil: instant(row.contest_until),
    endedAt: instant(row.ended),
    timeZone: row.time_zone,
  };
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

const cursorShape = z.tuple([z.enum(["due", "raised"]), z.string(), z.uuid()]);

const writeCursor = (sort: Asked["sort"], row: Raw): string =>
  Buffer.from(JSON.stringify([sort, row.place, row.id])).toString("base64url");

function readCursor(text: string, sort: Asked["sort"]): { place: string; id: string } {
  try {
    const [order, place, id] = cursorShape.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    const isPlace = place === "infinity" || /^\d{4}-\d{2}-\d{2} [\d:.]+[+-]\d{2}(:\d{2})?$/.test(place);
    if (order === sort && isPlace && (place === "infinity" || !Number.isNaN(Date.parse(place))))
      return { place, id };
  } catch (cause) {
    if (!(cause instanceof SyntaxError) && !(cause instanceof z.ZodError)) throw cause;
  }
  throw new Refusal(
    "invalid",
    "list.cursor",
    "This page of the list is no longer there. Start from its beginning.",
  );
}
