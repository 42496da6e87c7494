import { newId } from "@openitem/db/ids";
import { gatewayCalls } from "@openitem/db/schema/payments";
import { z } from "zod";
import { actorKey, type PayingContext } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { GatewayRefused } from "./gateway.ts";
import { lockPayment } from "./lock-payment.ts";
import { release } from "./release.ts";
import { resolveCall } from "./resolve-call.ts";

export const cancelPaymentInput = z.object({ paymentId: z.uuid() });

/**
 * Cancels a payment that has not been sent to a bank yet; a colleague may do it too. The provider's page is closed
 * first, so nobody can still pay on it. Refuses `payment.not_cancellable` once money is on its way. Repeating it is
 * harmless.
 */
export async function cancelPayment(
  ctx: PayingContext,
  { paymentId }: z.infer<typeof cancelPaymentInput>,
): Promise<void> {
  const call = await transact(ctx, async (tx) => {
    const locked = await lockPayment(tx, ctx, paymentId);
    const { payment } = locked;
    permit(ctx.actor, "payment.cancel", payment.customerId);
    if (payment.status === "cancelled") return null;
    if (payment.status !== "created" && payment.status !== "submitted")
      throw new Refusal(
        "conflict",
        "payment.not_cancellable",
        "This payment is with the bank already and cannot be cancelled here.",
        {
          status: payment.status,
        },
      );
    if (!payment.checkoutId) {
      await release(tx, ctx, locked, { status: "cancelled" });
      return null;
    }
    const id = newId();
    const { organizationId, now: createdAt } = ctx;
    await tx.insert(gatewayCalls).values({
      organizationId,
      id,
      kind: "checkout.expire",
      paymentId,
      status: "pending",
      requestedBy: actorKey(ctx.actor),
      createdAt,
    });
    return { id, checkoutId: payment.checkoutId };
  });
  if (!call) return;

  try {
    await ctx.gateway.expireCheckout(call.checkoutId, call.id);
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    const checkout = await ctx.gateway.readCheckout(call.checkoutId);
    if (checkout.status !== "expired") {
      await resolveCall(ctx, call.id, { status: "refused", error: error.message });
      throw new Refusal(
        "conflict",
        "payment.not_cancellable",
        "This payment was just completed and can no longer be cancelled.",
      );
    }
  }
  await resolveCall(ctx, call.id, { status: "succeeded", resultRef: call.checkoutId });
  await transact(ctx, async (tx) => {
    const locked = await lockPayment(tx, ctx, paymentId);
    const { payment } = locked;
    if (payment.status === "created" || payment.status === "submitted")
      await release(tx, ctx, locked, { status: "cancelled" });
  });
}
