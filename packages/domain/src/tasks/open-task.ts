import { newId } from "@openitem/db/ids";
import { tasks } from "@openitem/db/schema/work";
import { insertRow } from "@openitem/db/statement";
import { actorKey, type Context } from "../kernel/context.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { findColleague } from "./find-colleague.ts";
import type { TaskKind, Team } from "./task.ts";

export type NewTask = {
  id?: string;
  kind: TaskKind;
  /** What it is about: a dispute, a promise, a customer, a charge. */
  subject: readonly [kind: string, id: string];
  customerId: string;
  team: Team;
  assigneeId?: string | null;
  title: string;
  note?: string | null;
  /** A day of the calendar, "YYYY-MM-DD". */
  dueOn: string;
};

/** Gives a team, or one of its people, something to do by a day. Refuses `colleague.gone`. */
export async function openTask(tx: Tx, ctx: Context, wanted: NewTask): Promise<string> {
  const { id = newId(), kind, subject, customerId, team, title, dueOn } = wanted;
  const assigneeId = wanted.assigneeId ?? null;
  const assigneeName = assigneeId === null ? null : await findColleague(tx, ctx, assigneeId);
  await insertRow(tx, tasks, {
    organizationId: ctx.organizationId,
    id,
    kind,
    subjectKind: subject[0],
    subjectId: subject[1],
    customerId,
    team,
    assigneeId,
    title,
    note: wanted.note ?? null,
    dueOn,
    status: "open",
    createdBy: actorKey(ctx.actor),
    createdByName: ctx.actor.name,
    createdAt: ctx.now,
  });
  await record(tx, ctx, {
    // Among the biller's people: in no customer's timeline.
    action: "task.created",
    subject: ["task", id],
    data: { kind, title, team, assignee: assigneeName, dueOn, about: subject[0], aboutId: subject[1] },
  });
  return id;
}
