import { providerEvents } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import type { PayingContext } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { type InboxContext, processMailEvent } from "../messages/process-mail-event.ts";
import { processEvent } from "../payments/process-event.ts";

/** Hands an event to who works on those of its provider. */
export async function processProviderEvent(
  ctx: PayingContext & InboxContext,
  payload: { eventId: string },
): Promise<void> {
  const provider = await read(ctx, async (tx) => {
    const [row] = await tx
      .select({ provider: providerEvents.provider })
      .from(providerEvents)
      .where(
        and(eq(providerEvents.organizationId, ctx.organizationId), eq(providerEvents.id, payload.eventId)),
      );
    return row?.provider;
  });
  return provider === "resend" ? processMailEvent(ctx, payload) : processEvent(ctx, payload);
}
