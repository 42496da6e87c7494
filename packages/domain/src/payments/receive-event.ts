import { newId } from "@openitem/db/ids";
import { providerEvents } from "@openitem/db/schema/payments";
import type { Context } from "../kernel/context.ts";
import { enqueue, transact } from "../kernel/transact.ts";
import type { GatewayEvent } from "./gateway.ts";

/**
 * Keeps a provider's event as it came and asks for the work; the answer goes out at once. The same event again is
 * kept once. Tells whether it was new.
 */
export async function receiveEvent(
  ctx: Context,
  event: GatewayEvent,
  source: "webhook" | "sweep" = "webhook",
  provider: "stripe" | "resend" = "stripe",
): Promise<boolean> {
  const { organizationId, now: receivedAt } = ctx;
  return transact(ctx, async (tx) => {
    const [fresh] = await tx
      .insert(providerEvents)
      .values({
        organizationId,
        id: newId(),
        provider,
        eventId: event.eventId,
        type: event.type,
        objectId: event.objectId,
        paymentId: isUuid(event.paymentId) ? event.paymentId : null,
        body: event.body,
        source,
        occurredAt: event.occurredAt,
        receivedAt,
        status: "received",
      })
      .onConflictDoNothing()
      .returning({ id: providerEvents.id });
    if (fresh) await enqueue(tx, ctx, "provider_event.process", { eventId: fresh.id });
    return fresh !== undefined;
  });
}

const isUuid = (text: string | null): text is string =>
  text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
