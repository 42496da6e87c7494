import { send } from "@openitem/db/statement";
import { addDays } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { inverse, NO_EXCHANGE, parseRate, type Rate } from "./exchange.ts";

export type FoundRate = { rate: Rate; written: string; onDay: string; source: string };

const NEWEST = `
  select from_currency, rate::text, on_day::text, source from exchange_rates
  where organization_id = $1 and on_day between $4::date and $5::date
    and ((from_currency = $2 and to_currency = $3) or (from_currency = $3 and to_currency = $2))
  order by on_day desc, (from_currency = $2) desc limit 1`;

/**
 * A step: what one unit of `from` was worth in `to` on a day, by the newest rate of that day or not more than `daysMax`
 * before it, one the other way round included. Refuses `rate.missing`.
 */
export async function readRate(
  tx: Tx,
  ctx: Context,
  { from, to, onDay, daysMax }: { from: string; to: string; onDay: string; daysMax: number },
): Promise<FoundRate> {
  if (from === to) return { rate: NO_EXCHANGE, written: "1", onDay, source: "" };
  const [row] = await send(tx, NEWEST, [ctx.organizationId, from, to, addDays(onDay, -daysMax), onDay]);
  if (!row)
    throw new Refusal(
      "conflict",
      "rate.missing",
      `There is no rate of ${from} in ${to} for ${onDay}. Record it first.`,
      { from, to, onDay },
    );
  const written = String(row.rate);
  const rate = parseRate(written);
  invariant(rate, "a kept rate is a positive decimal");
  const isDirect = row.from_currency === from;
  return {
    rate: isDirect ? rate : inverse(rate),
    written: isDirect ? written : `1/${written}`,
    onDay: String(row.on_day),
    source: String(row.source),
  };
}
