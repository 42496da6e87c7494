import { matchRuns } from "@openitem/db/schema/matching";
import { send } from "@openitem/db/statement";
import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { invariant } from "../kernel/refusal.ts";
import { read, type Tx, transact } from "../kernel/transact.ts";
import { type MatchingPolicy, matchingPolicy } from "../matching/matching-policy.ts";
import { permit } from "../policies/permissions.ts";
import { type Desk, type Engine, openDesk } from "./desk.ts";
import { ENGINE } from "./engine.ts";
import { loadBooks } from "./load-books.ts";
import type { MatchRun } from "./match-run.ts";
import { type Counts, runBatch, StaleBooks } from "./run-batch.ts";
import { linesOfRun } from "./waiting-lines.ts";

type Options = {
  engine?: Engine;
  /** Lines decided in one transaction. */
  batchLines?: number;
  /** After so long without a sign of life a run is another worker's to take up. */
  silentSeconds?: number;
  /** Told after each batch, and waited for. */
  onBatch?: (run: { done: number; total: number }) => void | Promise<void>;
};

const BATCH_LINES = 200;
const SILENT_SECONDS = 30;
/** How often one batch is decided anew because the books moved under it. */
const ATTEMPTS_MAX = 8;

/**
 * Works through a run: the lines in their order, a batch in a transaction with the progress, so that what was applied
 * and how far it came are one. Killed, it goes on where the last batch ended; run by two at once, each batch is done
 * once. Answers how the run stands.
 */
export async function runMatch(
  ctx: Context,
  { runId }: { runId: string },
  { engine = ENGINE, batchLines = BATCH_LINES, silentSeconds = SILENT_SECONDS, onBatch }: Options = {},
): Promise<{ status: MatchRun["status"] | "taken" }> {
  permit(ctx.actor, "cash.match");
  const run = await claim(ctx, runId, silentSeconds);
  if (!run) return { status: "taken" };
  try {
    const policy: MatchingPolicy = matchingPolicy.parse(run.policy);
    const open = async (): Promise<Desk> =>
      openDesk(await read(ctx, (tx) => loadBooks(tx, ctx, { learntBefore: run.createdAt })), policy, engine);
    let desk = await open();
    let cursor = run.afterLineId;
    for (let tries = 1; ; ) {
      const step = await decideBatch(ctx, { run, desk, cursor, batchLines });
      if (step === "stale") {
        invariant(++tries <= ATTEMPTS_MAX, "books come to rest while a batch is decided");
        desk = await open();
        continue;
      }
      tries = 1;
      if ("ended" in step) return { status: step.ended };
      cursor = step.cursor;
      await onBatch?.(step);
    }
  } catch (error) {
    await transact(ctx, (tx) => fail(tx, ctx, runId, error));
    throw error;
  }
}

const CLAIM = `
  update match_runs set status = case when status = 'queued' then 'running' else status end,
    started_at = coalesce(started_at, $3::timestamptz), seen_at = clock_timestamp()
  where organization_id = $1 and id = $2 and (status = 'queued'
    or (status in ('running', 'stopping') and seen_at < clock_timestamp() - make_interval(secs => $4)))
  returning id`;

/** Takes the run up, unless it is over or another worker is at it; counts its lines the first time. */
async function claim(ctx: Context, runId: string, silentSeconds: number): Promise<MatchRun | null> {
  return transact(ctx, async (tx) => {
    const values = [ctx.organizationId, runId, ctx.now.toISOString(), silentSeconds];
    const [mine] = await send(tx, CLAIM, values);
    const run = mine && (await readRun(tx, ctx, runId));
    if (!run) return null;
    if (run.total > 0 || run.afterLineId) return run;
    const [counted] = (await tx.execute(
      sql`select count(*)::int as total from ${linesOfRun(ctx, run)}`,
    )) as unknown as { total: number }[];
    const total = counted?.total ?? 0;
    await tx.update(matchRuns).set({ total }).where(itsRow(ctx, runId));
    return { ...run, total };
  });
}

