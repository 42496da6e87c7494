import { disputeCauses } from "@openitem/db/schema/disputes";
import { updateRows } from "@openitem/db/statement";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { findColleague } from "../tasks/find-colleague.ts";
import { causeFields } from "./create-cause.ts";
import { lockCause } from "./lock-cause.ts";

export const changeCauseInput = z.object({
  key: z.uuid(),
  causeId: z.uuid(),
  /** What is left out stays; null empties it. */
  ...z.object(causeFields).partial().shape,
  /** Fixed: no such dispute should come any more. Not fixed opens it again. */
  fixed: z.boolean().optional(),
});

/** Gives a cause an owner, a corrective action, a day, or its end. Refuses `cause.missing` and `colleague.gone`. */
export async function changeCause(
  ctx: Context,
  raw: z.input<typeof changeCauseInput>,
): Promise<{ causeId: string }> {
  const input = changeCauseInput.parse(raw);
  const { key, causeId, title, reason, product, ownerId, action, actionDueOn, fixed } = input;
  return transactOnce(ctx, { name: "cause.change", key, input }, async (tx) => {
    permit(ctx.actor, "cause.change");
    const cause = await lockCause(tx, ctx, causeId);
    const owner = ownerId ? await findColleague(tx, ctx, ownerId) : null;
    const isFixed = fixed ?? cause.status === "fixed";
    await updateRows(
      tx,
      disputeCauses,
      {
        title,
        reason: emptied(reason),
        product: emptied(product),
        ownerId,
        action: emptied(action),
        actionDueOn,
        status: isFixed ? "fixed" : "open",
        // When it was fixed first; fixing it again does not move the day.
        fixedAt: isFixed ? (cause.fixedAt ?? ctx.now) : null,
      },
      { organizationId: ctx.organizationId, id: causeId },
    );
    await record(tx, ctx, {
      action: isFixed && cause.status === "open" ? "cause.fixed" : "cause.changed",
      subject: ["cause", causeId],
      data: {
        title: title ?? cause.title,
        owner,
        action: action ?? null,
        actionDueOn: actionDueOn ?? null,
        fixed: isFixed,
      },
    });
    return { causeId };
  });
}

/** A field that was cleared says nothing; one that was left out stays as it is. */
const emptied = (text: string | null | undefined): string | null | undefined => (text === "" ? null : text);
