import { z } from "zod";
import { lockItems } from "../items/lock-items.ts";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transactOnce } from "../kernel/transact.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { checkUses } from "./check-uses.ts";
import { type Differed, decideDifferences, differenceInput } from "./decide-differences.ts";

export const decideDifferenceInput = z.object({ key: z.uuid(), difference: differenceInput });

/**
 * Does something with the rest of a document after its money came: a discount, a write-off, a residual item, a
 * deduction. Within the actor's limit at once, beyond as a request. Refuses `application.item_missing`,
 * `application.over_open`, and what the dispute of a contested deduction refuses.
 */
export async function decideDifference(
  ctx: Context,
  raw: z.input<typeof decideDifferenceInput>,
): Promise<Differed> {
  const input = decideDifferenceInput.parse(raw);
  const { key, difference } = input;
  return transactOnce(ctx, { name: "difference.decide", key, input }, async (tx) => {
    const [debit] = await lockItems(tx, ctx, [difference.itemId]);
    if (!debit)
      throw new Refusal("missing", "application.item_missing", "We cannot find one of these documents.");
    const byId = new Map([[debit.id, debit]]);
    const inFlight = await readInFlight(tx, ctx, [debit.id]);
    checkUses([], { currency: debit.currency, availableMinor: 0n, byId, inFlight }, [difference]);
    const { timeZone } = await readEntity(tx, ctx, debit.legalEntityId);
    const today = dayIn(ctx.now, timeZone);
    const [differed] = await decideDifferences(tx, ctx, [difference], { byId, today, paidOn: today });
    return differed!;
  });
}
