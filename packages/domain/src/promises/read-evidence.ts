import { promiseInstalments } from "@openitem/db/schema/promises";
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Ahead, CashApplied, Evidence, PromisedDocument } from "./judge.ts";
import type { Instalment, Promised } from "./promise.ts";

type DocumentRow = { item_id: string; promised: string; open: string };
type CashRow = { item_id: string; receipt_id: string; minor: string; applied_on: string };
type FlightRow = { item_id: string; minor: string; started_on: string };
type AheadRow = { item_id: string; minor: string; until_on: string };

/** All that a promise is judged by, as of now, with its dates as they are stored. For the worker, who sees all accounts. */
export async function readEvidence(
  tx: Tx,
  ctx: Context,
  promise: Promised,
  { timeZone }: { timeZone: string },
): Promise<Omit<Evidence, "instalments"> & { instalments: Instalment[] }> {
  const org = ctx.organizationId;
  const own = sql`t.organization_id = ${org} and t.promise_id = ${promise.id}::uuid`;
  const madeAt = sql`${promise.madeAt.toISOString()}::timestamptz`;
  const documents = (await tx.execute(sql`
    select t.item_id, t.amount_minor::text as promised, i.open_minor::text as open
    from promise_items t join items i on i.organization_id = t.organization_id and i.id = t.item_id
    where ${own}`)) as unknown as DocumentRow[];
  const cash = (await tx.execute(sql`
    select a.debit_id as item_id, a.credit_id as receipt_id, a.amount_minor::text as minor, a.applied_on::text
    from promise_items t
    join applications a on a.organization_id = t.organization_id and a.debit_id = t.item_id
    join items r on r.organization_id = a.organization_id and r.id = a.credit_id
    where ${own} and r.kind = 'receipt' and a.created_at >= ${madeAt} and ${notUnderWay(madeAt)}`)) as unknown as CashRow[];
  const inFlight = (await tx.execute(sql`
    select s.item_id, s.amount_minor::text as minor, (p.created_at at time zone ${timeZone})::date::text as started_on
    from promise_items t
    join payment_shares s on s.organization_id = t.organization_id and s.item_id = t.item_id
    join payments p on p.organization_id = s.organization_id and p.id = s.payment_id
    where ${own} and s.side = 'debit' and s.state = 'reserved' and p.created_at >= ${madeAt}`)) as unknown as FlightRow[];
  const ahead = (await tx.execute(aheadOf(org, promise.id, timeZone))) as unknown as AheadRow[];
  const instalments = await tx
    .select()
    .from(promiseInstalments)
    .where(and(eq(promiseInstalments.organizationId, org), eq(promiseInstalments.promiseId, promise.id)))
    .orderBy(asc(promiseInstalments.no));
  const aheadByItem = Map.groupBy(ahead, (row) => row.item_id);
  return {
    today: dayIn(ctx.now, timeZone),
    graceDays: promise.graceDays,
    instalments,
    documents: documents.map(
      (row): PromisedDocument => ({
        itemId: row.item_id,
        promisedMinor: BigInt(row.promised),
        openMinor: BigInt(row.open),
        ahead: (aheadByItem.get(row.item_id) ?? []).map(
          (each): Ahead => ({ amountMinor: BigInt(each.minor), untilOn: each.until_on }),
        ),
      }),
    ),
    cash: cash.map(
      (row): CashApplied => ({
        itemId: row.item_id,
        receiptId: row.receipt_id,
        amountMinor: BigInt(row.minor),
        on: row.applied_on,
      }),
    ),
    inFlight: inFlight.map((row) => ({
      itemId: row.item_id,
      amountMinor: BigInt(row.minor),
      startedOn: row.started_on,
    })),
  };
}

/** What was being paid when the promise was made could not be promised, and so keeps nothing of it when it lands. */
const notUnderWay = (madeAt: SQL): SQL => sql`not exists (
  select from payments y where a.cause_kind = 'payment' and y.organization_id = a.organization_id and y.id = a.cause_id
    and y.created_at < ${madeAt} and y.settled_at >= ${madeAt})`;

/**
 * What older promises on the same documents still had to get when this one was made, and until when they take. One
 * whose days were over by then, or that was given up, takes nothing.
 */
const aheadOf = (org: string, promiseId: string, timeZone: string) => sql`
  select t.item_id, greatest(0, o.amount_minor - before.minor)::text as minor, last.until_on::text
  from promises p
  join promise_items t on t.organization_id = p.organization_id and t.promise_id = p.id
  join promise_items o on o.organization_id = t.organization_id and o.item_id = t.item_id and o.promise_id <> p.id
  join promises q on q.organization_id = o.organization_id and q.id = o.promise_id
    and q.status in ('proposed', 'active', 'kept', 'part_kept', 'broken')
    and (q.made_at, q.id) < (p.made_at, p.id)
  cross join lateral (
    select max(s.due_on) + q.grace_days as until_on from promise_instalments s
    where s.organization_id = q.organization_id and s.promise_id = q.id
  ) last
  cross join lateral (
    select greatest(0, coalesce(sum(a.amount_minor), 0)) as minor from applications a
    join items r on r.organization_id = a.organization_id and r.id = a.credit_id
    where a.organization_id = o.organization_id and a.debit_id = o.item_id and r.kind = 'receipt'
      and a.created_at >= q.made_at and a.created_at < p.made_at and ${notUnderWay(sql`q.made_at`)}
  ) before
  where p.organization_id = ${org} and p.id = ${promiseId}::uuid
    and last.until_on >= (p.made_at at time zone ${timeZone})::date
    and o.amount_minor > before.minor`;
