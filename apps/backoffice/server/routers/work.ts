import { countApprovals } from "@openitem/domain/approvals/list-approvals";
import { listDisputes } from "@openitem/domain/disputes/list-disputes";
import { listPromises } from "@openitem/domain/promises/list-promises";
import { countTasks } from "@openitem/domain/tasks/list-tasks";
import { procedure, router } from "../trpc.ts";

export const workRouter = router({
  /** How much waits for somebody, for the rail. */
  counts: procedure.query(async ({ ctx }) => {
    const [{ counts: disputes }, { counts: promises }, approvals, tasks] = await Promise.all([
      listDisputes(ctx, { limit: 1 }),
      listPromises(ctx, { limit: 1 }),
      countApprovals(ctx),
      countTasks(ctx),
    ]);
    return { disputes, promises, approvals, tasks };
  }),
});
