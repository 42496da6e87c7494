import { z } from "zod";
import type { PayingContext } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { closeCheckout } from "./close-checkout.ts";
import { findChargeCall } from "./find-charge.ts";
import { lockPayment } from "./lock-payment.ts";
import { release } from "./release.ts";

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
  const page = await transact(ctx, async (tx) => {
    const locked = await lockPayment(tx, ctx, paymentId);
    const { payment } = locked;
    permit(ctx.actor, "payment.cancel", payment.customerId);
    if (payment.status === "cancelled") return null;
    const isCharged = !payment.checkoutId && (await findChargeCall(tx, ctx, paymentId)) !== null;
    if (isCharged || (payment.status !== "created" && payment.status !== "submitted"))
      throw new Refusal(
        "conflict",
        "payment.not_cancellable",
        "This payment is with the bank already and cannot be cancelled here.",
        { status: payment.status },
      );
    // Without a page nobody can pay yet. If one is being made right now, whoever makes it finds this and closes it.
    if (!payment.checkoutId) await release(tx, ctx, locked, { status: "cancelled" });
    return { checkoutId: payment.checkoutId, since: payment.createdAt };
  });
  if (!page) return;
  if (!page.checkoutId) {
    const made = await ctx.gateway.findCheckout(paymentId, page.since);
    if (made?.status === "open") await closeCheckout(ctx, paymentId, made.checkoutId);
    return;
  }
  if (!(await closeCheckout(ctx, paymentId, page.checkoutId)))
    throw new Refusal(
      "conflict",
      "payment.not_cancellable",
      "This payment was just completed and can no longer be cancelled.",
    );
  await transact(ctx, async (tx) => {
    const locked = await lockPayment(tx, ctx, paymentId);
    const { payment } = locked;
    if (payment.status === "created" || payment.status === "submitted")
      await release(tx, ctx, locked, { status: "cancelled" });
  });
}
