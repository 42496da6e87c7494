import { sql } from "drizzle-orm";
import { disputeClaims, promiseClaims } from "../holds/claims.ts";
import type { Context } from "../kernel/context.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { type Ageing, type Bucket, noAgeing } from "../statements/ageing.ts";

/**
 * What is owed in one currency, in parts that add up:
 * openMinor = readyMinor + inFlightMinor + disputedMinor + promisedMinor + notDueMinor.
 */
export type Balance = {
  currency: string;
  openMinor: bigint;
  openCount: number;
  /** Overdue, and neither in flight, disputed nor promised: what is to be paid now, and may be chased. */
  readyMinor: bigint;
  readyCount: number;
  overdueMinor: bigint;
  overdueCount: number;
  oldestDaysLate: number;
  inFlightMinor: bigint;
  inFlightCount: number;
  /** In question: part of what is open, and held until it is decided. */
  disputedMinor: bigint;
  disputedCount: number;
  /** Committed to a later day. */
  promisedMinor: bigint;
  promisedCount: number;
  /** Not yet due, and neither in flight, disputed nor promised. */
  notDueMinor: bigint;
  notDueCount: number;
  nextDueOn: string | null;
  /** Open credits, never netted above. All positive. */
  creditMemosMinor: bigint;
  onAccountMinor: bigint;
  unappliedMinor: bigint;
  creditCount: number;
  ageing: Ageing;
};

type Row = {
  currency: string;
  kind: string;
  held_as: string | null;
  bucket: Bucket;
  items: number;
  open: string;
  in_flight: string;
  in_flight_items: number;
  disputed: string;
  disputed_items: number;
  promised: string;
  promised_items: number;
  free_items: number;
  oldest: number | null;
  next_due: string | null;
};

/** What the given customers owe today, each by its own calendar, one balance per currency. Runs as the actor. */
export async function readBalances(ctx: Context, customerIds: readonly string[]): Promise<Balance[]> {
  return read(ctx, (tx) => balancesIn(tx, ctx, customerIds));
}

/** The same inside a transaction that is already open. */
export async function balancesIn(tx: Tx, ctx: Context, customerIds: readonly string[]): Promise<Balance[]> {
  const his = sql`c.customer_id = any(${arrayOf(customerIds)}::uuid[])`;
  const rows = (await tx.execute(sql`
    select i.currency, i.kind, i.held_as, aged.bucket,
      count(*)::int as items,
      sum(i.open_minor)::text as open,
      sum(parts.in_flight)::text as in_flight,
      count(reserved.minor)::int as in_flight_items,
      sum(parts.disputed)::text as disputed,
      count(*) filter (where parts.disputed > 0)::int as disputed_items,
      sum(least(i.open_minor - parts.in_flight - parts.disputed, parts.promise))::text as promised,
      count(*) filter (where least(i.open_minor - parts.in_flight - parts.disputed, parts.promise) > 0)::int as promised_items,
      count(*) filter (where i.open_minor > parts.in_flight + parts.disputed + parts.promise)::int as free_items,
      max(today.day - i.due_on) as oldest,
      min(i.due_on)::text as next_due
    from items i
    join customers c on c.organization_id = i.organization_id and c.id = i.customer_id
    cross join lateral (select (${ctx.now.toISOString()}::timestamptz at time zone c.time_zone)::date as day) today
    cross join lateral (select case
      when i.due_on is null or i.due_on >= today.day then 'current'
      when today.day - i.due_on <= 30 then '1-30'
      when today.day - i.due_on <= 60 then '31-60'
      when today.day - i.due_on <= 90 then '61-90'
      else '90+' end as bucket) aged
    left join (
      select s.item_id, sum(s.amount_minor) as minor
      from payment_shares s
      where s.organization_id = ${ctx.organizationId} and s.state = 'reserved' and s.customer_id = any(${arrayOf(customerIds)}::uuid[])
      group by s.item_id
    ) reserved on reserved.item_id = i.id
    left join (
      select item_id, sum(minor) as minor from (${disputeClaims(ctx, his)}) claim group by item_id
    ) dispute on dispute.item_id = i.id
    left join (
      select item_id, sum(minor) as minor from (${promiseClaims(ctx, his)}) claim group by item_id
    ) promise on promise.item_id = i.id
    cross join lateral (select
      least(i.open_minor, coalesce(reserved.minor, 0)) as in_flight,
      least(i.open_minor - least(i.open_minor, coalesce(reserved.minor, 0)), coalesce(dispute.minor, 0)) as disputed,
      coalesce(promise.minor, 0) as promise
    ) parts
    where i.organization_id = ${ctx.organizationId} and i.customer_id = any(${arrayOf(customerIds)}::uuid[]) and i.open_minor > 0
    group by i.currency, i.kind, i.held_as, aged.bucket
    order by i.currency`)) as unknown as Row[];

  const byCurrency = new Map<string, Balance>();
  for (const row of rows) {
    const balance = byCurrency.get(row.currency) ?? noBalance(row.currency);
    byCurrency.set(row.currency, balance);
    addRow(balance, row);
  }
  return [...byCurrency.values()];
}

function addRow(balance: Balance, row: Row): void {
  const open = BigInt(row.open);
  const inFlight = BigInt(row.in_flight);
  if (row.kind === "credit_memo" || row.kind === "receipt") {
    balance.creditCount += row.items;
    if (row.kind === "credit_memo") balance.creditMemosMinor += open;
    else if (row.held_as === "on_account") balance.onAccountMinor += open;
    else balance.unappliedMinor += open;
    return;
  }
  balance.openMinor += open;
  balance.openCount += row.items;
  balance.inFlightMinor += inFlight;
  balance.inFlightCount += row.in_flight_items;
  const held = BigInt(row.disputed) + BigInt(row.promised);
  balance.disputedMinor += BigInt(row.disputed);
  balance.disputedCount += row.disputed_items;
  balance.promisedMinor += BigInt(row.promised);
  balance.promisedCount += row.promised_items;
  balance.ageing[row.bucket] += open;
  if (row.bucket === "current") {
    balance.notDueMinor += open - inFlight - held;
    balance.notDueCount += row.free_items;
    if (row.next_due && (!balance.nextDueOn || row.next_due < balance.nextDueOn))
      balance.nextDueOn = row.next_due;
  } else {
    balance.overdueMinor += open;
    balance.overdueCount += row.items;
    balance.readyMinor += open - inFlight - held;
    balance.readyCount += row.free_items;
    balance.oldestDaysLate = Math.max(balance.oldestDaysLate, row.oldest ?? 0);
  }
}

const noBalance = (currency: string): Balance => ({
  currency,
  openMinor: 0n,
  openCount: 0,
  readyMinor: 0n,
  readyCount: 0,
  overdueMinor: 0n,
  overdueCount: 0,
  oldestDaysLate: 0,
  inFlightMinor: 0n,
  inFlightCount: 0,
  disputedMinor: 0n,
  disputedCount: 0,
  promisedMinor: 0n,
  promisedCount: 0,
  notDueMinor: 0n,
  notDueCount: 0,
  nextDueOn: null,
  creditMemosMinor: 0n,
  onAccountMinor: 0n,
  unappliedMinor: 0n,
  creditCount: 0,
  ageing: noAgeing(),
});

/** Ids as a Postgres array literal: one parameter, whatever their number. */
export const arrayOf = (ids: readonly string[]): string => `{${ids.join(",")}}`;
