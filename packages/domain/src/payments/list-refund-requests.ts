import { customers } from "@openitem/db/schema/customers";
import { payments } from "@openitem/db/schema/payments";
import { approvals } from "@openitem/db/schema/work";
import { and, asc, desc, eq, getTableColumns, sql } from "drizzle-orm";
import { z } from "zod";
import { type Hindrance, hindranceOf } from "../approvals/approval.ts";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { may, permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { paymentRefundLimit } from "./check-refundable.ts";

export const listRefundRequestsInput = z.object({
  status: z.enum(["pending", "granted", "refused", "withdrawn"]).default("pending"),
  paymentId: z.uuid().nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

/**
 * Refunds of payments that wait for approval, the longest waiting first, or that were decided, the last first; each
 * with what hinders the reader to decide it himself. `approvals/decide-approval.ts` decides them, as all others.
 */
export async function listRefundRequests(ctx: Context, raw: z.input<typeof listRefundRequestsInput> = {}) {
  const { status, paymentId, limit } = listRefundRequestsInput.parse(raw);
  permit(ctx.actor, "work.read");
  return read(ctx, async (tx) => {
    const policy = await readPolicy(tx, ctx, "provider_money");
    const rows = await tx
      .select({
        ...getTableColumns(approvals),
        paymentId: payments.id,
        paymentNumber: payments.number,
        paidMinor: payments.amountMinor,
        refundedMinor: payments.refundedMinor,
        customerName: customers.name,
        customerNumber: customers.number,
      })
      .from(approvals)
      .innerJoin(
        payments,
        and(
          eq(payments.organizationId, approvals.organizationId),
          sql`${payments.id}::text = ${approvals.facts}->>'paymentId'`,
        ),
      )
      .innerJoin(
        customers,
        and(eq(customers.organizationId, approvals.organizationId), eq(customers.id, approvals.customerId)),
      )
      .where(
        and(
          eq(approvals.organizationId, ctx.organizationId),
          eq(approvals.action, "payment.refund"),
          eq(approvals.status, status),
          paymentId ? eq(payments.id, paymentId) : undefined,
        ),
      )
      .orderBy(
        ...(status === "pending"
          ? [asc(approvals.requestedAt), asc(approvals.id)]
          : [desc(approvals.decidedAt), desc(approvals.id)]),
      )
      .limit(limit);
    return rows.map((row) => {
      const limitMinor = may(ctx.actor, "approval.decide")
        ? (paymentRefundLimit(policy, ctx.actor, row.currency) ?? 0n)
        : 0n;
      const hindrance: Hindrance | null = hindranceOf(row, ctx.actor, limitMinor);
      return { ...row, limitMinor, hindrance };
    });
  });
}

export type RefundRequestRow = Awaited<ReturnType<typeof listRefundRequests>>[number];
