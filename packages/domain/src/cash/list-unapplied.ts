import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { searchText } from "../kernel/search-text.ts";
import { read } from "../kernel/transact.ts";
import type { Signal } from "../matching/match.ts";
import { permit } from "../policies/permissions.ts";

const filters = z.object({
  heldAs: z.enum(["unapplied", "on_account"]).nullish(),
  customerId: z.uuid().nullish(),
  legalEntityId: z.uuid().nullish(),
  currency: z.string().length(3).nullish(),
  /** In the customer's name or number, or the receipt's number or reference. */
  search: searchText(60).nullish(),
});
export type UnappliedFilters = z.input<typeof filters>;

export const listUnappliedInput = filters.extend({
  /** The last row of the page before. */
  after: z.object({ issuedOn: z.string(), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(500).default(50),
});

export type UnappliedRow = {
  receiptId: string;
  number: string;
  customerId: string;
  customerNumber: string;
  customerName: string;
  legalEntityId: string;
  currency: string;
  amountMinor: bigint;
  openMinor: bigint;
  /** Of what is open, what payments under way have reserved. */
  reservedMinor: bigint;
  heldAs: "unapplied" | "on_account";
  issuedOn: string;
  /** Days since the money came, in the legal entity's calendar. */
  ageDays: number;
  reference: string | null;
  /** The bank line it came by; null for money recorded by hand or paid through the portal. */
  lineId: string | null;
  /**
   * Why it lies there, as the first of: left on account by decision, an application undone, what the engine last said of
   * it, paid beyond what was open, or recorded without its use.
   */
  why: "on_account" | "undone" | "proposed" | "nothing" | "rest" | "recorded";
  waits: Signal[];
};

type Raw = Record<string, unknown> & { id: string; issued_on: string; waits: readonly Signal[] | null };

/** Money on hand that pays nothing yet, the oldest first. */
export async function listUnapplied(
  ctx: Context,
  raw: z.input<typeof listUnappliedInput> = {},
): Promise<{ rows: UnappliedRow[]; next: { issuedOn: string; id: string } | null }> {
  const { after, limit, ...asked } = listUnappliedInput.parse(raw);
  permit(ctx.actor, "work.read");
  return read(ctx, async (tx) => {
    const past = after ? sql`and (i.issued_on, i.id) > (${after.issuedOn}::date, ${after.id}::uuid)` : sql``;
    const rows = (await tx.execute(sql`
      select i.id, i.number, c.id as customer_id, c.number as customer_number, c.name as customer_name, i.legal_entity_id,
        i.currency, i.amount_minor::text as amount, i.open_minor::text as open, coalesce(reserved.minor, 0)::text as reserved,
        i.held_as, i.issued_on::text as issued_on, ${AGE} as age, i.reference, l.id as line_id,
        case when i.held_as = 'on_account' then 'on_account' when bar.id is not null then 'undone'
          when o.kind in ('proposed', 'nothing') then o.kind when i.open_minor < i.amount_minor then 'rest' else 'recorded' end as why,
        o.waits
      from ${unapplied(ctx, asked)} ${past}
      order by i.issued_on, i.id limit ${limit + 1}`)) as unknown as Raw[];
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map(rowOf),
      next: rows.length > limit && last ? { issuedOn: last.issued_on, id: last.id } : null,
    };
  });
}

const BUCKETS = ["0-7", "8-30", "31-90", "90+"] as const;
export type UnappliedTotal = {
  currency: string;
  heldAs: "unapplied" | "on_account";
  count: number;
  openMinor: bigint;
  /** What is open by days since it came. */
  ages: Record<(typeof BUCKETS)[number], bigint>;
};

/** Exact counts and sums of money on hand, by currency and how it is held. */
export async function totalUnapplied(ctx: Context, raw: UnappliedFilters = {}): Promise<UnappliedTotal[]> {
  const asked = filters.parse(raw);
  permit(ctx.actor, "work.read");
  return read(ctx, async (tx) => {
    const within = (condition: SQL) => sql`coalesce(sum(i.open_minor) filter (where ${condition}), 0)::text`;
    const rows = (await tx.execute(sql`
      select i.currency, i.held_as, count(*)::int as count, sum(i.open_minor)::text as open,
        ${within(sql`${AGE} <= 7`)} as "0-7", ${within(sql`${AGE} between 8 and 30`)} as "8-30",
        ${within(sql`${AGE} between 31 and 90`)} as "31-90", ${within(sql`${AGE} > 90`)} as "90+"
      from ${unapplied(ctx, asked)} group by 1, 2 order by 1, 2`)) as unknown as (Record<string, string> & {
      count: number;
    })[];
    return rows.map((row) => ({
      currency: row.currency ?? "",
      heldAs: row.held_as === "on_account" ? ("on_account" as const) : ("unapplied" as const),
      count: Number(row.count),
      openMinor: BigInt(row.open ?? "0"),
      ages: Object.fromEntries(
        BUCKETS.map((bucket) => [bucket, BigInt(row[bucket] ?? "0")]),
      ) as UnappliedTotal["ages"],
    }));
  });
}

/** `i`: receipts with something open; `c`, `e`, `l`, `o`, `bar`: what belongs to them. */
function unapplied(ctx: Context, asked: z.output<typeof filters>): SQL {
  const { heldAs, customerId, legalEntityId, currency, search } = asked;
  const conditions: SQL[] = [];
  if (heldAs) conditions.push(sql`i.held_as = ${heldAs}`);
  if (customerId) conditions.push(sql`i.customer_id = ${customerId}`);
  if (legalEntityId) conditions.push(sql`i.legal_entity_id = ${legalEntityId}`);
  if (currency) conditions.push(sql`i.currency = ${currency}`);
  if (search) {
    const like = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(
      sql`(c.name ilike ${like} or c.number ilike ${like} or i.number ilike ${like} or i.reference ilike ${like})`,
    );
  }
  return sql`
    items i
    join customers c on c.organization_id = i.organization_id and c.id = i.customer_id
    join legal_entities e on e.organization_id = i.organization_id and e.id = i.legal_entity_id
    cross join lateral (select (${ctx.now.toISOString()}::timestamptz at time zone e.time_zone)::date as day) today
    left join bank_lines l on l.organization_id = i.organization_id and l.receipt_id = i.id
    left join lateral (
      select sum(s.amount_minor) as minor from payment_shares s
      where s.organization_id = i.organization_id and s.item_id = i.id and s.state = 'reserved'
    ) reserved on true
    left join lateral (
      select o.kind, o.waits from match_outcomes o where o.organization_id = l.organization_id and o.line_id = l.id
      order by o.at desc, o.id desc limit 1
    ) o on true
    left join lateral (
      select b.id from match_bars b
      where b.organization_id = i.organization_id and b.receipt_id = i.id and b.lifted_at is null limit 1
    ) bar on true
    where i.organization_id = ${ctx.organizationId} and i.kind = 'receipt' and i.open_minor > 0
      ${conditions.length > 0 ? sql`and ${sql.join(conditions, sql` and `)}` : sql``}`;
}

const AGE = sql`(today.day - i.issued_on)`;

const text = (value: unknown): string | null => (value === null ? null : String(value));

function rowOf(row: Raw): UnappliedRow {
  return {
    receiptId: row.id,
    number: String(row.number),
    customerId: String(row.customer_id),
    customerNumber: String(row.customer_number),
    customerName: String(row.customer_name),
    legalEntityId: String(row.legal_entity_id),
    currency: String(row.currency),
    amountMinor: BigInt(String(row.amount)),
    openMinor: BigInt(String(row.open)),
    reservedMinor: BigInt(String(row.reserved)),
    heldAs: row.held_as === "on_account" ? "on_account" : "unapplied",
    issuedOn: row.issued_on,
    ageDays: Number(row.age),
    reference: text(row.reference),
    lineId: text(row.line_id),
    why: String(row.why) as UnappliedRow["why"],
    waits: row.why === "proposed" || row.why === "nothing" ? [...(row.waits ?? [])] : [],
  };
}
