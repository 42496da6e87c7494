import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { type AgedAmounts, agedByCustomer, amountsOf, customersFound } from "./aged-customers.ts";
import { type CustomerRow, listCustomersInput } from "./list-customers.ts";

export const totalCustomersInput = listCustomersInput.pick({ search: true, currency: true });

/** What all customers of a search come to in one currency, in minor units. `customers` have something open in it. */
export type CustomerTotal = Pick<CustomerRow, "openMinor" | "overdueMinor" | "creditsMinor" | "ageing"> & {
  currency: string;
  customers: number;
};

/** Adds up the list of customers over all its pages: one total per currency, in the order of the codes. */
export async function totalCustomers(
  ctx: Context,
  raw: z.input<typeof totalCustomersInput>,
): Promise<CustomerTotal[]> {
  const { search, currency } = totalCustomersInput.parse(raw);
  const rows = await read(
    ctx,
    async (tx) =>
      (await tx.execute(sql`
      with aged as (${agedByCustomer(ctx, currency)})
      select a.currency, count(*)::int as customers,
        coalesce(sum(a.open), 0)::text as open, coalesce(sum(a.overdue), 0)::text as overdue, coalesce(sum(a.credits), 0)::text as credits,
        coalesce(sum(a.b_0), 0)::text as b_0, coalesce(sum(a.b_1), 0)::text as b_1, coalesce(sum(a.b_2), 0)::text as b_2,
        coalesce(sum(a.b_3), 0)::text as b_3, coalesce(sum(a.b_4), 0)::text as b_4
      from aged a
      join customers c on c.id = a.customer_id
      where ${customersFound(ctx, search)}
      group by a.currency
      order by a.currency`)) as unknown as (AgedAmounts & { currency: string; customers: number })[],
  );
  return rows.map((row) => ({ currency: row.currency, customers: row.customers, ...amountsOf(row) }));
}
