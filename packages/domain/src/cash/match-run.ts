import type { matchRuns } from "@openitem/db/schema/matching";
import type { Transitions } from "../kernel/transitions.ts";

/* One run of the engine over the lines that wait, as a thing that has states. */

export type MatchRun = typeof matchRuns.$inferSelect;
export type MatchRunStatus = MatchRun["status"];
export type MatchRunEvent = "stop" | "resume";

export const MATCH_RUN_TRANSITIONS: Transitions<MatchRunStatus, MatchRunEvent> = {
  // One that nobody has begun is over at once; another ends its batch first.
  stop: { by: "cash.match", from: { queued: "stopped", running: "stopping" } },
  resume: { by: "cash.match", from: { stopped: "queued", failed: "queued" } },
};
