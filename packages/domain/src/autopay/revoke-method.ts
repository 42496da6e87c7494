import { z } from "zod";
import type { PayingContext } from "../kernel/context.ts";
import { transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { detachEnded } from "./detach-method.ts";
import { endMethod, lockMethod, writeMethod } from "./lock-method.ts";

export const revokeMethodInput = z.object({ methodId: z.uuid() });

/**
 * Ends a payment method. From this moment nothing is charged on it: its autopays are paused, its coming charges held.
 * Then the provider is asked to let go of it; when it does not answer, that is done later. Repeating it is harmless.
 */
export async function revokeMethod(
  ctx: PayingContext,
  { methodId }: z.infer<typeof revokeMethodInput>,
): Promise<{ isDetached: boolean }> {
  const mustDetach = await transact(ctx, async (tx) => {
    const method = await lockMethod(tx, ctx, methodId);
    permit(ctx.actor, "method.change", method.customerId);
    if (method.status === "pending" || method.status === "active") await endMethod(tx, ctx, method, null);
    return method.status === "revoked" && !method.detachedAt && method.providerRef !== null;
  });
  if (!mustDetach) return { isDetached: true };
  try {
    await detachEnded(ctx, methodId);
    return { isDetached: true };
  } catch (error) {
    // It is ended here all the same; the sweep finds it and asks again.
    const reason = error instanceof Error ? error.message : String(error);
    await transact(ctx, async (tx) => {
      const method = await lockMethod(tx, ctx, methodId);
      if (!method.detachedAt) await writeMethod(tx, ctx, method, { failure: `Not let go of yet: ${reason}` });
    });
    return { isDetached: false };
  }
}
