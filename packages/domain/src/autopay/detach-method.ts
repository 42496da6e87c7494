import { newId } from "@openitem/db/ids";
import { paymentMethods } from "@openitem/db/schema/autopay";
import { and, eq } from "drizzle-orm";
import type { PayingContext } from "../kernel/context.ts";
import { read, transact } from "../kernel/transact.ts";
import { ENDED_BY_BANK } from "./autopay.ts";
import { lockMethod, writeMethod } from "./lock-method.ts";

/**
 * Lets go of an ended method at the provider. That it ended was written before, so nothing is charged on it whatever
 * becomes of the call; a lost answer leaves it marked as still to be detached, and the sweep looks and asks again.
 */
export async function detachEnded(ctx: PayingContext, methodId: string): Promise<void> {
  const method = await read(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(paymentMethods)
      .where(and(eq(paymentMethods.organizationId, ctx.organizationId), eq(paymentMethods.id, methodId)));
    return row;
  });
  if (method?.status !== "revoked" || method.detachedAt || !method.providerRef) return;
  const now = await ctx.gateway.readMethod(method.providerRef, null);
  // Detaching twice is detaching once, so each call may have a key of its own.
  if (now?.method.customerRef) await ctx.gateway.detachMethod(method.providerRef, newId());
  await transact(ctx, async (tx) => {
    const locked = await lockMethod(tx, ctx, methodId);
    if (!locked.detachedAt)
      await writeMethod(tx, ctx, locked, {
        detachedAt: ctx.now,
        failure: locked.failure === ENDED_BY_BANK ? ENDED_BY_BANK : null,
      });
  });
}
