import { sql } from "drizzle-orm";
import { z } from "zod";
import { isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { arrayOf } from "../kernel/insert-rows.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

const day = z.string().refine(isDay, "This is not a day of the calendar.");

export const readKeptRateInput = z.object({
  /** None: all accounts. */
  customerIds: z.array(z.uuid()).max(5_000).nullish(),
  /** The days that were promised, both included. */
  from: day,
  to: day,
});

/** How promises were kept, in one currency. By amount and by number of dates. */
export type KeptRate = {
  currency: string;
  /** Promised for days of the period, of dates that are judged. */
  dueMinor: bigint;
  /** Of that, settled by its day plus grace. */
  keptMinor: bigint;
  dates: number;
  datesKept: number;
  /** keptMinor ÷ dueMinor in hundredths of a per cent, rounded down: 9167 is 91.67 %. Null when nothing was due. */
  basisPoints: number | null;
};

/**
 * The promise-kept rate of accounts over a period: amount kept ÷ amount due. Only dates that are judged count: money in
 * flight is neither kept nor missed yet, and what was replaced or cancelled before its day is no promise any more.
 */
export async function readKeptRate(
  ctx: Context,
  raw: z.input<typeof readKeptRateInput>,
): Promise<KeptRate[]> {
  const { customerIds, from, to } = readKeptRateInput.parse(raw);
  for (const customerId of customerIds ?? [undefined]) permit(ctx.actor, "account.read", customerId);
  const rows = await read(
    ctx,
    async (tx) =>
      (await tx.execute(sql`
      select p.currency, sum(s.amount_minor)::text as due, sum(s.kept_minor)::text as kept, count(*)::int as dates,
        count(*) filter (where s.state = 'kept')::int as kept_dates
      from promise_instalments s
      join promises p on p.organization_id = s.organization_id and p.id = s.promise_id
      where s.organization_id = ${ctx.organizationId} and s.due_on between ${from}::date and ${to}::date
        and s.state in ('kept', 'part_kept', 'broken') and p.status in ('active', 'kept', 'part_kept', 'broken')
        ${customerIds ? sql`and p.customer_id = any(${arrayOf({ type: "uuid", values: customerIds })})` : sql``}
      group by p.currency
      order by p.currency`)) as unknown as {
        currency: string;
        due: string;
        kept: string;
        dates: number;
        kept_dates: number;
      }[],
  );
  return rows.map((row) => {
    const [dueMinor, keptMinor] = [BigInt(row.due), BigInt(row.kept)];
    return {
      currency: row.currency,
      dueMinor,
      keptMinor,
      dates: row.dates,
      datesKept: row.kept_dates,
      basisPoints: dueMinor > 0n ? Number((keptMinor * 10_000n) / dueMinor) : null,
    };
  });
}
