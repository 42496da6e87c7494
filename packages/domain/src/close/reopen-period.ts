import { legalEntities } from "@openitem/db/schema/organizations";
import { periodEvents } from "@openitem/db/schema/periods";
import { updateRows } from "@openitem/db/statement";
import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { type Tx, transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { lockBooks } from "./lock-books.ts";
import { lockPeriod } from "./lock-period.ts";
import { PERIOD_TRANSITIONS } from "./period.ts";
import { type Snapshot, snapshot } from "./snapshot.ts";
import { movePeriod } from "./write-event.ts";

export const reopenPeriodInput = z.object({
  key: z.uuid(),
  periodId: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(500),
});

/**
 * Opens the newest closed month again; the books are closed through where they were before it. What was booked on the
 * first open day meanwhile stays there. Refuses `period.state` and `period.not_newest`.
 */
export async function reopenPeriod(
  ctx: Context,
  raw: z.input<typeof reopenPeriodInput>,
): Promise<{ periodId: string; closedThroughOn: string | null }> {
  const input = reopenPeriodInput.parse(raw);
  const { key, periodId, reason } = input;
  return transactOnce(ctx, { name: "period.reopen", key, input }, async (tx) => {
    permit(ctx.actor, "period.reopen");
    const { organizationId, actor } = ctx;
    const { period } = await lockPeriod(tx, ctx, periodId);
    const status = transit("period", PERIOD_TRANSITIONS, { event: "reopen", from: period.status, actor });
    await lockBooks(tx, period.legalEntityId);
    const { entity } = await lockPeriod(tx, ctx, periodId);
    if (entity.closedThroughOn !== period.toOn)
      throw new Refusal(
        "conflict",
        "period.not_newest",
        "A later month is closed. Only the newest closed month can be reopened.",
      );
    const { closedThroughBefore: closedThroughOn } = await closedAs(tx, ctx, periodId);
    await updateRows(tx, legalEntities, { closedThroughOn }, { organizationId, id: entity.id });
    await movePeriod(tx, ctx, { period, entity, status, kind: "reopened", reason });
    return { periodId, closedThroughOn };
  });
}

/** The figures the month was closed with, last time. */
async function closedAs(tx: Tx, ctx: Context, periodId: string): Promise<Snapshot> {
  const [closed] = await tx
    .select({ figures: periodEvents.figures })
    .from(periodEvents)
    .where(
      and(
        eq(periodEvents.organizationId, ctx.organizationId),
        eq(periodEvents.periodId, periodId),
        eq(periodEvents.kind, "closed"),
      ),
    )
    .orderBy(desc(periodEvents.at), desc(periodEvents.id))
    .limit(1);
  invariant(closed, "a closed period has the event that closed it");
  return snapshot.parse(closed.figures);
}
