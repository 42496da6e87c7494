import { staff } from "@openitem/db/schema/access";
import { disputes } from "@openitem/db/schema/disputes";
import { updateRows } from "@openitem/db/statement";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx, transact } from "../kernel/transact.ts";
import { may, permit } from "../policies/permissions.ts";
import { refuseEnded } from "./add-message.ts";
import { lockDispute } from "./lock-dispute.ts";

export const assignDisputeInput = z.object({
  disputeId: z.uuid(),
  /** Null gives it back to the queue. */
  assigneeId: z.uuid().nullable(),
});

/**
 * Gives a dispute to a colleague who may handle it, or back to the queue; its state stays. Refuses `dispute.missing`,
 * `dispute.ended` and `dispute.assignee`.
 */
export async function assignDispute(
  ctx: Context,
  raw: z.input<typeof assignDisputeInput>,
): Promise<{ assigneeId: string | null }> {
  const { disputeId, assigneeId } = assignDisputeInput.parse(raw);
  return transact(ctx, async (tx) => {
    const dispute = await lockDispute(tx, ctx, disputeId);
    permit(ctx.actor, "dispute.handle", dispute.customerId);
    refuseEnded(dispute);
    if (dispute.assigneeId === assigneeId) return { assigneeId };
    const name = assigneeId ? await nameOf(tx, ctx, assigneeId) : null;
    await updateRows(tx, disputes, { assigneeId }, { organizationId: ctx.organizationId, id: disputeId });
    await record(tx, ctx, {
      action: "dispute.assigned",
      subject: ["dispute", disputeId],
      data: { number: dispute.number, assignee: name },
    });
    return { assigneeId };
  });
}

async function nameOf(tx: Tx, ctx: Context, staffId: string): Promise<string> {
  const [person] = await tx
    .select({ name: staff.name, role: staff.role })
    .from(staff)
    .where(and(eq(staff.organizationId, ctx.organizationId), eq(staff.id, staffId), isNull(staff.endedAt)));
  const handles = person && may({ kind: "staff", staffId, ...person }, "dispute.handle");
  if (!handles)
    throw new Refusal(
      "invalid",
      "dispute.assignee",
      "This person cannot handle disputes. Choose another colleague.",
    );
  return person.name;
}
