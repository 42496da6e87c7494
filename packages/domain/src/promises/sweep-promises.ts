import { promises } from "@openitem/db/schema/promises";
import { tasks } from "@openitem/db/schema/work";
import { and, asc, eq, like, lt, notExists, sql } from "drizzle-orm";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { read, type Tx, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { openTask } from "../tasks/open-task.ts";
import { judgePromise } from "./judge-promise.ts";
import { lockPromise } from "./lock-promise.ts";
import { findCollector } from "./open-broken-task.ts";
import { JUDGED_PROMISE } from "./promise.ts";

export type SweptPromises = { judged: number; unanswered: number; failures: string[] };

const PER_SWEEP = 1_000;

/**
 * What time alone brings about: judges the dates whose day and grace are over, and gives the collector a task for each
 * proposal that nobody answered in time. One that fails does not keep the others; its reason is told.
 */
export async function sweepPromises(ctx: Context): Promise<SweptPromises> {
  permit(ctx.actor, "promise.judge");
  const { due, late } = await read(ctx, async (tx) => ({
    due: await findDue(tx, ctx),
    late: await findUnanswered(tx, ctx),
  }));
  const failures: string[] = [];
  const each = async (number: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      failures.push(`${number}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const { id, number } of due) await each(number, () => judgePromise(ctx, { promiseId: id }));
  for (const { id, number } of late) await each(number, () => askForAnswer(ctx, id));
  return { judged: due.length, unanswered: late.length, failures };
}

/** Promises with a date that is over and not judged, or waits for money on its way. */
async function findDue(tx: Tx, ctx: Context): Promise<{ id: string; number: string }[]> {
  const judged = sql.raw(JUDGED_PROMISE.map((status) => `'${status}'`).join(", "));
  return (await tx.execute(sql`
    select p.id, p.number from promises p
    join customers c on c.organization_id = p.organization_id and c.id = p.customer_id
    where p.organization_id = ${ctx.organizationId} and p.status in (${judged}) and exists (
      select from promise_instalments s
      where s.organization_id = p.organization_id and s.promise_id = p.id and s.state in ('waiting', 'pending')
        and s.due_on + p.grace_days < (${ctx.now.toISOString()}::timestamptz at time zone c.time_zone)::date)
    order by p.made_at, p.id
    limit ${PER_SWEEP}`)) as unknown as { id: string; number: string }[];
}

/** Proposals whose answer is late and about which nobody was asked yet. */
async function findUnanswered(
  tx: Tx,
  ctx: Context,
  promiseId: string | null = null,
): Promise<{ id: string; number: string }[]> {
  const asked = tx
    .select({ id: tasks.id })
    .from(tasks)
    .where(
      and(
        eq(tasks.organizationId, promises.organizationId),
        eq(tasks.subjectKind, "promise"),
        eq(tasks.subjectId, promises.id),
        eq(tasks.kind, "other"),
        like(tasks.createdBy, "worker:%"),
      ),
    );
  return tx
    .select({ id: promises.id, number: promises.number })
    .from(promises)
    .where(
      and(
        eq(promises.organizationId, ctx.organizationId),
        eq(promises.status, "proposed"),
        lt(promises.answerDueAt, ctx.now),
        notExists(asked),
        promiseId ? eq(promises.id, promiseId) : undefined,
      ),
    )
    .orderBy(asc(promises.answerDueAt), asc(promises.id))
    .limit(PER_SWEEP);
}

async function askForAnswer(ctx: Context, promiseId: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const { promise, account } = await lockPromise(tx, ctx, promiseId);
    // Looked for again under the lock: two sweeps at once ask once.
    if ((await findUnanswered(tx, ctx, promiseId)).length === 0) return;
    const { number, amountMinor, currency, customerId, proposedSide } = promise;
    await openTask(tx, ctx, {
      kind: "other",
      subject: ["promise", promiseId],
      customerId,
      team: "collections",
      assigneeId: await findCollector(tx, ctx, account.collectorId),
      title:
        proposedSide === "customer"
          ? `Answer the request ${number}`
          : `Ask the customer about the plan ${number}`,
      note: `${decimal(amountMinor, currency)} ${currency}; an answer was due by ${promise.answerDueAt?.toISOString().slice(0, 10) ?? "now"}.`,
      dueOn: dayIn(ctx.now, account.timeZone),
    });
  });
}
