import { gatewayCalls, paymentReversals } from "@openitem/db/schema/payments";
import { approvals } from "@openitem/db/schema/work";
import { and, eq, exists, inArray, ne, not, or, sql } from "drizzle-orm";
import type { Actor, Context } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { ProviderMoneyPolicy } from "../provider-money/provider-money-policy.ts";
import { limitOf } from "../resolutions/limit.ts";
import type { Payment } from "./payment.ts";

/** What one person may send back of a payment, in minor units; the system itself asks nobody. */
export function paymentRefundLimit(
  { refundLimits }: Pick<ProviderMoneyPolicy, "refundLimits">,
  actor: Actor,
  currency: string,
): bigint | null {
  if (actor.kind === "worker") return null;
  return limitOf({ creditLimits: refundLimits, writeOffLimits: {} }, actor, "credit", currency);
}

/**
 * Refuses unless so much of a settled payment is left to send back: `payment.not_refundable`, and `payment.over_refund`
 * for more than was paid less what went back, was asked for, or waits for approval (but for `exceptApproval`). The
 * payment is locked.
 */
export async function checkRefundable(
  tx: Tx,
  ctx: Context,
  payment: Payment,
  amountMinor: bigint,
  exceptApproval: string | null = null,
): Promise<void> {
  if (!payment.intentId || !["settled", "part_refunded"].includes(payment.status))
    throw new Refusal("conflict", "payment.not_refundable", "Only a settled payment can be refunded.", {
      status: payment.status,
    });
  const leftMinor =
    payment.amountMinor - payment.refundedMinor - (await readAsked(tx, ctx, payment.id, exceptApproval));
  if (amountMinor <= leftMinor) return;
  const left = decimal(leftMinor, payment.currency);
  throw new Refusal(
    "conflict",
    "payment.over_refund",
    `${left} ${payment.currency} of this payment is left to refund.`,
    { left, currency: payment.currency },
  );
}

/** Refunds under way: called for and not booked yet, or waiting for somebody's approval. */
async function readAsked(
  tx: Tx,
  ctx: Context,
  paymentId: string,
  exceptApproval: string | null,
): Promise<bigint> {
  const { organizationId } = ctx;
  const booked = tx
    .select({ id: paymentReversals.id })
    .from(paymentReversals)
    .where(
      and(
        eq(paymentReversals.organizationId, organizationId),
        eq(paymentReversals.providerRef, gatewayCalls.resultRef),
      ),
    );
  const [called] = await tx
    .select({ minor: sql<string>`coalesce(sum(${gatewayCalls.amountMinor}), 0)` })
    .from(gatewayCalls)
    .where(
      and(
        eq(gatewayCalls.organizationId, organizationId),
        eq(gatewayCalls.paymentId, paymentId),
        eq(gatewayCalls.kind, "refund.create"),
        or(
          inArray(gatewayCalls.status, ["pending", "unknown"]),
          and(eq(gatewayCalls.status, "succeeded"), not(exists(booked))),
        ),
      ),
    );
  const [waiting] = await tx
    .select({ minor: sql<string>`coalesce(sum(${approvals.amountMinor}), 0)` })
    .from(approvals)
    .where(
      and(
        eq(approvals.organizationId, organizationId),
        eq(approvals.action, "payment.refund"),
        eq(approvals.status, "pending"),
        sql`${approvals.facts}->>'paymentId' = ${paymentId}`,
        exceptApproval === null ? undefined : ne(approvals.id, exceptApproval),
      ),
    );
  return BigInt(called?.minor ?? 0) + BigInt(waiting?.minor ?? 0);
}
