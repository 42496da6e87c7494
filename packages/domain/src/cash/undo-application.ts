import { newId } from "@openitem/db/ids";
import { applications } from "@openitem/db/schema/items";
import { matchBars } from "@openitem/db/schema/matching";
import { insertRow } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { lockItems } from "../items/lock-items.ts";
import { isDay } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { unapply } from "../ledger/apply.ts";
import { permit } from "../policies/permissions.ts";

export const undoApplicationInput = z.object({
  key: z.uuid(),
  applicationId: z.uuid(),
  appliedOn: z.string().refine(isDay, "This is not a day of the calendar."),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(200),
});

/**
 * Undoes one application and no other, as of a day; both documents are open again by its amount. The machine does not
 * apply this receipt to this document again until somebody lifts that.
 */
export async function undoApplication(
  ctx: Context,
  input: z.infer<typeof undoApplicationInput>,
): Promise<{ applicationId: string }> {
  const { key, applicationId, appliedOn, reason } = input;
  return transactOnce(ctx, { name: "application.undo", key, input }, async (tx) => {
    permit(ctx.actor, "credit.apply");
    const mine = eq(applications.organizationId, ctx.organizationId);
    const [application] = await tx
      .select()
      .from(applications)
      .where(and(mine, eq(applications.id, applicationId)));
    if (!application || application.reversesId)
      throw new Refusal("missing", "application.missing", "We cannot find this application.");
    const locked = await lockItems(tx, ctx, [application.creditId, application.debitId]);
    // Looked for under the lock: two who undo the same thing at once cannot both find it undone by nobody.
    const [undone] = await tx
      .select({ id: applications.id })
      .from(applications)
      .where(and(mine, eq(applications.reversesId, applicationId)));
    if (undone) throw new Refusal("conflict", "application.undone", "This was undone already.");
    const itemsById = new Map(locked.map((item) => [item.id, item]));
    const debit = itemsById.get(application.debitId);
    if (debit?.kind === "refund")
      throw new Refusal("conflict", "application.refund", "Money that went back cannot be un-applied.");
    await unapply(tx, ctx, {
      undone: [application],
      itemsById,
      appliedOn,
      cause: { kind: "staff", id: key },
    });
    if (itemsById.get(application.creditId)?.kind === "receipt")
      await insertRow(tx, matchBars, {
        organizationId: ctx.organizationId,
        id: newId(),
        receiptId: application.creditId,
        debitId: application.debitId,
        applicationId,
        reason,
        setBy: actorKey(ctx.actor),
        setByName: ctx.actor.name,
        setAt: ctx.now,
      });
    await record(tx, ctx, {
      action: "application.undone",
      subject: ["item", application.debitId],
      customerId: application.debitCustomerId,
      data: {
        reason,
        credit: itemsById.get(application.creditId)?.number ?? null,
        debit: debit?.number ?? null,
        amountMinor: String(application.amountMinor),
        currency: debit?.currency ?? null,
      },
    });
    return { applicationId };
  });
}
