import { newId } from "@openitem/db/ids";
import { remittanceLines } from "@openitem/db/schema/remittances";
import { and, asc, eq, gt, isNotNull } from "drizzle-orm";
import { raiseDisputeIn } from "../disputes/raise-dispute.ts";
import type { LockedItem } from "../items/lock-items.ts";
import type { Context } from "../kernel/context.ts";
import { least } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { writeDecision } from "./write-decision.ts";

/**
 * A step: what a payer took off his documents for a reason, on an advice whose money came, is in dispute from now on. As
 * much of it as is still open. What cannot be disputed (too late, in dispute already) stays open and is chased.
 */
export async function raiseDeductions(
  tx: Tx,
  ctx: Context,
  { remittanceId, debits }: { remittanceId: string; debits: readonly LockedItem[] },
): Promise<void> {
  const byId = new Map(debits.map((debit) => [debit.id, debit]));
  const deducted = await tx
    .select()
    .from(remittanceLines)
    .where(
      and(
        eq(remittanceLines.organizationId, ctx.organizationId),
        eq(remittanceLines.remittanceId, remittanceId),
        gt(remittanceLines.deductionMinor, 0n),
        isNotNull(remittanceLines.reason),
      ),
    )
    .orderBy(asc(remittanceLines.lineNo));
  for (const { itemId, deductionMinor, reason, reasonCode } of deducted) {
    const debit = byId.get(itemId ?? "");
    if (!debit || reason === null) continue;
    const amountMinor = least(deductionMinor, debit.openMinor);
    if (amountMinor <= 0n) continue;
    const comment = `Deducted when paying${reasonCode ? `, code ${reasonCode}` : ""}.`;
    const disputeId = await raiseOf(tx, ctx, { debit, amountMinor, reason, comment });
    if (disputeId === null) continue;
    await writeDecision(tx, ctx, {
      id: newId(),
      kind: "deduction",
      item: debit,
      amountMinor,
      reason,
      facts: { disputeId, remittanceId },
    });
  }
}

type Deduction = { debit: LockedItem; amountMinor: bigint; reason: string; comment: string };

/** With the payer's reason; when that one asks for facts that an advice does not hold, in words. Everything is checked before anything is written. */
async function raiseOf(
  tx: Tx,
  ctx: Context,
  { debit, amountMinor, reason, comment }: Deduction,
): Promise<string | null> {
  const disputeId = newId();
  const common = {
    disputeId,
    customerId: debit.customerId,
    currency: debit.currency,
    items: [{ itemId: debit.id, amountMinor }],
  };
  for (const attempt of [
    { reason, comment },
    { reason: "other", comment: `${comment} Reason given: ${reason.replaceAll("_", " ")}.` },
  ]) {
    try {
      await raiseDisputeIn(tx, ctx, { ...common, ...attempt });
      return disputeId;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return null;
}