const itsRow = (ctx: Context, runId: string) =>
  and(eq(matchRuns.organizationId, ctx.organizationId), eq(matchRuns.id, runId));

async function readRun(tx: Tx, ctx: Context, runId: string): Promise<MatchRun | null> {
  const [run] = await tx.select().from(matchRuns).where(itsRow(ctx, runId)).for("update");
  return run ?? null;
}

type Batch = { run: MatchRun; desk: Desk; cursor: string | null; batchLines: number };
type Step = { cursor: string; done: number; total: number } | { ended: MatchRun["status"] | "taken" };

/** One batch, unless documents changed since the books were loaded, or a transaction failed after it had used some. */
async function decideBatch(ctx: Context, batch: Batch): Promise<Step | "stale"> {
  const { desk } = batch;
  try {
    const step = await transact(ctx, async (tx) => {
      if (desk.isTouched()) throw new StaleBooks("an earlier try used some of the books");
      return stepOf(tx, ctx, batch);
    });
    desk.keep();
    return step;
  } catch (error) {
    if (error instanceof StaleBooks) return "stale";
    throw error;
  }
}

async function stepOf(tx: Tx, ctx: Context, { run: { id }, desk, cursor, batchLines }: Batch): Promise<Step> {
  const run = await readRun(tx, ctx, id);
  // Another worker took it up meanwhile and is further.
  if (!run || run.afterLineId !== cursor) return { ended: "taken" };
  if (run.status === "stopping") return end(tx, ctx, id, "stopped");
  if (run.status !== "running") return { ended: run.status };
  const lineIds = await nextLines(tx, ctx, run, batchLines);
  const last = lineIds.at(-1);
  if (last === undefined) return end(tx, ctx, id, "done");
  const counts = await runBatch(tx, ctx, { runId: id, desk, lineIds });
  const done = run.done + lineIds.length;
  await progress(tx, ctx, run, { ...counts, afterLineId: last, done });
  return { cursor: last, done, total: run.total };
}

async function nextLines(tx: Tx, ctx: Context, run: MatchRun, limit: number): Promise<string[]> {
  const rows = (await tx.execute(sql`
    select l.id from ${linesOfRun(ctx, run)} ${
      run.afterLineId
        ? sql`and (l.value_on, l.id) > (select c.value_on, c.id from bank_lines c
            where c.organization_id = ${ctx.organizationId} and c.id = ${run.afterLineId})`
        : sql``
    }
    order by l.value_on, l.id limit ${limit}`)) as unknown as { id: string }[];
  return rows.map((row) => row.id);
}

async function progress(
  tx: Tx,
  ctx: Context,
  run: MatchRun,
  { applied, proposed, afterLineId, done }: Counts & { afterLineId: string; done: number },
): Promise<void> {
  await tx
    .update(matchRuns)
    .set({
      afterLineId,
      done,
      // Lines whose receipt got a rest back meanwhile may have come to what was counted.
      total: Math.max(run.total, done),
      applied: run.applied + applied,
      proposed: run.proposed + proposed,
      seenAt: sql`clock_timestamp()`,
    })
    .where(itsRow(ctx, run.id));
}

async function end(tx: Tx, ctx: Context, runId: string, status: "stopped" | "done"): Promise<Step> {
  await tx
    .update(matchRuns)
    .set({ status, endedAt: sql`clock_timestamp()`, seenAt: sql`clock_timestamp()` })
    .where(itsRow(ctx, runId));
  return { ended: status };
}

/** A person sees why, and may resume it; what was applied until then stays. */
async function fail(tx: Tx, ctx: Context, runId: string, error: unknown): Promise<void> {
  await tx
    .update(matchRuns)
    .set({
      status: "failed",
      error: (error instanceof Error ? error.message : String(error)).slice(0, 500),
      endedAt: sql`clock_timestamp()`,
    })
    .where(and(itsRow(ctx, runId), sql`status in ('running', 'stopping')`));
}
