import { gatewayCalls } from "@openitem/db/schema/payments";
import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { actorKey, type PayingContext } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { GatewayRefused } from "./gateway.ts";
import { lockPayment } from "./lock-payment.ts";
import { resolveCall } from "./resolve-call.ts";

export const refundPaymentInput = z.object({
  /** Made by the form: pressing twice refunds once. */
  callId: z.uuid(),
  paymentId: z.uuid(),
  amountMinor: z.bigint().positive("Enter an amount above zero."),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(200),
});

/**
 * Sends back part or all of a settled payment. It is booked when the provider says that it went, like any refund made
 * elsewhere. Refuses `payment.over_refund` for more than is left of it, counting refunds already asked for.
 */
export async function refundPayment(
  ctx: PayingContext,
  input: z.infer<typeof refundPaymentInput>,
): Promise<void> {
  const { callId, paymentId, amountMinor, reason } = input;
  const { intentId } = await transactOnce(ctx, { name: "payment.refund", key: callId, input }, async (tx) => {
    const { payment } = await lockPayment(tx, ctx, paymentId);
    permit(ctx.actor, "payment.refund", payment.customerId);
    if (!payment.intentId || !["settled", "part_refunded"].includes(payment.status))
      throw new Refusal("conflict", "payment.not_refundable", "Only a settled payment can be refunded.", {
        status: payment.status,
      });
    const [asked] = await tx
      .select({ minor: sql<string>`coalesce(sum(${gatewayCalls.amountMinor}), 0)` })
      .from(gatewayCalls)
      .where(
        and(
          eq(gatewayCalls.organizationId, ctx.organizationId),
          eq(gatewayCalls.paymentId, paymentId),
          eq(gatewayCalls.kind, "refund.create"),
          inArray(gatewayCalls.status, ["pending", "unknown"]),
        ),
      );
    const leftMinor = payment.amountMinor - payment.refundedMinor - BigInt(asked!.minor);
    if (amountMinor > leftMinor)
      throw new Refusal(
        "conflict",
        "payment.over_refund",
        `${decimal(leftMinor, payment.currency)} ${payment.currency} of this payment is left to refund.`,
        {
          left: decimal(leftMinor, payment.currency),
          currency: payment.currency,
        },
      );
    const { organizationId, now: createdAt } = ctx;
    const requestedBy = actorKey(ctx.actor);
    await tx.insert(gatewayCalls).values({
      organizationId,
      id: callId,
      kind: "refund.create",
      paymentId,
      amountMinor,
      status: "pending",
      requestedBy,
      createdAt,
    });
    await record(tx, ctx, {
      action: "payment.refund_requested",
      subject: ["payment", paymentId],
      customerId: payment.customerId,
      data: { number: payment.number, amountMinor: String(amountMinor), currency: payment.currency, reason },
    });
    return { intentId: payment.intentId };
  });

  try {
    const refund = await ctx.gateway.refund({ key: callId, intentId, amountMinor, paymentId });
    await resolveCall(ctx, callId, { status: "succeeded", resultRef: refund.ref });
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    await resolveCall(ctx, callId, { status: "refused", error: error.message });
    throw new Refusal(
      "conflict",
      "payment.refund_refused",
      "Stripe did not accept this refund. Nothing was sent back.",
    );
  }
}
