import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { arrayOf } from "../kernel/insert-rows.ts";
import { isCurrency } from "../kernel/money.ts";
import type { Tx } from "../kernel/transact.ts";
import { type AdviceHead, adviceOf, type WrittenAdvice } from "./advice.ts";
import { type SettledLine, settledLines } from "./lines-settled.ts";
import { loadCandidates, loadFamily } from "./load-candidates.ts";

export type SettledAdvice = { head: AdviceHead; lines: SettledLine[] };

/**
 * A step: what was read from a file, with the documents its lines name, among those of the customer's family or, when
 * nobody is known, of all.
 */
export async function settleAdvice(
  tx: Tx,
  ctx: Context,
  written: WrittenAdvice,
  customerId: string | null,
): Promise<SettledAdvice> {
  const customerIds = customerId ? await loadFamily(tx, ctx, customerId) : null;
  const names = written.lines
    .map(({ documentNumber, note }) => documentNumber ?? note)
    .filter((name) => name !== null);
  const candidates = await loadCandidates(tx, ctx, names, customerIds);
  const named =
    written.currency && isCurrency(written.currency)
      ? null
      : (mostFrequent(
          settledLines(adviceOf(written, "USD").lines, candidates, "*").flatMap(
            ({ readAs }) => readAs.in ?? [],
          ),
        ) ?? (customerIds ? await usualCurrency(tx, ctx, customerIds) : null));
  const { head, lines } = adviceOf(written, named ?? "USD");
  return { head, lines: settledLines(lines, candidates, head.currency) };
}

function mostFrequent(texts: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** The currency most of the customers' documents are in; null when they have none. */
async function usualCurrency(tx: Tx, ctx: Context, customerIds: readonly string[]): Promise<string | null> {
  const [row] = (await tx.execute(sql`
    select i.currency from items i
    where i.organization_id = ${ctx.organizationId}
      and i.customer_id = any(${arrayOf({ type: "uuid", values: customerIds })})
    group by i.currency order by count(*) desc, i.currency limit 1`)) as unknown as { currency: string }[];
  return row?.currency ?? null;
}
