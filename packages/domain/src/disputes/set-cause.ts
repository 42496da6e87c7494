import { disputeCauses, disputes } from "@openitem/db/schema/disputes";
import { updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { lockDispute } from "./lock-dispute.ts";

export const setCauseInput = z.object({ disputeId: z.uuid(), causeId: z.uuid().nullable() });

/** Says which root cause a dispute comes from, or none; at any time. Refuses `dispute.missing` and `cause.missing`. */
export async function setCause(
  ctx: Context,
  raw: z.input<typeof setCauseInput>,
): Promise<{ causeId: string | null }> {
  const { disputeId, causeId } = setCauseInput.parse(raw);
  return transact(ctx, async (tx) => {
    const { organizationId } = ctx;
    const dispute = await lockDispute(tx, ctx, disputeId);
    permit(ctx.actor, "dispute.handle", dispute.customerId);
    if (dispute.causeId === causeId) return { causeId };
    let title: string | null = null;
    if (causeId) {
      const [cause] = await tx
        .select({ title: disputeCauses.title })
        .from(disputeCauses)
        .where(and(eq(disputeCauses.organizationId, organizationId), eq(disputeCauses.id, causeId)));
      if (!cause)
        throw new Refusal("missing", "cause.missing", "We cannot find this cause. Choose one from the list.");
      title = cause.title;
    }
    await updateRows(tx, disputes, { causeId }, { organizationId, id: disputeId });
    await record(tx, ctx, {
      action: "dispute.cause_set",
      subject: ["dispute", disputeId],
      data: { number: dispute.number, cause: title },
    });
    return { causeId };
  });
}
