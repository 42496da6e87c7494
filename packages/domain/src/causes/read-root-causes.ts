import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { OPEN_DISPUTE } from "../disputes/dispute.ts";
import { isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { CREDITED } from "./list-causes.ts";

export const readRootCausesInput = z.object({
  by: z.enum(["reason", "product", "customer", "legal_entity", "month", "cause"]),
  /** Days on which they were raised, in the legal entity's calendar, both included. */
  fromOn: z.string().refine(isDay, "This is not a day of the calendar.").nullish(),
  toOn: z.string().refine(isDay, "This is not a day of the calendar.").nullish(),
  limit: z.number().int().min(1).max(1_000).default(200),
});

export type RootCauseRow = {
  /** What the row is of: a reason's code, a product, an id, "2026-11"; null for disputes that name none. */
  key: string | null;
  /** As people call it; the key where it has no other name. */
  name: string | null;
  currency: string;
  count: number;
  openCount: number;
  askedMinor: bigint;
  creditedMinor: bigint;
  /** Days from raising to the decision or other end, of those that came to one; null while none has. */
  medianDays: number | null;
  meanDays: number | null;
};

type Raw = {
  key: string | null;
  name: string | null;
  currency: string;
  count: number;
  open_count: number;
  asked: string;
  credited: string;
  median_days: number | null;
  mean_days: number | null;
};

const DIMENSIONS: Readonly<Record<z.output<typeof readRootCausesInput>["by"], { key: SQL; name: SQL }>> = {
  reason: { key: sql`d.reason`, name: sql`d.reason` },
  product: { key: sql`d.product`, name: sql`d.product` },
  customer: { key: sql`d.customer_id::text`, name: sql`k.number || ' ' || k.name` },
  legal_entity: { key: sql`d.legal_entity_id::text`, name: sql`e.code || ' ' || e.name` },
  month: { key: sql`to_char(raised.day, 'YYYY-MM')`, name: sql`to_char(raised.day, 'YYYY-MM')` },
  cause: { key: sql`d.cause_id::text`, name: sql`h.title` },
};

const OPEN = sql.raw(OPEN_DISPUTE.map((status) => `'${status}'`).join(", "));

/**
 * Where disputes come from: how many, what they ask and what was credited, how long they take, by one dimension. A row is
 * of one currency: what is in two has two rows. Merged disputes are counted in the one they went into. The largest first;
 * months by time.
 */
export async function readRootCauses(
  ctx: Context,
  raw: z.input<typeof readRootCausesInput>,
): Promise<RootCauseRow[]> {
  const { by, fromOn, toOn, limit } = readRootCausesInput.parse(raw);
  permit(ctx.actor, "work.read");
  const { key, name } = DIMENSIONS[by];
  const rows = await read(
    ctx,
    async (tx) =>
      (await tx.execute(sql`
      select ${key} as key, min(${name}) as name, d.currency,
        count(*)::int as count,
        count(*) filter (where over.at is null)::int as open_count,
        sum(d.amount_minor)::text as asked,
        sum(${CREDITED})::text as credited,
        percentile_cont(0.5) within group (order by days.taken) as median_days,
        avg(days.taken)::float8 as mean_days
      from disputes d
      join customers k on k.organization_id = d.organization_id and k.id = d.customer_id
      join legal_entities e on e.organization_id = d.organization_id and e.id = d.legal_entity_id
      left join dispute_causes h on h.organization_id = d.organization_id and h.id = d.cause_id
      cross join lateral (select (d.raised_at at time zone e.time_zone)::date as day) raised
      cross join lateral (select case when d.status in (${OPEN}) then null else coalesce(d.decided_at, d.ended_at) end as at) over
      cross join lateral (select extract(epoch from over.at - d.raised_at)::float8 / 86400 as taken) days
      where d.organization_id = ${ctx.organizationId} and d.status <> 'merged'
        and (${fromOn ?? null}::date is null or raised.day >= ${fromOn ?? null}::date)
        and (${toOn ?? null}::date is null or raised.day <= ${toOn ?? null}::date)
      group by ${key}, d.currency
      order by ${by === "month" ? sql`key` : sql`count(*) desc, key`}, d.currency
      limit ${limit}`)) as unknown as Raw[],
  );
  return rows.map((row) => ({
    key: row.key,
    name: row.name,
    currency: row.currency,
    count: row.count,
    openCount: row.open_count,
    askedMinor: BigInt(row.asked),
    creditedMinor: BigInt(row.credited),
    medianDays: row.median_days,
    meanDays: row.mean_days,
  }));
}
