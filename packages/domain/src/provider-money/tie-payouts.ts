import { auditRecords } from "@openitem/db/schema/activity";
import { payouts } from "@openitem/db/schema/provider-money";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read, type Tx, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { addsUp, barKey, namedBy, pairsOf, windowOf } from "./payout.ts";
import { neededSum, readOpenLines, readPayoutFacts } from "./read-payout-facts.ts";
import { tie } from "./tie-payout.ts";

/**
 * Ties payouts to lines at the bank where only one of each can be meant and their movements sum to them; the others
 * wait for a person. Gives how many it tied.
 */
export async function tiePayouts(ctx: Context): Promise<number> {
  permit(ctx.actor, "payout.tie");
  const pairs = await read(ctx, (tx) => findPairs(tx, ctx));
  let tied = 0;
  for (const pair of pairs)
    try {
      await transact(ctx, (tx) => tie(tx, ctx, pair));
      tied += 1;
    } catch (error) {
      // Somebody was faster with the line or the payout.
      if (!(error instanceof Refusal)) throw error;
    }
  return tied;
}

async function findPairs(tx: Tx, ctx: Context) {
  const policy = await readPolicy(tx, ctx, "provider_money");
  if (!policy.tiesByItself) return [];
  const waiting = await readPayoutFacts(tx, ctx, sql`${neededSum} <> 0`, {
    orderBy: [asc(payouts.arrivesOn), asc(payouts.id)],
  });
  if (waiting.length === 0) return [];
  const windows = waiting.map(({ payout }) => windowOf(payout, policy));
  const lines = await readOpenLines(tx, ctx, {
    currencies: [...new Set(waiting.map(({ payout }) => payout.currency))],
    from: windows.map(({ from }) => from).toSorted()[0]!,
    to: windows
      .map(({ to }) => to)
      .toSorted()
      .at(-1)!,
  });
  const barred = await readBarred(
    tx,
    ctx,
    waiting.map(({ payout }) => payout.id),
  );
  // Those that do not add up take part in the comparison, so that nobody gets a line that might be theirs.
  const ready = new Set(waiting.filter(addsUp).map(({ payout }) => payout.id));
  const byId = new Map(lines.map((line) => [line.id, line]));
  const payoutOf = new Map(waiting.map(({ payout }) => [payout.id, payout]));
  return pairsOf(waiting, lines, policy, barred)
    .filter(({ payoutId }) => ready.has(payoutId))
    .map(({ payoutId, lineId }) => ({
      payoutId,
      lineId,
      by: namedBy(byId.get(lineId)!, payoutOf.get(payoutId)!, policy) ?? ("descriptor" as const),
    }));
}

/** Pairs that a person took apart: never tied again by the machine. */
async function readBarred(tx: Tx, ctx: Context, payoutIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ payoutId: auditRecords.subjectId, lineId: sql<string>`${auditRecords.data}->>'lineId'` })
    .from(auditRecords)
    .where(
      and(
        eq(auditRecords.organizationId, ctx.organizationId),
        eq(auditRecords.subjectKind, "payout"),
        eq(auditRecords.action, "payout.untied"),
        inArray(auditRecords.subjectId, [...payoutIds]),
      ),
    );
  return new Set(rows.map(({ payoutId, lineId }) => barKey(payoutId, lineId)));
}
