import { providerEvents } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { enqueue, record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

export const replayEventInput = z.object({ key: z.uuid(), eventId: z.uuid() });

/** Asks for an event to be worked on again, stuck or not: working on it twice changes nothing that is right. */
export async function replayEvent(
  ctx: Context,
  input: z.infer<typeof replayEventInput>,
): Promise<{ eventId: string }> {
  const { key, eventId } = input;
  return transactOnce(ctx, { name: "event.replay", key, input }, async (tx) => {
    permit(ctx.actor, "event.replay");
    const [event] = await tx
      .select()
      .from(providerEvents)
      .where(and(eq(providerEvents.organizationId, ctx.organizationId), eq(providerEvents.id, eventId)))
      .for("update");
    if (!event) throw new Refusal("missing", "event.missing", "We cannot find this event.");
    await tx
      .update(providerEvents)
      .set({ status: "received", processedAt: null })
      .where(and(eq(providerEvents.organizationId, ctx.organizationId), eq(providerEvents.id, eventId)));
    await enqueue(tx, ctx, "provider_event.process", { eventId });
    await record(tx, ctx, {
      action: "event.replayed",
      subject: ["provider_event", eventId],
      data: { type: event.type, event: event.eventId },
    });
    return { eventId };
  });
}
