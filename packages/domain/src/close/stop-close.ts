import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { lockPeriod } from "./lock-period.ts";
import { PERIOD_TRANSITIONS } from "./period.ts";
import { movePeriod } from "./write-event.ts";

export const stopCloseInput = z.object({ key: z.uuid(), periodId: z.uuid() });

/** Sets a month that is being closed back to open. What was noted and signed is kept. Refuses `period.state`. */
export async function stopClose(
  ctx: Context,
  raw: z.input<typeof stopCloseInput>,
): Promise<{ periodId: string }> {
  const input = stopCloseInput.parse(raw);
  const { key, periodId } = input;
  return transactOnce(ctx, { name: "period.back", key, input }, async (tx) => {
    permit(ctx.actor, "period.prepare");
    const { period, entity } = await lockPeriod(tx, ctx, periodId);
    const { actor } = ctx;
    const status = transit("period", PERIOD_TRANSITIONS, { event: "back", from: period.status, actor });
    await movePeriod(tx, ctx, { period, entity, status, kind: "back_to_open" });
    return { periodId };
  });
}
