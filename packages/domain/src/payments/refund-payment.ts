import { gatewayCalls } from "@openitem/db/schema/payments";
import { z } from "zod";
import { openApproval } from "../approvals/open-approval.ts";
import { actorKey, type PayingContext } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { checkRefundable, paymentRefundLimit } from "./check-refundable.ts";
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
 * elsewhere. Above the person's limit it waits for somebody else's approval, and nothing is sent before; then
 * `approvalId` is given. Refuses `payment.over_refund` for more than is left of it, counting refunds asked for.
 */
export async function refundPayment(
  ctx: PayingContext,
  input: z.infer<typeof refundPaymentInput>,
): Promise<{ approvalId: string | null }> {
  const { callId, paymentId, amountMinor, reason } = input;
  const asked = await transactOnce(ctx, { name: "payment.refund", key: callId, input }, async (tx) => {
    const { payment } = await lockPayment(tx, ctx, paymentId);
    const { customerId, number, currency } = payment;
    permit(ctx.actor, "payment.refund", customerId);
    await checkRefundable(tx, ctx, payment, amountMinor);
    const limitMinor = paymentRefundLimit(await readPolicy(tx, ctx, "provider_money"), ctx.actor, currency);
    if (limitMinor !== null && amountMinor > limitMinor)
      return {
        intentId: null,
        approvalId: await openApproval(tx, ctx, {
          subject: ["payment_refund", callId],
          customerId,
          currency,
          amountMinor,
          facts: { paymentId, number, limitMinor: String(limitMinor) },
          note: reason,
        }),
      };
    await tx.insert(gatewayCalls).values({
      organizationId: ctx.organizationId,
      id: callId,
      kind: "refund.create",
      paymentId,
      amountMinor,
      status: "pending",
      requestedBy: actorKey(ctx.actor),
      createdAt: ctx.now,
    });
    await record(tx, ctx, {
      action: "payment.refund_requested",
      subject: ["payment", paymentId],
      customerId,
      data: { number, amountMinor: String(amountMinor), currency, reason },
    });
    return { intentId: payment.intentId, approvalId: null };
  });
  const { intentId, approvalId } = asked;
  if (intentId === null) return { approvalId };

  try {
    const refund = await ctx.gateway.refund({ key: callId, intentId, amountMinor, paymentId });
    await resolveCall(ctx, callId, { status: "succeeded", resultRef: refund.ref });
    return { approvalId: null };
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
