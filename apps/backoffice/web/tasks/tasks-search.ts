import { z } from "zod";

export const TASK_VIEWS = ["mine", "team", "all", "overdue", "done", "cancelled"] as const;

/** What the address of the list of tasks says; `task` is the one shown beside it. */
export const tasksSearch = z.object({
  view: z.enum(TASK_VIEWS).catch("mine").default("mine"),
  task: z.string().catch("").default(""),
});
export type TasksSearch = z.output<typeof tasksSearch>;
