import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { customerKey, nameKey } from "./customer.ts";

/**
 * What each customer has open by age today, by its own calendar: one row per customer and currency, to stand in a
 * `with`. Columns customer_id, currency, open, credits, overdue, b_0 to b_4 (minor units, null for none), oldest, items.
 */
export const agedByCustomer = (ctx: Context, currency: string | null | undefined): SQL => sql`
  select i.customer_id, i.currency,
    sum(i.open_minor) filter (where d.is_debit) as open,
    sum(i.open_minor) filter (where not d.is_debit) as credits,
    sum(i.open_minor) filter (where d.is_debit and d.late > 0) as overdue,
    sum(i.open_minor) filter (where d.is_debit and d.late <= 0) as b_0,
    sum(i.open_minor) filter (where d.is_debit and d.late between 1 and 30) as b_1,
    sum(i.open_minor) filter (where d.is_debit and d.late between 31 and 60) as b_2,
    sum(i.open_minor) filter (where d.is_debit and d.late between 61 and 90) as b_3,
    sum(i.open_minor) filter (where d.is_debit and d.late > 90) as b_4,
    max(d.late) filter (where d.is_debit) as oldest,
    count(*) filter (where d.is_debit)::int as items
  from items i
  join customers c on c.organization_id = i.organization_id and c.id = i.customer_id
  cross join lateral (select i.kind in ('invoice', 'debit_memo', 'refund') as is_debit,
    coalesce((${ctx.now.toISOString()}::timestamptz at time zone c.time_zone)::date - i.due_on, 0) as late) d
  where i.organization_id = ${ctx.organizationId} and i.open_minor > 0
    ${currency ? sql`and i.currency = ${currency}` : sql``}
  group by i.customer_id, i.currency`;

/** Customers `c` whose name holds `search` or whose number begins with it; all of the organization without one. */
export function customersFound(ctx: Context, search: string | null | undefined): SQL {
  const own = sql`c.organization_id = ${ctx.organizationId}`;
  if (!search) return own;
  const key = nameKey(search);
  return sql`${own} and (position(${key} in c.name_key) > 0 or starts_with(c.number_key, ${customerKey(search)}) or starts_with(lower(c.number), ${key}))`;
}

/** The columns of an amount by age as they come from the database. */
export type AgedAmounts = Record<`b_${0 | 1 | 2 | 3 | 4}` | "open" | "overdue" | "credits", string>;

/** Amounts by age of one row, in minor units. */
export function amountsOf(row: AgedAmounts) {
  return {
    openMinor: BigInt(row.open),
    overdueMinor: BigInt(row.overdue),
    creditsMinor: BigInt(row.credits),
    ageing: {
      current: BigInt(row.b_0),
      "1-30": BigInt(row.b_1),
      "31-60": BigInt(row.b_2),
      "61-90": BigInt(row.b_3),
      "90+": BigInt(row.b_4),
    },
  };
}
