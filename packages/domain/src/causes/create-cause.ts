import { disputeCauses } from "@openitem/db/schema/disputes";
import { insertRow } from "@openitem/db/statement";
import { z } from "zod";
import { isDay } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { findColleague } from "../tasks/find-colleague.ts";

/** What people say of a cause; making and changing one share it. */
export const causeFields = {
  title: z.string().trim().min(3, "Name the cause in a few words.").max(200),
  /** A code of the policy's reasons, and a product: what it is usually about. */
  reason: z.string().trim().max(50).nullish(),
  product: z.string().trim().max(100).nullish(),
  ownerId: z.uuid().nullish(),
  /** What is done so that it stops, and by when. */
  action: z.string().trim().max(1_000).nullish(),
  actionDueOn: z.string().refine(isDay, "This is not a day of the calendar.").nullish(),
};

export const createCauseInput = z.object({ causeId: z.uuid(), ...causeFields });

/** Names a root cause of disputes. Refuses `colleague.gone`. */
export async function createCause(
  ctx: Context,
  raw: z.input<typeof createCauseInput>,
): Promise<{ causeId: string }> {
  const input = createCauseInput.parse(raw);
  const { causeId, title } = input;
  return transactOnce(ctx, { name: "cause.create", key: causeId, input }, async (tx) => {
    permit(ctx.actor, "cause.change");
    const owner = input.ownerId ? await findColleague(tx, ctx, input.ownerId) : null;
    await insertRow(tx, disputeCauses, {
      organizationId: ctx.organizationId,
      id: causeId,
      title,
      reason: input.reason || null,
      product: input.product || null,
      ownerId: input.ownerId ?? null,
      action: input.action || null,
      actionDueOn: input.actionDueOn ?? null,
      status: "open",
      createdBy: actorKey(ctx.actor),
      createdAt: ctx.now,
    });
    await record(tx, ctx, { action: "cause.created", subject: ["cause", causeId], data: { title, owner } });
    return { causeId };
  });
}
