import { providerEvents } from "@openitem/db/schema/payments";
import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";

export const listEventsInput = z.object({
  paymentId: z.uuid().nullish(),
  /** Only those that wait: received and not worked on, parked, failed. */
  stuckOnly: z.boolean().default(false),
  limit: z.number().int().min(1).max(500).default(100),
});

/** Events the payment provider sent, the newest first, with what came of each. */
export async function listEvents(ctx: Context, raw: z.input<typeof listEventsInput>) {
  const { paymentId, stuckOnly, limit } = listEventsInput.parse(raw);
  return read(ctx, (tx) =>
    tx
      .select()
      .from(providerEvents)
      .where(
        and(
          eq(providerEvents.organizationId, ctx.organizationId),
          paymentId ? eq(providerEvents.paymentId, paymentId) : undefined,
          stuckOnly ? inArray(providerEvents.status, ["received", "parked", "failed"]) : undefined,
        ),
      )
      .orderBy(desc(providerEvents.occurredAt), desc(providerEvents.id))
      .limit(limit),
  );
}
