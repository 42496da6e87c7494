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
} as const;
export type Series = keyof typeof SERIES;

const TAKE = `
  insert into number_series (organization_id, series, next) values ($1, $2, 2)
  on conflict (organization_id, series) do update set next = number_series.next + 1
  returning next - 1 as taken`;

/**
 * The next number of a series, such as "DSP-0347": without gaps, because the row stays locked until commit. Taken as
 * late in a transaction as can be.
 */
export async function takeNumber(tx: Tx, ctx: Context, series: Series): Promise<string> {
  const [row] = await send(tx, TAKE, [ctx.organizationId, series]);
  invariant(row, "a series always has a next number");
  return `${SERIES[series]}-${String(row.taken).padStart(4, "0")}`;
}
