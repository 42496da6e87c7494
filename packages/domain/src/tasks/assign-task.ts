import { customers } from "@openitem/db/schema/customers";
import { tasks } from "@openitem/db/schema/work";
import { updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { dayIn, isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { invariant } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { findColleague } from "./find-colleague.ts";
import { lockTask } from "./lock-task.ts";
import { checkDue, TASK_TRANSITIONS, TEAMS } from "./task.ts";

export const assignTaskInput = z.object({
  key: z.uuid(),
  taskId: z.uuid(),
  /** What is left out stays as it is; without an assignee it is anybody's of the team. */
  team: z.enum(TEAMS).optional(),
  assigneeId: z.uuid().nullish(),
  dueOn: z.string().refine(isDay, "This is not a day of the calendar.").optional(),
});

/** Hands an open task to another team or person, or moves its day. Refuses `task.state` and as creating one does. */
export async function assignTask(
  ctx: Context,
  raw: z.input<typeof assignTaskInput>,
): Promise<{ taskId: string }> {
  const input = assignTaskInput.parse(raw);
  const { key, taskId, team, assigneeId, dueOn } = input;
  return transactOnce(ctx, { name: "task.assign", key, input }, async (tx) => {
    permit(ctx.actor, "task.change");
    const task = await lockTask(tx, ctx, taskId);
    const { organizationId, actor } = ctx;
    const { customerId, status: from } = task;
    const status = transit("task", TASK_TRANSITIONS, { event: "assign", from, actor, customerId });
    if (dueOn !== undefined && dueOn !== task.dueOn) {
      const [customer] = await tx
        .select({ timeZone: customers.timeZone })
        .from(customers)
        .where(and(eq(customers.organizationId, organizationId), eq(customers.id, customerId)));
      invariant(customer, "a task is about a customer");
      checkDue(dueOn, dayIn(ctx.now, customer.timeZone));
    }
    const assignee = assigneeId ? await findColleague(tx, ctx, assigneeId) : null;
    await updateRows(tx, tasks, { status, team, assigneeId, dueOn }, { organizationId, id: taskId });
    await record(tx, ctx, {
      // Among the biller's people: in no customer's timeline.
      action: "task.assigned",
      subject: ["task", taskId],
      data: { title: task.title, team: team ?? task.team, assignee, dueOn: dueOn ?? task.dueOn },
    });
    return { taskId };
  });
}
