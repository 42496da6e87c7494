import { tasks } from "@openitem/db/schema/work";
import { updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { lockDispute } from "../disputes/lock-dispute.ts";
import { returnFromRoute } from "../disputes/return-from-route.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { lockTask } from "./lock-task.ts";
import { TASK_TRANSITIONS } from "./task.ts";

type Ending = { taskId: string; event: "answer" | "cancel"; text: string };

/**
 * Ends a task. A dispute that was routed comes back when nobody else is asked, with the answer as a note. The dispute is
 * locked before its task, as everywhere.
 */
export async function endTask(tx: Tx, ctx: Context, { taskId, event, text }: Ending): Promise<void> {
  const { organizationId, actor, now } = ctx;
  const [found] = await tx
    .select({ kind: tasks.kind, subjectKind: tasks.subjectKind, subjectId: tasks.subjectId })
    .from(tasks)
    .where(and(eq(tasks.organizationId, organizationId), eq(tasks.id, taskId)));
  if (!found) throw new Refusal("missing", "task.missing", "We cannot find this task.");
  const disputeId = found.subjectKind === "dispute" ? found.subjectId : null;
  if (disputeId !== null) await lockDispute(tx, ctx, disputeId);
  const { customerId, status: from, title, subjectKind, subjectId } = await lockTask(tx, ctx, taskId);
  const status = transit("task", TASK_TRANSITIONS, { event, from, actor, customerId });
  const answer = event === "answer" ? text : null;
  const ended = { status, answer, endedBy: actorKey(actor), endedByName: actor.name, endedAt: now };
  await updateRows(tx, tasks, ended, { organizationId, id: taskId });
  await record(tx, ctx, {
    // Among the biller's people: in no customer's timeline.
    action: event === "answer" ? "task.done" : "task.cancelled",
    subject: ["task", taskId],
    data: { title, text, about: subjectKind, aboutId: subjectId },
  });
  if (disputeId !== null && found.kind === "ask_colleague")
    await returnFromRoute(tx, ctx, { disputeId, taskId, answer: answer && `${title}\n\n${answer}` });
}
