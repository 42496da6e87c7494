import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type Tx, transact } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { CHARGE_TRANSITIONS, type Charge, type StopReason } from "./charge.ts";
import { lockCharge, recordCharge, replaceLines, writeCharge } from "./lock-charge.ts";
import { type ChargeLine, fromHeld } from "./plan-charge.ts";
import { readPayableItems } from "./weigh-charge.ts";

export const stopChargeInput = z.object({ chargeId: z.uuid() });

/**
 * Stops a charge that is to come; its documents stay open and are not charged by the same autopay again. Refuses
 * `charge.started` once it is with the bank. Repeating it is harmless.
 */
export async function stopCharge(ctx: Context, { chargeId }: z.infer<typeof stopChargeInput>): Promise<void> {
  await transact(ctx, async (tx) => {
    const { charge } = await lockCharge(tx, ctx, chargeId);
    const { customerId, status } = charge;
    permit(ctx.actor, "charge.stop", customerId);
    if (status === "stopped") return;
    if (status === "started" || status === "settled" || status === "failed")
      throw new Refusal(
        "conflict",
        "charge.started",
        status === "started"
          ? "This charge has started and can no longer be stopped. Ask us for a refund if it should not have been made."
          : "This charge is over. Reload the page to see what came of it.",
        { status },
      );
    // A held one pays nothing; what it was about is not to be charged either.
    if (status === "held") await replaceLines(tx, ctx, chargeId, await linesOf(tx, ctx, charge));
    const by: StopReason = ctx.actor.kind === "staff" ? "by_biller" : "by_customer";
    await writeCharge(tx, ctx, charge, {
      status: transit("charge", CHARGE_TRANSITIONS, {
        event: "stop",
        from: status,
        actor: ctx.actor,
        customerId,
      }),
      failure: by,
      retryOn: null,
      endedAt: ctx.now,
    });
    await recordCharge(tx, ctx, charge, "stopped", [by]);
  });
}

async function linesOf(tx: Tx, ctx: Context, charge: Charge): Promise<ChargeLine[]> {
  const wanted = new Map<string, bigint>();
  for (const { itemId, amountMinor } of fromHeld(charge.held))
    wanted.set(itemId, (wanted.get(itemId) ?? 0n) + amountMinor);
  const found = await readPayableItems(tx, ctx, [...wanted.keys()]);
  return found.map(({ id: itemId, number, customerId }) => ({
    itemId,
    number,
    customerId,
    amountMinor: wanted.get(itemId) ?? 0n,
  }));
}
