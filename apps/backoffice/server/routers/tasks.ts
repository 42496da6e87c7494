import { answerTask, answerTaskInput } from "@openitem/domain/tasks/answer-task";
import { assignTask, assignTaskInput } from "@openitem/domain/tasks/assign-task";
import { cancelTask, cancelTaskInput } from "@openitem/domain/tasks/cancel-task";
import { countTasks, listTasks, listTasksInput } from "@openitem/domain/tasks/list-tasks";
import { procedure, router } from "../trpc.ts";

const listInput = listTasksInput.omit({ after: true }).extend({ cursor: listTasksInput.shape.after });

export const tasksRouter = router({
  list: procedure
    .input(listInput)
    .query(({ ctx, input: { cursor, ...asked } }) => listTasks(ctx, { ...asked, after: cursor ?? null })),

  counts: procedure.query(({ ctx }) => countTasks(ctx)),

  answer: procedure.input(answerTaskInput).mutation(({ ctx, input }) => answerTask(ctx, input)),

  /** Hands it to a team or person, or moves its day. */
  assign: procedure.input(assignTaskInput).mutation(({ ctx, input }) => assignTask(ctx, input)),

  cancel: procedure.input(cancelTaskInput).mutation(({ ctx, input }) => cancelTask(ctx, input)),
});
