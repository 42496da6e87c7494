import { staff } from "@openitem/db/schema/access";
import { and, asc, eq, isNull } from "drizzle-orm";
import type { Context, StaffRole } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { may, permit } from "../policies/permissions.ts";
import { TEAMS_OF, type Team } from "../tasks/task.ts";

export type Colleague = {
  id: string;
  name: string;
  role: StaffRole;
  /** Whose work he sees as his team's. */
  teams: readonly Team[];
  handlesDisputes: boolean;
};

/** Who works at the biller now, by name: for forms that give work to somebody. */
export async function listColleagues(ctx: Context): Promise<Colleague[]> {
  permit(ctx.actor, "work.read");
  const people = await read(ctx, (tx) =>
    tx
      .select({ id: staff.id, name: staff.name, role: staff.role })
      .from(staff)
      .where(and(eq(staff.organizationId, ctx.organizationId), isNull(staff.endedAt)))
      .orderBy(asc(staff.name)),
  );
  return people.map(({ id, name, role }) => ({
    id,
    name,
    role,
    teams: TEAMS_OF[role],
    handlesDisputes: may({ kind: "staff", staffId: id, name, role }, "dispute.handle"),
  }));
}
