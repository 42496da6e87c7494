import { bankLines } from "@openitem/db/schema/bank";
import { payouts } from "@openitem/db/schema/provider-money";
import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Payout } from "./payout.ts";

/** Reads a payout for update, with what of it is tied at the bank. Payouts are locked before lines. Refuses `payout.missing`. */
export async function lockPayout(
  tx: Tx,
  ctx: Context,
  payoutId: string,
): Promise<{ payout: Payout; tiedMinor: bigint }> {
  const { organizationId } = ctx;
  const [payout] = await tx
    .select()
    .from(payouts)
    .where(and(eq(payouts.organizationId, organizationId), eq(payouts.id, payoutId)))
    .for("update");
  if (!payout) throw new Refusal("missing", "payout.missing", "We cannot find this payout.");
  const [tied] = await tx
    .select({ minor: sql<string>`coalesce(sum(${bankLines.amountMinor}), 0)` })
    .from(bankLines)
    .where(and(eq(bankLines.organizationId, organizationId), eq(bankLines.payoutId, payoutId)));
  return { payout, tiedMinor: BigInt(tied?.minor ?? 0) };
}
