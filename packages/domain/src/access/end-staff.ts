import { staff } from "@openitem/db/schema/access";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { endSessions } from "./open-sign-in.ts";
import { STAFF } from "./sign-in-tables.ts";

export const endStaffInput = z.object({ staffId: z.uuid() });

/**
 * Ends a person's work at the biller: he is signed out everywhere and cannot come back. What he did stays. Done twice
 * it comes to the same. Refuses `staff.manage.forbidden`, `staff.missing` and `staff.own`.
 */
export async function endStaff(ctx: Context, { staffId }: z.infer<typeof endStaffInput>): Promise<void> {
  permit(ctx.actor, "staff.manage");
  if (ctx.actor.kind === "staff" && ctx.actor.staffId === staffId)
    throw new Refusal("forbidden", "staff.own", "You cannot end your own access. Ask another administrator.");
  await transact(ctx, async (tx) => {
    const his = and(eq(staff.organizationId, ctx.organizationId), eq(staff.id, staffId));
    const [person] = await tx.select().from(staff).where(his).for("update");
    if (!person) throw new Refusal("missing", "staff.missing", "There is no such person.");
    if (person.endedAt) return;
    await tx.update(staff).set({ endedAt: ctx.now }).where(his);
    if (person.userId) await endSessions(tx, STAFF, person.userId);
    await record(tx, ctx, {
      action: "staff.ended",
      subject: ["staff", staffId],
      data: { email: person.email },
    });
  });
}
