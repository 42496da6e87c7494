import { z } from "zod";
import { lockItems } from "../items/lock-items.ts";
import { isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { applyCredits } from "../ledger/apply.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { permit } from "../policies/permissions.ts";
import { checkPairings } from "./pairing.ts";

export const applyCreditInput = z.object({
  key: z.uuid(),
  creditId: z.uuid(),
  appliedOn: z.string().refine(isDay, "This is not a day of the calendar."),
  applyTo: z.array(z.object({ itemId: z.uuid(), amountMinor: z.bigint().positive() })).min(1),
});

/** Staff use an open credit (a credit memo, a receipt's rest) for open debits. */
export async function applyCredit(
  ctx: Context,
  input: z.infer<typeof applyCreditInput>,
): Promise<{ creditId: string }> {
  const { key, creditId, appliedOn, applyTo } = input;
  return transactOnce(ctx, { name: "credit.apply", key, input }, async (tx) => {
    permit(ctx.actor, "credit.apply");
    const locked = await lockItems(tx, ctx, [creditId, ...applyTo.map((wish) => wish.itemId)]);
    const byId = new Map(locked.map((item) => [item.id, item]));
    const credit = byId.get(creditId);
    const pairings = checkPairings(
      applyTo.map((wish) => ({ credit, debit: byId.get(wish.itemId), amountMinor: wish.amountMinor })),
      await readInFlight(tx, ctx, [...byId.keys()]),
    );
    await applyCredits(tx, ctx, { pairings, appliedOn, cause: { kind: "staff", id: key } });
    await record(tx, ctx, {
      action: "credit.applied",
      subject: ["item", creditId],
      customerId: credit?.customerId ?? null,
      data: {
        number: credit?.number ?? null,
        documents: applyTo.flatMap((wish) => byId.get(wish.itemId)?.number ?? []).slice(0, 20),
      },
    });
    return { creditId };
  });
}
