import { staff } from "@openitem/db/schema/access";
import { promises } from "@openitem/db/schema/promises";
import { tasks } from "@openitem/db/schema/work";
import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { enqueue, type Tx } from "../kernel/transact.ts";
import type { PromisePolicy } from "../policies/policy.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { endTask } from "../tasks/end-task.ts";
import { openTask } from "../tasks/open-task.ts";
import { workingDayAfter } from "./answer-due.ts";
import type { Account } from "./lock-account.ts";
import type { Promised } from "./promise.ts";

type Broken = {
  promise: Promised;
  account: Account;
  policy: PromisePolicy;
  today: string;
  /** A date was missed. */
  isMissed: boolean;
  /** It was not known before. */
  isNew: boolean;
  missingMinor: bigint;
};

const STEPS: Readonly<Record<PromisePolicy["brokenSteps"][number], string>> = {
  call: "Call about broken promise",
  final_notice: "Send a final notice for broken promise",
  escalate: "Escalate broken promise",
};

/**
 * Sees to it that somebody follows up a missed date while its money is missing: a task with the next step by policy,
 * and a letter to the customer. When nothing is missing any more, the task is taken back.
 */
export async function openBrokenTask(tx: Tx, ctx: Context, broken: Broken): Promise<void> {
  const { promise, account, policy, today, isMissed, isNew, missingMinor } = broken;
  const known = await tx
    .select({ id: tasks.id, status: tasks.status })
    .from(tasks)
    .where(
      and(
        eq(tasks.organizationId, ctx.organizationId),
        eq(tasks.subjectKind, "promise"),
        eq(tasks.subjectId, promise.id),
        eq(tasks.kind, "broken_promise"),
      ),
    );
  const open = known.filter((task) => task.status === "open");
  if (!isMissed || missingMinor === 0n) {
    const text = isMissed ? "The money has come, late." : "The promise is not broken any more.";
    for (const task of open) await endTask(tx, ctx, { taskId: task.id, event: "cancel", text });
    return;
  }
  if (open.length > 0 || (known.length > 0 && !isNew)) return;

  const { id: promiseId, number, currency, customerId } = promise;
  const before = await countBroken(tx, ctx, promise);
  const step = policy.brokenSteps[Math.min(before, policy.brokenSteps.length - 1)] ?? "call";
  const calendar = await readPolicy(tx, ctx, "calendar");
  await openTask(tx, ctx, {
    kind: "broken_promise",
    subject: ["promise", promiseId],
    customerId,
    team: "collections",
    assigneeId: await findCollector(tx, ctx, account.collectorId),
    title: `${STEPS[step]} ${number}`,
    note: `${decimal(missingMinor, currency)} ${currency} of ${decimal(promise.amountMinor, currency)} ${currency} is missing. Promises of this account broken before: ${before}.`,
    dueOn: workingDayAfter(today, 1, calendar),
  });
  await enqueue(tx, ctx, "promise.broken_mail", { promiseId });
}

/** How many other promises of the account are broken, in whole or in part. */
async function countBroken(tx: Tx, ctx: Context, { id, customerId }: Promised): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(promises)
    .where(
      and(
        eq(promises.organizationId, ctx.organizationId),
        eq(promises.customerId, customerId),
        ne(promises.id, id),
        inArray(promises.status, ["broken", "part_kept"]),
      ),
    );
  return row?.count ?? 0;
}

/** The account's collector while he works here; else the task is anybody's of the team. */
export async function findCollector(
  tx: Tx,
  ctx: Context,
  collectorId: string | null,
): Promise<string | null> {
  if (!collectorId) return null;
  const [collector] = await tx
    .select({ id: staff.id })
    .from(staff)
    .where(
      and(eq(staff.organizationId, ctx.organizationId), eq(staff.id, collectorId), isNull(staff.endedAt)),
    );
  return collector?.id ?? null;
}
