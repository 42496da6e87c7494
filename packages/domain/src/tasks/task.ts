import type { tasks } from "@openitem/db/schema/work";
import type { StaffRole } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Transitions } from "../kernel/transitions.ts";

/* What people at the biller have to do by a day. Pure. */

export type Task = typeof tasks.$inferSelect;
export type TaskKind = Task["kind"];
export type TaskStatus = Task["status"];
export type Team = Task["team"];
export type TaskEvent = "assign" | "answer" | "cancel";

export const TASK_TRANSITIONS: Transitions<TaskStatus, TaskEvent> = {
  assign: { by: "task.change", from: { open: "open" } },
  answer: { by: "task.change", from: { open: "done" } },
  cancel: { by: "task.change", from: { open: "cancelled" } },
};

export const TEAMS = ["collections", "billing", "sales", "legal", "finance"] as const satisfies Team[];

/** Whose work somebody of this role sees as his team's. */
export const TEAMS_OF: Readonly<Record<StaffRole, readonly Team[]>> = {
  collector: ["collections"],
  team_lead: ["collections", "sales"],
  finance: ["finance", "billing"],
  manager: TEAMS,
  auditor: TEAMS,
  admin: TEAMS,
};

/** Refuses `task.due_past`: a day that is over where the customer is, whose today is given. */
export function checkDue(dueOn: string, today: string): void {
  if (dueOn < today)
    throw new Refusal("invalid", "task.due_past", "This day is over. Choose today or a later day.", {
      dueOn,
    });
}
