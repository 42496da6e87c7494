import { type SQL, sql } from "drizzle-orm";
import { OPEN_DISPUTE } from "../disputes/dispute.ts";
import type { Context } from "../kernel/context.ts";
import { OPEN_PROMISE } from "../promises/promise.ts";

/*
 * Text of queries that others run: the claims of disputes and promises, for lists that add them up over many documents.
 * `of` narrows both to some customers or some documents; it names the columns "customer_id" and "item_id" of `c`.
 */

const codes = (states: readonly string[]): SQL => sql.raw(states.map((state) => `'${state}'`).join(", "));

/**
 * What open disputes claim of the documents that `where` picks (of `c`, dispute_items): a row a dispute and document.
 * What was credited of it before it was contested is not in question any more.
 */
const claimedByDisputes = (where: SQL): SQL => sql`
  select asked.item_id, asked.id, asked.number, asked.minor - granted.minor as minor, asked.since
  from (
    select c.organization_id, c.item_id, d.id, d.number, sum(c.amount_minor) as minor, d.raised_at as since
    from dispute_items c
    join disputes d on d.organization_id = c.organization_id and d.id = c.dispute_id
    where ${where} and d.status in (${codes(OPEN_DISPUTE)})
    group by c.organization_id, c.item_id, d.id, d.number, d.raised_at
  ) asked
  cross join lateral (
    select coalesce(sum(x.amount_minor), 0) as minor
    from dispute_decisions y
    join dispute_decision_items x on x.organization_id = y.organization_id and x.decision_id = y.id
    where y.organization_id = asked.organization_id and y.dispute_id = asked.id and y.status = 'applied'
      and x.item_id = asked.item_id
  ) granted
  where asked.minor > granted.minor`;

/**
 * What standing and asked-for promises have still to bring of the documents that `where` picks (of `c`,
 * promise_items): a row a promise and document. Money applied since brought it, unless it had set out before the
 * promise was made; a credit brings nothing, it lowers what is open.
 */
const claimedByPromises = (where: SQL): SQL => sql`
  select c.item_id, p.id, p.number, greatest(0, c.amount_minor - greatest(0, brought.minor)) as minor, p.made_at as since
  from promise_items c
  join promises p on p.organization_id = c.organization_id and p.id = c.promise_id
  cross join lateral (
    select coalesce(sum(a.amount_minor), 0) as minor from applications a
    where a.organization_id = c.organization_id and a.debit_id = c.item_id and a.created_at >= p.made_at
      and not exists (
        select from items r where r.organization_id = a.organization_id and r.id = a.credit_id and r.kind <> 'receipt')
      and not exists (
        select from payments y
        where a.cause_kind = 'payment' and y.organization_id = a.organization_id and y.id = a.cause_id
          and y.created_at < p.made_at and y.settled_at >= p.made_at)
  ) brought
  where ${where} and p.status in (${codes(OPEN_PROMISE)})`;

/** One row a dispute and document: item_id, id, number, minor, since. */
export const disputeClaims = (ctx: Context, of: SQL): SQL =>
  claimedByDisputes(sql`c.organization_id = ${ctx.organizationId} and ${of}`);

/** One row a promise and document: item_id, id, number, minor, since. */
export const promiseClaims = (ctx: Context, of: SQL): SQL =>
  claimedByPromises(sql`c.organization_id = ${ctx.organizationId} and ${of}`);

const OF_ITEM = sql`c.organization_id = i.organization_id and c.item_id = i.id`;

/** What open disputes claim of document `i` of the query around it, in minor units. */
export const DISPUTED_MINOR = sql`coalesce((select sum(minor) from (${claimedByDisputes(OF_ITEM)}) claim), 0)`;

/** What standing and asked-for promises have still to bring of document `i`, in minor units. */
export const PROMISED_MINOR = sql`coalesce((select sum(minor) from (${claimedByPromises(OF_ITEM)}) claim), 0)`;

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
