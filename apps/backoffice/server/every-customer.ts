import {
  type CustomerRow,
  listCustomers,
  type listCustomersInput,
} from "@openitem/domain/customers/list-customers";
import { type ItemRow, listItems } from "@openitem/domain/items/list-items";
import type { Context } from "@openitem/domain/kernel/context";
import { BUCKETS } from "@openitem/domain/statements/ageing";
import type { z } from "zod";

type Asked = Omit<z.input<typeof listCustomersInput>, "offset" | "limit" | "sort" | "descending">;

const PAGE = 1_000;
/** As many accounts as one list of documents takes. */
const ACCOUNTS_MAX = 5_000;

/** The rows of the ageing list, page by page, however many there are. */
async function* everyCustomer(ctx: Context, asked: Asked): AsyncGenerator<CustomerRow[]> {
  for (let offset = 0; ; offset += PAGE) {
    const { rows, count } = await listCustomers(ctx, {
      ...asked,
      sort: "name",
      descending: false,
      offset,
      limit: PAGE,
    });
    if (rows.length > 0) yield rows;
    if (offset + rows.length >= count || rows.length === 0) return;
  }
}

/** What all customers of a search come to in one currency, in minor units. */
export type CustomerTotal = Pick<CustomerRow, "openMinor" | "overdueMinor" | "creditsMinor" | "ageing"> & {
  currency: string;
  customers: number;
};

/** Adds up the ageing list, one total per currency, in the order of the codes. Never over currencies. */
export async function totalCustomers(ctx: Context, asked: Asked): Promise<CustomerTotal[]> {
  const totals = new Map<string, CustomerTotal>();
  for await (const rows of everyCustomer(ctx, asked))
    for (const row of rows) {
      if (!row.currency) continue;
      const total = totals.get(row.currency);
      if (total) add(total, row);
      else
        totals.set(row.currency, { ...row, ageing: { ...row.ageing }, currency: row.currency, customers: 1 });
    }
  return [...totals.values()]
    .map(({ currency, customers, openMinor, overdueMinor, creditsMinor, ageing }) => ({
      currency,
      customers,
      openMinor,
      overdueMinor,
      creditsMinor,
      ageing,
    }))
    .sort((a, b) => a.currency.localeCompare(b.currency));
}

function add(total: CustomerTotal, row: CustomerRow): void {
  total.customers += 1;
  total.openMinor += row.openMinor;
  total.overdueMinor += row.overdueMinor;
  total.creditsMinor += row.creditsMinor;
  for (const bucket of BUCKETS) total.ageing[bucket] += row.ageing[bucket];
}

/** Documents of any customer whose number begins with `search`, at most `limit`. */
export async function findDocuments(ctx: Context, search: string, limit: number): Promise<ItemRow[]> {
  const found: ItemRow[] = [];
  let waiting = new Set<string>();
  const look = async () => {
    if (waiting.size === 0) return;
    const customerIds = [...waiting];
    waiting = new Set();
    const page = await listItems(ctx, { customerIds, state: "all", sort: "number", search, limit });
    found.push(...page.rows);
  };
  for await (const rows of everyCustomer(ctx, { withSettled: true })) {
    for (const row of rows) waiting.add(row.id);
    if (waiting.size > ACCOUNTS_MAX - PAGE) await look();
    if (found.length >= limit) break;
  }
  await look();
  return found.slice(0, limit);
}
