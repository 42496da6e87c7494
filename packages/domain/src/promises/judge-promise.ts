import { promiseInstalments, promises } from "@openitem/db/schema/promises";
import { updateRows } from "@openitem/db/statement";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { record, type Tx, transact } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { eventOf, type JudgedStatus, judge, type Verdict } from "./judge.ts";
import { lockPromise } from "./lock-promise.ts";
import { openBrokenTask } from "./open-broken-task.ts";
import { type Instalment, JUDGED_PROMISE, PROMISE_TRANSITIONS, type Promised } from "./promise.ts";
import { readEvidence } from "./read-evidence.ts";

export const judgePromiseInput = z.object({ promiseId: z.uuid() });

/** What came of judging; `null` when the promise is not one to be judged. */
export type Judged = Pick<Verdict, "missingMinor"> & { status: JudgedStatus; changed: boolean };

const HAPPENED = {
  active: "promise.reopened",
  kept: "promise.kept",
  part_kept: "promise.part_kept",
  broken: "promise.broken",
} as const satisfies Record<JudgedStatus, string>;

/**
 * Judges a promise from the books as they are now, and writes what changed. A missed date becomes a task for the
 * collector and a letter, unless its money has come late or is on its way; the task is taken back when it comes.
 * Judging twice is judging once.
 */
export async function judgePromise(
  ctx: Context,
  { promiseId }: z.infer<typeof judgePromiseInput>,
): Promise<Judged | null> {
  permit(ctx.actor, "promise.judge");
  return transact(ctx, async (tx) => {
    const { promise, account } = await lockPromise(tx, ctx, promiseId);
    if (!isJudged(promise.status)) return null;
    const policy = await readPolicy(tx, ctx, "promise");
    const evidence = await readEvidence(tx, ctx, promise, account);
    const verdict = judge(evidence);
    const changed = changesOf(evidence.instalments, verdict);
    await writeVerdict(tx, ctx, promise, verdict, changed);
    const before = new Map(evidence.instalments.map((each) => [each.no, each.state]));
    await openBrokenTask(tx, ctx, {
      promise,
      account,
      policy,
      today: evidence.today,
      isMissed: verdict.status === "broken" || verdict.status === "part_kept",
      isNew: changed.some(({ no, state }) => isMissed(state) && !isMissed(before.get(no) ?? "waiting")),
      missingMinor: verdict.missingMinor,
    });
    return {
      status: verdict.status,
      missingMinor: verdict.missingMinor,
      changed: changed.length > 0 || verdict.status !== promise.status,
    };
  });
}

const isJudged = (status: Promised["status"]): status is JudgedStatus =>
  (JUDGED_PROMISE as readonly Promised["status"][]).includes(status);

const isMissed = (state: Instalment["state"]): boolean => state === "broken" || state === "part_kept";

const changesOf = (stored: readonly Instalment[], { instalments }: Verdict): Verdict["instalments"] => {
  const byNo = new Map(stored.map((each) => [each.no, each]));
  return instalments.filter(({ no, state, keptMinor }) => {
    const known = byNo.get(no);
    return known?.state !== state || known.keptMinor !== keptMinor;
  });
};

async function writeVerdict(
  tx: Tx,
  ctx: Context,
  promise: Promised,
  { status, instalments, missingMinor }: Verdict,
  changed: Verdict["instalments"],
): Promise<void> {
  const { organizationId, actor, now: judgedAt } = ctx;
  const { id: promiseId, customerId, status: from, number, currency } = promise;
  for (const { no, state, keptMinor } of changed)
    await updateRows(
      tx,
      promiseInstalments,
      { state, keptMinor, judgedAt },
      { organizationId, promiseId, no },
    );
  const event = eventOf(from, status);
  if (event) {
    const next = transit("promise", PROMISE_TRANSITIONS, { event, from, actor, customerId });
    await updateRows(tx, promises, { status: next, judgedAt }, { organizationId, id: promiseId });
  }
  if (!event && changed.every(({ state }) => state === "waiting" || state === "pending")) return;
  await record(tx, ctx, {
    action: event ? HAPPENED[status] : "promise.judged",
    subject: ["promise", promiseId],
    customerId,
    data: {
      number,
      currency,
      amountMinor: String(promise.amountMinor),
      keptMinor: String(sum(instalments.map((each) => each.keptMinor))),
      missingMinor: String(missingMinor),
      dates: instalments.map(({ no, state }) => `${no}: ${state}`),
    },
  });
}
