import { newId } from "@openitem/db/ids";
import { bankAccounts } from "@openitem/db/schema/bank";
import { matchRuns } from "@openitem/db/schema/matching";
import { insertRow, updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { databaseError, enqueue, record, type Tx, transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { MATCH_RUN_TRANSITIONS, type MatchRun, type MatchRunEvent } from "./match-run.ts";

export const startMatchRunInput = z.object({
  key: z.uuid().default(newId),
  /** Lines of this bank account only; null is all. */
  bankAccountId: z.uuid().nullish(),
});

/** Has the engine look at all lines that wait, with the rules as they are now. Refuses `match_run.running` and `bank_account.missing`. */
export async function startMatchRun(
  ctx: Context,
  raw: z.input<typeof startMatchRunInput> = {},
): Promise<{ runId: string }> {
  const input = startMatchRunInput.parse(raw);
  return oneAtATime(() =>
    transactOnce(ctx, { name: "match_run.start", key: input.key, input }, async (tx) => {
      permit(ctx.actor, "cash.match");
      if (input.bankAccountId) await checkAccount(tx, ctx, input.bankAccountId);
      const { version, ...policy } = await readPolicy(tx, ctx, "matching");
      const runId = newId();
      await insertRow(tx, matchRuns, {
        organizationId: ctx.organizationId,
        id: runId,
        status: "queued",
        bankAccountId: input.bankAccountId ?? null,
        policy,
        policyVersion: String(version),
        startedBy: actorKey(ctx.actor),
        startedByName: ctx.actor.name,
        createdAt: ctx.now,
      });
      await enqueue(tx, ctx, "cash.match", { runId });
      await record(tx, ctx, { action: "match_run.started", subject: ["match_run", runId] });
      return { runId };
    }),
  );
}

async function checkAccount(tx: Tx, ctx: Context, bankAccountId: string): Promise<void> {
  const [account] = await tx
    .select({ id: bankAccounts.id })
    .from(bankAccounts)
    .where(and(eq(bankAccounts.organizationId, ctx.organizationId), eq(bankAccounts.id, bankAccountId)));
  if (!account) throw new Refusal("missing", "bank_account.missing", "We cannot find this bank account.");
}

export const matchRunInput = z.object({ key: z.uuid().default(newId), runId: z.uuid() });

/** Ends a run after the batch it is in. Refuses `match_run.missing` and `match_run.state`. */
export async function stopMatchRun(
  ctx: Context,
  raw: z.input<typeof matchRunInput>,
): Promise<{ runId: string }> {
  const input = matchRunInput.parse(raw);
  return transactOnce(ctx, { name: "match_run.stop", key: input.key, input }, async (tx) => {
    const { runId } = input;
    const status = await follow(tx, ctx, runId, "stop");
    await updateRows(
      tx,
      matchRuns,
      { status, endedAt: status === "stopped" ? ctx.now : null },
      { organizationId: ctx.organizationId, id: runId },
    );
    await record(tx, ctx, { action: "match_run.stopped", subject: ["match_run", runId] });
    return { runId };
  });
}

/** Goes on where a stopped or failed run ended, with its rules. Refuses like `stopMatchRun`, and `match_run.running`. */
export async function resumeMatchRun(
  ctx: Context,
  raw: z.input<typeof matchRunInput>,
): Promise<{ runId: string }> {
  const input = matchRunInput.parse(raw);
  return oneAtATime(() =>
    transactOnce(ctx, { name: "match_run.resume", key: input.key, input }, async (tx) => {
      const { runId } = input;
      const status = await follow(tx, ctx, runId, "resume");
      await updateRows(
        tx,
        matchRuns,
        { status, endedAt: null, error: null },
        { organizationId: ctx.organizationId, id: runId },
      );
      await enqueue(tx, ctx, "cash.match", { runId });
      await record(tx, ctx, { action: "match_run.resumed", subject: ["match_run", runId] });
      return { runId };
    }),
  );
}

async function follow(
  tx: Tx,
  ctx: Context,
  runId: string,
  event: MatchRunEvent,
): Promise<MatchRun["status"]> {
  permit(ctx.actor, "cash.match");
  const [run] = await tx
    .select()
    .from(matchRuns)
    .where(and(eq(matchRuns.organizationId, ctx.organizationId), eq(matchRuns.id, runId)))
    .for("update");
  if (!run) throw new Refusal("missing", "match_run.missing", "We cannot find this run.");
  return transit("match_run", MATCH_RUN_TRANSITIONS, { event, from: run.status, actor: ctx.actor });
}

/** The database lets one run be under way. */
async function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (databaseError(error).constraint === "match_runs_one_at_a_time")
      throw new Refusal(
        "conflict",
        "match_run.running",
        "A run is under way already. Wait for it, or stop it first.",
      );
    throw error;
  }
}
