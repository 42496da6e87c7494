import { matchRuns } from "@openitem/db/schema/matching";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { enqueue, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

const SILENT_MINUTES = 3;

/** Has runs taken up again that fell silent: their worker died, and its job was given back too early or not at all. */
export async function sweepMatchRuns(ctx: Context): Promise<{ runs: number }> {
  permit(ctx.actor, "cash.match");
  return transact(ctx, async (tx) => {
    const silent = await tx
      .select({ id: matchRuns.id })
      .from(matchRuns)
      .where(
        and(
          eq(matchRuns.organizationId, ctx.organizationId),
          inArray(matchRuns.status, ["queued", "running", "stopping"]),
          sql`coalesce(${matchRuns.seenAt}, ${matchRuns.createdAt}) < clock_timestamp() - make_interval(mins => ${SILENT_MINUTES})`,
        ),
      );
    for (const { id } of silent) await enqueue(tx, ctx, "cash.match", { runId: id });
    return { runs: silent.length };
  });
}
