import { newId } from "@openitem/db/ids";
import { z } from "zod";
import { openApproval } from "../approvals/open-approval.ts";
import { raiseDisputeIn } from "../disputes/raise-dispute.ts";
import type { LockedItem } from "../items/lock-items.ts";
import type { Context } from "../kernel/context.ts";
import { decimal, sum } from "../kernel/money.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { limitOf } from "../resolutions/limit.ts";
import { carryOut } from "./carry-out.ts";
import { DIFFERENCE_KINDS, type DifferenceKind, residualEffect, takingEffect } from "./difference.ts";
import { discountOf } from "./terms.ts";
import { writeDecision } from "./write-decision.ts";

export const differenceInput = z.object({
  itemId: z.uuid(),
  kind: z.enum(DIFFERENCE_KINDS),
  amountMinor: z.bigint().positive(),
  reason: z.string().trim().min(1, "Say why, in a few words.").max(200),
  note: z.string().trim().max(1_000).nullish(),
  /**
   * Of a deduction that the payer contests: what the dispute says. `reason` is then a code of the policy's reasons for
   * disputes. Null when it stays open without one.
   */
  dispute: z
    .object({
      disputeId: z.uuid(),
      facts: z.record(z.string().max(50), z.string().max(1_000)).default({}),
    })
    .nullish(),
});
export type DifferenceWish = z.output<typeof differenceInput>;

export type Differed = {
  decisionId: string;
  kind: DifferenceKind;
  status: "applied" | "awaiting_approval";
  documentIds: string[];
  disputeId: string | null;
};

type Frame = {
  byId: ReadonlyMap<string, LockedItem>;
  /** The entity's day of today, and the day the money came: discounts are measured by it. */
  today: string;
  paidOn: string;
};

/**
 * A step: does with rests of documents what the actor decides, after he was found free to. Within the terms or his own
 * limit at once, beyond as a request that has no effect before somebody else grants it. What is open of each document was
 * checked by the caller. All of one kind together are measured by the limit, so that none is got round in slices.
 */
export async function decideDifferences(
  tx: Tx,
  ctx: Context,
  wishes: readonly DifferenceWish[],
  frame: Frame,
): Promise<Differed[]> {
  if (wishes.length === 0) return [];
  permit(ctx.actor, "cash.decide");
  const policy = await readPolicy(tx, ctx, "dispute");
  const beyondTerms = new Set(wishes.filter((wish) => !isWithinTerms(wish, frame)));
  const limits = (kind: DifferenceKind, currency: string) =>
    limitOf(policy, ctx.actor, kind === "write_off" ? "write_off" : "credit", currency);
  const differed: Differed[] = [];
  for (const wish of wishes) {
    const debit = frame.byId.get(wish.itemId)!;
    const isMeasured = wish.kind === "write_off" || (wish.kind === "discount" && beyondTerms.has(wish));
    const togetherMinor = sum(
      wishes
        .filter((each) => each.kind === wish.kind && (each.kind !== "discount" || beyondTerms.has(each)))
        .map((each) => each.amountMinor),
    );
    const limitMinor = isMeasured ? limits(wish.kind, debit.currency) : null;
    const waits = limitMinor !== null && togetherMinor > limitMinor;
    differed.push(await decide(tx, ctx, wish, debit, { ...frame, overMinor: waits ? limitMinor : null }));
  }
  return differed;
}

function isWithinTerms({ kind, itemId, amountMinor }: DifferenceWish, { byId, paidOn }: Frame): boolean {
  const debit = byId.get(itemId)!;
  if (kind !== "discount") return false;
  const terms = discountOf(debit.terms, debit.issuedOn, debit.amountMinor);
  return terms !== null && paidOn <= terms.untilOn && amountMinor <= terms.amountMinor;
}

async function decide(
  tx: Tx,
  ctx: Context,
  { kind, amountMinor, reason, note = null, dispute }: DifferenceWish,
  debit: LockedItem,
  { today, overMinor }: Frame & { overMinor: bigint | null },
): Promise<Differed> {
  const decisionId = newId();
  const status = overMinor === null ? "applied" : "awaiting_approval";
  const raised = kind === "deduction" && dispute ? dispute : null;
  await writeDecision(tx, ctx, {
    id: decisionId,
    kind,
    item: debit,
    amountMinor,
    reason,
    note,
    facts: raised ? { disputeId: raised.disputeId } : {},
    status,
  });
  const documentIds: string[] = [];
  if (overMinor !== null) {
    await openApproval(tx, ctx, {
      subject: ["cash_decision", decisionId],
      customerId: debit.customerId,
      currency: debit.currency,
      amountMinor,
      facts: { kind, number: debit.number, limit: decimal(overMinor, debit.currency), reason },
      note,
    });
  } else if (kind === "discount" || kind === "write_off") {
    const effect = await takingEffect(tx, ctx, kind, { debit, amountMinor, reason, today });
    documentIds.push(...(await carryOut(tx, ctx, decisionId, effect)));
  } else if (kind === "residual") {
    const effect = await residualEffect(tx, ctx, { debit, amountMinor, reason, today });
    documentIds.push(...(await carryOut(tx, ctx, decisionId, effect)));
  } else if (raised) {
    await raiseDisputeIn(tx, ctx, {
      disputeId: raised.disputeId,
      customerId: debit.customerId,
      currency: debit.currency,
      reason,
      facts: raised.facts,
      comment: note ?? "",
      items: [{ itemId: debit.id, amountMinor }],
    });
  }
  await record(tx, ctx, {
    action: `cash.${kind}_${status === "applied" ? "decided" : "asked"}`,
    subject: ["item", debit.id],
    data: {
      number: debit.number,
      amountMinor: String(amountMinor),
      currency: debit.currency,
      reason,
      decisionId,
    },
  });
  return { decisionId, kind, status, documentIds, disputeId: raised?.disputeId ?? null };
}
