import { z } from "zod";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { lockMonth } from "./lock-period.ts";
import { month, PERIOD_TRANSITIONS } from "./period.ts";
import { movePeriod } from "./write-event.ts";

export const beginCloseInput = z.object({ key: z.uuid(), legalEntityId: z.uuid(), month });

/**
 * Sets a month of a legal entity to closing: its checks take notes and signatures from then on. Refuses
 * `period.not_over` before its last day is past, `period.closed_through` when the books are closed beyond it, and
 * `period.state`.
 */
export async function beginClose(
  ctx: Context,
  raw: z.input<typeof beginCloseInput>,
): Promise<{ periodId: string }> {
  const input = beginCloseInput.parse(raw);
  const { key, ...asked } = input;
  return transactOnce(ctx, { name: "period.begin", key, input }, async (tx) => {
    permit(ctx.actor, "period.prepare");
    const { period, entity } = await lockMonth(tx, ctx, asked);
    const { actor } = ctx;
    const status = transit("period", PERIOD_TRANSITIONS, { event: "begin", from: period.status, actor });
    if (dayIn(ctx.now, entity.timeZone) <= period.toOn)
      throw new Refusal(
        "conflict",
        "period.not_over",
        "This month is not over yet. Begin to close it on the first day of the next.",
      );
    if (entity.closedThroughOn !== null && period.toOn <= entity.closedThroughOn)
      throw new Refusal(
        "conflict",
        "period.closed_through",
        `The books are closed through ${entity.closedThroughOn} already.`,
        { day: entity.closedThroughOn },
      );
    await movePeriod(tx, ctx, { period, entity, status, kind: "closing" });
    return { periodId: period.id };
  });
}
