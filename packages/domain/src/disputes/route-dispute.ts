import { z } from "zod";
import { dayIn, isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record } from "../kernel/transact.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { permit } from "../policies/permissions.ts";
import { openTask } from "../tasks/open-task.ts";
import { checkDue, TEAMS } from "../tasks/task.ts";
import type { DisputeStatus } from "./dispute.ts";
import { lockDispute } from "./lock-dispute.ts";
import { moveDispute } from "./move-dispute.ts";
import { submitOnce } from "./submit-once.ts";

export const routeDisputeInput = z.object({
  disputeId: z.uuid(),
  /** Made by the form: the task's id. */
  taskId: z.uuid(),
  team: z.enum(TEAMS),
  /** Of that team; null leaves it to the team. */
  assigneeId: z.uuid().nullish(),
  title: z.string().trim().max(200),
  note: z.string().trim().max(10_000).nullish(),
  dueOn: z.string().refine(isDay, "This is not a day of the calendar."),
});

/**
 * Asks a team for something, as a task with its own due day; the dispute waits for its answer while the clock runs.
 * Refuses `dispute.missing`, `task.title_missing`, `task.due_past`, `task.assignee_missing` and `dispute.state`.
 */
export async function routeDispute(
  ctx: Context,
  raw: z.input<typeof routeDisputeInput>,
): Promise<{ taskId: string; status: DisputeStatus }> {
  const input = routeDisputeInput.parse(raw);
  const { disputeId, taskId, team, title, dueOn } = input;
  return submitOnce(ctx, { name: "dispute.route", key: taskId, input }, async (tx) => {
    const { actor, now } = ctx;
    const dispute = await lockDispute(tx, ctx, disputeId);
    const { customerId, number } = dispute;
    permit(actor, "dispute.handle", dispute.customerId);
    if (title === "") throw new Refusal("invalid", "task.title_missing", "Write what the team is to do.");
    const { timeZone } = await readEntity(tx, ctx, dispute.legalEntityId);
    checkDue(dueOn, dayIn(now, timeZone));
    const assigneeId = dispute.assigneeId ?? (actor.kind === "staff" ? actor.staffId : null);
    const { status } = await moveDispute(tx, ctx, dispute, "route", { assigneeId });
    await openTask(tx, ctx, {
      id: taskId,
      kind: "ask_colleague",
      subject: ["dispute", disputeId],
      customerId,
      team,
      assigneeId: input.assigneeId ?? null,
      title,
      note: input.note || null,
      dueOn,
    });
    // What is asked stays inside; that a team looks at it is the customer's to know.
    await record(tx, ctx, {
      action: "dispute.routed",
      subject: ["dispute", disputeId],
      customerId,
      data: { number, team },
    });
    return { taskId, status };
  });
}
