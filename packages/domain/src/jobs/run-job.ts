import { Refusal } from "../kernel/refusal.ts";
import { handlers, type WorkingContext } from "./handlers.ts";
import type { Jobs } from "./job.ts";

export type JobOutcome = { outcome: "done" | "refused"; detail: unknown };

/**
 * Does one piece of work. A refusal ends it, because asking again would be refused again; anything else that is thrown
 * is for the queue to try again later.
 */
export async function runJob(
  ctx: WorkingContext,
  kind: string,
  payload: Record<string, string>,
): Promise<JobOutcome> {
  if (!isKind(kind)) throw new Error(`Nobody does the work "${kind}"`);
  try {
    const handle = handlers[kind] as (
      ctx: WorkingContext,
      payload: Record<string, string>,
    ) => Promise<unknown>;
    return { outcome: "done", detail: await handle(ctx, payload) };
  } catch (error) {
    if (error instanceof Refusal) return { outcome: "refused", detail: error.code };
    throw error;
  }
}

const isKind = (kind: string): kind is keyof Jobs => Object.hasOwn(handlers, kind);
