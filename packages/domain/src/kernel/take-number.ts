import { send } from "@openitem/db/statement";
import type { Context } from "./context.ts";
import { invariant } from "./refusal.ts";
import type { Tx } from "./transact.ts";

const SERIES = {
  dispute: "DSP",
  promise: "PRM",
  prepared_payment: "PPR",
  credit_memo: "CM",
  rebill: "RB",
  remittance: "RMT",
  receipt: "RCT",
  refund: "RFD",
  debit_memo: "DM",
} as const;
export type Series = keyof typeof SERIES;

const TAKE = `
  insert into number_series (organization_id, series, next) values ($1, $2, $3::int + 1)
  on conflict (organization_id, series) do update set next = number_series.next + $3::int
  returning next - $3::int as taken`;

/**
 * The next number of a series, such as "DSP-0347": without gaps, because the row stays locked until commit. Taken as
 * late in a transaction as can be.
 */
export async function takeNumber(tx: Tx, ctx: Context, series: Series): Promise<string> {
  const [number] = await takeNumbers(tx, ctx, series, 1);
  invariant(number, "a series always has a next number");
  return number;
}

/** The next `count` numbers of a series, in order. */
export async function takeNumbers(tx: Tx, ctx: Context, series: Series, count: number): Promise<string[]> {
  if (count === 0) return [];
  const [row] = await send(tx, TAKE, [ctx.organizationId, series, count]);
  invariant(row, "a series always has a next number");
  const first = Number(row.taken);
  return Array.from({ length: count }, (_, at) => `${SERIES[series]}-${String(first + at).padStart(4, "0")}`);
}
