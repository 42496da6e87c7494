import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { endTask } from "./end-task.ts";

export const cancelTaskInput = z.object({
  key: z.uuid(),
  taskId: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(500),
});

/** Takes back a task that need not be done. Refuses `task.missing` and `task.state`. */
export async function cancelTask(
  ctx: Context,
  raw: z.input<typeof cancelTaskInput>,
): Promise<{ taskId: string }> {
  const input = cancelTaskInput.parse(raw);
  const { key, taskId, reason } = input;
  return transactOnce(ctx, { name: "task.cancel", key, input }, async (tx) => {
    permit(ctx.actor, "task.change");
    await endTask(tx, ctx, { taskId, event: "cancel", text: reason });
    return { taskId };
  });
}
