import { gatewayCalls } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { transact } from "../kernel/transact.ts";

/** Writes down what became of a call to the provider. */
export async function resolveCall(
  ctx: Context,
  callId: string,
  outcome: { status: "succeeded"; resultRef: string } | { status: "refused"; error: string },
): Promise<void> {
  await transact(ctx, async (tx) => {
    await tx
      .update(gatewayCalls)
      .set({ ...outcome, resolvedAt: ctx.now })
      .where(and(eq(gatewayCalls.organizationId, ctx.organizationId), eq(gatewayCalls.id, callId)));
  });
}
