import { type SQL, sql } from "drizzle-orm";
import { OPEN_DISPUTE } from "../disputes/dispute.ts";
import type { Context } from "../kernel/context.ts";
import { OPEN_PROMISE } from "../promises/promise.ts";

/*
 * Text of queries that others run: the claims of disputes and promises, for lists that add them up over many documents.
 * `of` narrows both to some customers or some documents; it names the columns "customer_id" and "item_id" of `c`.
 */

const codes = (states: readonly string[]): SQL => sql.raw(states.map((state) => `'${state}'`).join(", "));

/** One row a dispute and document: item_id, id, number, minor, since. */
export const disputeClaims = (ctx: Context, of: SQL): SQL => sql`
  select c.item_id, d.id, d.number, sum(c.amount_minor) as minor, d.raised_at as since
  from dispute_items c
  join disputes d on d.organization_id = c.organization_id and d.id = c.dispute_id
  where c.organization_id = ${ctx.organizationId} and ${of} and d.status in (${codes(OPEN_DISPUTE)})
  group by c.item_id, d.id, d.number, d.raised_at`;

/**
 * One row a promise and document: item_id, id, number, minor, since. What has been applied to the document since the
 * promise was made is brought already.
 */
export const promiseClaims = (ctx: Context, of: SQL): SQL => sql`
  select c.item_id, p.id, p.number, greatest(0, c.amount_minor - brought.minor) as minor, p.made_at as since
  from promise_items c
  join promises p on p.organization_id = c.organization_id and p.id = c.promise_id
  cross join lateral (
    select coalesce(sum(a.amount_minor), 0) as minor from applications a
    where a.organization_id = c.organization_id and a.debit_id = c.item_id and a.created_at >= p.made_at
  ) brought
  where c.organization_id = ${ctx.organizationId} and ${of} and p.status in (${codes(OPEN_PROMISE)})`;

/** What open disputes claim of document `i` of the query around it, in minor units. */
export const DISPUTED_MINOR = sql`coalesce((select sum(c.amount_minor) from dispute_items c
  join disputes d on d.organization_id = c.organization_id and d.id = c.dispute_id
  where c.organization_id = i.organization_id and c.item_id = i.id and d.status in (${codes(OPEN_DISPUTE)})), 0)`;

/** What standing and asked-for promises have still to bring of document `i`, in minor units. */
export const PROMISED_MINOR = sql`coalesce((select sum(greatest(0, c.amount_minor - (
    select coalesce(sum(a.amount_minor), 0) from applications a
    where a.organization_id = c.organization_id and a.debit_id = c.item_id and a.created_at >= p.made_at)))
  from promise_items c join promises p on p.organization_id = c.organization_id and p.id = c.promise_id
  where c.organization_id = i.organization_id and c.item_id = i.id and p.status in (${codes(OPEN_PROMISE)})), 0)`;

/** Documents of these customers with an open dispute, as ids: few, so they are read first. */
export const disputedItems = (ctx: Context, of: SQL): SQL => sql`
  select c.item_id from dispute_items c
  join disputes d on d.organization_id = c.organization_id and d.id = c.dispute_id
  where c.organization_id = ${ctx.organizationId} and ${of} and d.status in (${codes(OPEN_DISPUTE)})`;

/** Documents of these customers with a standing or asked-for promise, as ids. */
export const promisedItems = (ctx: Context, of: SQL): SQL => sql`
  select c.item_id from promise_items c
  join promises p on p.organization_id = c.organization_id and p.id = c.promise_id
  where c.organization_id = ${ctx.organizationId} and ${of} and p.status in (${codes(OPEN_PROMISE)})`;

/** The oldest open dispute and the next promised day of document `i`: what a list says beside its amount. */
export const CLAIMS_OF_ITEM = sql`
  left join lateral (
    select d.id, d.number, d.status from dispute_items c
    join disputes d on d.organization_id = c.organization_id and d.id = c.dispute_id
    where c.organization_id = i.organization_id and c.item_id = i.id and d.status in (${codes(OPEN_DISPUTE)})
    order by d.raised_at, d.id limit 1
  ) dispute on true
  left join lateral (
    select p.id, p.number, p.status, n.due_on from promise_items c
    join promises p on p.organization_id = c.organization_id and p.id = c.promise_id
    join promise_instalments n on n.organization_id = p.organization_id and n.promise_id = p.id
    where c.organization_id = i.organization_id and c.item_id = i.id and p.status in (${codes(OPEN_PROMISE)})
      and n.state in ('waiting', 'pending')
    order by n.due_on, p.id limit 1
  ) promise on true`;
