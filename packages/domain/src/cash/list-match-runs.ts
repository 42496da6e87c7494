import { matchRuns } from "@openitem/db/schema/matching";
import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { MatchRun } from "./match-run.ts";

export const listMatchRunsInput = z.object({
  before: z.date().nullish(),
  limit: z.number().int().min(1).max(200).default(20),
});

/** Runs of the engine, the newest first, with how far each is. */
export async function listMatchRuns(
  ctx: Context,
  raw: z.input<typeof listMatchRunsInput> = {},
): Promise<MatchRun[]> {
  const { before, limit } = listMatchRunsInput.parse(raw);
  permit(ctx.actor, "work.read");
  return read(ctx, (tx) =>
    tx
      .select()
      .from(matchRuns)
      .where(
        and(
          eq(matchRuns.organizationId, ctx.organizationId),
          before ? lt(matchRuns.createdAt, before) : undefined,
        ),
      )
      .orderBy(desc(matchRuns.createdAt), desc(matchRuns.id))
      .limit(limit),
  );
}

/** One run as it stands. Refuses `match_run.missing`. */
export async function readMatchRun(ctx: Context, runId: string): Promise<MatchRun> {
  permit(ctx.actor, "work.read");
  const [run] = z.uuid().safeParse(runId).success
    ? await read(ctx, (tx) =>
        tx
          .select()
          .from(matchRuns)
          .where(and(eq(matchRuns.organizationId, ctx.organizationId), eq(matchRuns.id, runId))),
      )
    : [];
  if (!run) throw new Refusal("missing", "match_run.missing", "We cannot find this run.");
  return run;
}
