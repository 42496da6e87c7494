import { z } from "zod";
import { reopenLine } from "../bank/reopen-line.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { lockPayout } from "./lock-payout.ts";
import { lockArrival, unbookArrival } from "./post-arrival.ts";

export const untiePayoutInput = z.object({
  key: z.uuid(),
  payoutId: z.uuid(),
  lineId: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(500),
});

/** Takes a payout and its line apart again; the machine does not tie the two again. Refuses `payout.not_tied`. */
export async function untiePayout(
  ctx: Context,
  raw: z.input<typeof untiePayoutInput>,
): Promise<{ payoutId: string }> {
  const input = untiePayoutInput.parse(raw);
  const { key, payoutId, lineId, reason } = input;
  return transactOnce(ctx, { name: "payout.untie", key, input }, async (tx) => {
    permit(ctx.actor, "payout.tie");
    const { payout } = await lockPayout(tx, ctx, payoutId);
    const line = await lockArrival(tx, ctx, lineId);
    if (line.payoutId !== payoutId)
      throw new Refusal("conflict", "payout.not_tied", "The payout and this line are not tied any more.");
    await reopenLine(tx, ctx, lineId);
    await unbookArrival(tx, ctx, line, payout);
    await record(tx, ctx, {
      action: "payout.untied",
      subject: ["payout", payoutId],
      data: { ref: payout.providerId, lineId, reason },
    });
    return { payoutId };
  });
}
