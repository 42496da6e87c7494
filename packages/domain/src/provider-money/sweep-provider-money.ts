import { payments } from "@openitem/db/schema/payments";
import { balanceTransactions, payouts } from "@openitem/db/schema/provider-money";
import { and, eq, inArray, max, min } from "drizzle-orm";
import type { Context, PayingContext } from "../kernel/context.ts";
import { read, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { explainMovements } from "./explain-movements.ts";
import { recordBalanceTransactions } from "./record-balance-transactions.ts";
import { adoptPayout } from "./record-payout.ts";
import { tiePayouts } from "./tie-payouts.ts";

export type SweptMoney = { movements: number; payouts: number; tied: number; failures: string[] };

const DAY_MS = 86_400_000;
/** A movement may be listed a while after the instant it bears. */
const OVERLAP_MS = 2 * DAY_MS;
/** A bank may send a payout back some weeks after it arrived. */
const PAYOUTS_CHANGE_MS = 45 * DAY_MS;

/**
 * Reads what moved at the provider since the last time, follows payouts that may still change, judges again what nothing
 * explained, and ties payouts to the bank. One payout that fails does not keep the others; its reason is told.
 */
export async function sweepProviderMoney(ctx: PayingContext): Promise<SweptMoney> {
  permit(ctx.actor, "payment.follow");
  const since = await readSince(ctx);
  if (!since) return { movements: 0, payouts: 0, tied: 0, failures: [] };
  const failures: string[] = [];
  const followed = await sweepPayouts(ctx, since.first, failures);
  const movements = await recordBalanceTransactions(ctx, { since: since.movements });
  await transact(ctx, (tx) => explainMovements(tx, ctx, "unexplained"));
  return { movements, payouts: followed, tied: await tiePayouts(ctx), failures };
}

/** Nothing of ours moved at the provider before the first payment. */
async function readSince(ctx: Context): Promise<{ first: Date; movements: Date } | null> {
  return read(ctx, async (tx) => {
    const [first] = await tx
      .select({ at: min(payments.createdAt) })
      .from(payments)
      .where(eq(payments.organizationId, ctx.organizationId));
    const [newest] = await tx
      .select({ at: max(balanceTransactions.occurredAt) })
      .from(balanceTransactions)
      .where(eq(balanceTransactions.organizationId, ctx.organizationId));
    if (!first?.at) return null;
    const latest = newest?.at ? newest.at.getTime() - OVERLAP_MS : 0;
    return { first: first.at, movements: new Date(Math.max(first.at.getTime() - DAY_MS, latest)) };
  });
}

async function sweepPayouts(ctx: PayingContext, first: Date, failures: string[]): Promise<number> {
  const since = new Date(Math.max(first.getTime(), ctx.now.getTime() - PAYOUTS_CHANGE_MS));
  const listed = await ctx.gateway.listPayouts(since);
  const known = await read(ctx, (tx) =>
    tx
      .select({
        ref: payouts.providerId,
        status: payouts.status,
        isRead: payouts.isRead,
        traceId: payouts.traceId,
      })
      .from(payouts)
      .where(
        and(
          eq(payouts.organizationId, ctx.organizationId),
          inArray(
            payouts.providerId,
            listed.map(({ ref }) => ref),
          ),
        ),
      ),
  );
  const byRef = new Map(known.map((row) => [row.ref, row]));
  let followed = 0;
  for (const told of listed) {
    const row = byRef.get(told.ref);
    const isSame = row?.status === told.status && row.traceId === told.traceId;
    if (isSame && (row.isRead || !told.isAutomatic)) continue;
    try {
      await adoptPayout(ctx, told);
      followed += 1;
    } catch (error) {
      failures.push(`${told.ref}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return followed;
}
