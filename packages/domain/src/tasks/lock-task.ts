import { tasks } from "@openitem/db/schema/work";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Task } from "./task.ts";

/** Reads a task for update. Refuses `task.missing`. */
export async function lockTask(tx: Tx, ctx: Context, taskId: string): Promise<Task> {
  const [task] = await tx
    .select()
    .from(tasks)
    .where(and(eq(tasks.organizationId, ctx.organizationId), eq(tasks.id, taskId)))
    .for("update");
  if (!task) throw new Refusal("missing", "task.missing", "We cannot find this task.");
  return task;
}
