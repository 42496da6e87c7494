import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { searchText } from "../kernel/search-text.ts";
import { read } from "../kernel/transact.ts";
import type { Ageing } from "../statements/ageing.ts";
import { type AgedAmounts, agedByCustomer, amountsOf, customersFound } from "./aged-customers.ts";

export const listCustomersInput = z.object({
  /** Any part of a name, or the beginning of an account number. */
  search: searchText(80).nullish(),
  currency: z.string().length(3).nullish(),
  sort: z.enum(["name", "number", "open", "overdue", "oldest"]).default("overdue"),
  descending: z.boolean().default(true),
  /** Also accounts that owe nothing. */
  withSettled: z.boolean().default(false),
  offset: z.number().int().min(0).max(100_000).default(0),
  limit: z.number().int().min(1).max(1_000).default(200),
});

/** One customer in one currency: the row of the ageing list. Amounts in minor units of that currency. */
export type CustomerRow = {
  id: string;
  number: string;
  name: string;
  parentId: string | null;
  country: string | null;
  currency: string | null;
  openMinor: bigint;
  overdueMinor: bigint;
  creditsMinor: bigint;
  oldestDaysLate: number;
  openCount: number;
  ageing: Ageing;
};

type Raw = AgedAmounts & {
  id: string;
  number: string;
  name: string;
  parent_id: string | null;
  country: string | null;
  currency: string | null;
  oldest: number | null;
  items: number;
  total_rows: number;
};

const SORTS: Readonly<Record<z.infer<typeof listCustomersInput>["sort"], SQL>> = {
  name: sql`c.name_key`,
  number: sql`c.number_key`,
  open: sql`coalesce(a.open, 0)`,
  overdue: sql`coalesce(a.overdue, 0)`,
  oldest: sql`coalesce(a.oldest, 0)`,
};

/** Customers with what they owe by age today, each by its own calendar; and how many rows there are in all. */
export async function listCustomers(
  ctx: Context,
  raw: z.input<typeof listCustomersInput>,
): Promise<{ rows: CustomerRow[]; count: number }> {
  const { search, currency, sort, descending, withSettled, offset, limit } = listCustomersInput.parse(raw);
  const direction = descending ? sql`desc` : sql`asc`;
  const rows = await read(
    ctx,
    async (tx) =>
      (await tx.execute(sql`
      with aged as (${agedByCustomer(ctx, currency)})
      select c.id, c.number, c.name, c.parent_id, c.country, a.currency,
        coalesce(a.open, 0)::text as open, coalesce(a.overdue, 0)::text as overdue, coalesce(a.credits, 0)::text as credits,
        coalesce(a.b_0, 0)::text as b_0, coalesce(a.b_1, 0)::text as b_1, coalesce(a.b_2, 0)::text as b_2,
        coalesce(a.b_3, 0)::text as b_3, coalesce(a.b_4, 0)::text as b_4,
        greatest(coalesce(a.oldest, 0), 0) as oldest, coalesce(a.items, 0) as items, count(*) over ()::int as total_rows
      from customers c
      ${withSettled ? sql`left join` : sql`join`} aged a on a.customer_id = c.id
      where ${customersFound(ctx, search)}
      order by ${SORTS[sort]} ${direction}, c.name_key, c.id, a.currency
      limit ${limit} offset ${offset}`)) as unknown as Raw[],
  );
  return { rows: rows.map(asRow), count: rows[0]?.total_rows ?? 0 };
}

function asRow(row: Raw): CustomerRow {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    parentId: row.parent_id,
    country: row.country,
    currency: row.currency,
    ...amountsOf(row),
    oldestDaysLate: row.oldest ?? 0,
    openCount: row.items,
  };
}
