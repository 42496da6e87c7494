import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { endTask } from "./end-task.ts";

export const answerTaskInput = z.object({
  key: z.uuid(),
  taskId: z.uuid(),
  answer: z.string().trim().min(1, "Say what came of it.").max(4_000),
});

/** Does a task, with what came of it. Refuses `task.missing` and `task.state`. */
export async function answerTask(
  ctx: Context,
  raw: z.input<typeof answerTaskInput>,
): Promise<{ taskId: string }> {
  const input = answerTaskInput.parse(raw);
  const { key, taskId, answer } = input;
  return transactOnce(ctx, { name: "task.answer", key, input }, async (tx) => {
    permit(ctx.actor, "task.change");
    await endTask(tx, ctx, { taskId, event: "answer", text: answer });
    return { taskId };
  });
}
