import { newId } from "@openitem/db/ids";
import { gatewayCalls } from "@openitem/db/schema/payments";
import { actorKey, type PayingContext } from "../kernel/context.ts";
import { transact } from "../kernel/transact.ts";
import { GatewayRefused } from "./gateway.ts";
import { resolveCall } from "./resolve-call.ts";

/**
 * Closes a payment page at the provider so that nobody can pay on it any more, and tells whether it is closed: not
 * when it was completed just before. The call is written down first; if its answer is lost, the sweep asks again.
 */
export async function closeCheckout(
  ctx: PayingContext,
  paymentId: string,
  checkoutId: string,
): Promise<boolean> {
  const callId = await transact(ctx, async (tx) => {
    const id = newId();
    await tx.insert(gatewayCalls).values({
      organizationId: ctx.organizationId,
      id,
      kind: "checkout.expire",
      paymentId,
      status: "pending",
      resultRef: checkoutId,
      requestedBy: actorKey(ctx.actor),
      createdAt: ctx.now,
    });
    return id;
  });
  return finishClosing(ctx, callId, checkoutId);
}

/** Makes the call that was written down, or makes it again: closing twice is closing once. */
export async function finishClosing(
  ctx: PayingContext,
  callId: string,
  checkoutId: string,
): Promise<boolean> {
  try {
    await ctx.gateway.expireCheckout(checkoutId, callId);
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    const { status } = await ctx.gateway.readCheckout(checkoutId);
    if (status !== "expired") {
      await resolveCall(ctx, callId, { status: "refused", error: error.message });
      return false;
    }
  }
  await resolveCall(ctx, callId, { status: "succeeded", resultRef: checkoutId });
  return true;
}
