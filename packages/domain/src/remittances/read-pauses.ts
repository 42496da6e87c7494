import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { arrayOf } from "../kernel/insert-rows.ts";
import type { Tx } from "../kernel/transact.ts";
import type { PaymentMethod } from "./remittance.ts";

/** Why a document is not chased for now: the payer says that the money is on its way. */
export type Pause = {
  remittanceId: string;
  number: string;
  /** The last day of the pause, "YYYY-MM-DD". */
  pausedUntilOn: string;
  paidOn: string | null;
  method: PaymentMethod | null;
  /** What it says it pays of the document, in minor units of its currency. */
  amountMinor: bigint;
};

type Raw = {
  item_id: string;
  id: string;
  number: string;
  paused_until_on: string;
  paid_on: string | null;
  method: PaymentMethod | null;
  minor: string;
};

/**
 * A step: what pauses chasing of each document on `today`, the one that lasts longest first. Documents without any are
 * absent. A pause ends when the money is found, by its day, or when the word is taken back.
 */
export async function pausedBy(
  tx: Tx,
  ctx: Context,
  itemIds: readonly string[],
  today: string,
): Promise<Map<string, Pause[]>> {
  if (itemIds.length === 0) return new Map();
  const rows = (await tx.execute(sql`
    select l.item_id, r.id, r.number, r.paused_until_on::text, r.paid_on::text, r.method,
      sum(l.net_minor)::text as minor
    from remittance_lines l
    join remittances r on r.organization_id = l.organization_id and r.id = l.remittance_id
    where l.organization_id = ${ctx.organizationId}
      and l.item_id = any(${arrayOf({ type: "uuid", values: [...itemIds] })})
      and r.status = 'confirmed' and r.paused_until_on >= ${today}::date
    group by l.item_id, r.id, r.number, r.paused_until_on, r.paid_on, r.method
    order by r.paused_until_on desc, r.number`)) as unknown as Raw[];
  const pauses = new Map<string, Pause[]>();
  for (const row of rows)
    pauses.set(row.item_id, [
      ...(pauses.get(row.item_id) ?? []),
      {
        remittanceId: row.id,
        number: row.number,
        pausedUntilOn: row.paused_until_on,
        paidOn: row.paid_on,
        method: row.method,
        amountMinor: BigInt(row.minor),
      },
    ]);
  return pauses;
}
