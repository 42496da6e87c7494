import type { Transaction } from "@openitem/db/client";
import { newId } from "@openitem/db/ids";
import { type AuditData, auditRecords, commands, outbox } from "@openitem/db/schema/activity";
import { insertRow, send } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import type { Jobs } from "../jobs/job.ts";
import { actorKey, type Context } from "./context.ts";
import { fingerprint } from "./fingerprint.ts";
import { Refusal } from "./refusal.ts";

/**
 * A transaction in progress. A function that takes one is a *step*: it joins its caller's transaction and never
 * opens its own. `Db` is not assignable to `Tx`, so a step cannot run outside of one.
 */
export type Tx = Transaction;

const ATTEMPTS_MAX = 5;
const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";
const UNIQUE_VIOLATION = "23505";

/**
 * The only place where a business transaction begins and ends. It takes on the actor's database role and names
 * tenant, actor and customers for row-level security, all local to the transaction. `work` may run more than
 * once: after a serialization failure or deadlock it starts again from nothing, a bounded number of times.
 */
export async function transact<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  return attempt(() => ctx.db.transaction((tx) => actAs(tx, ctx, "force_generic_plan", () => work(tx))));
}

/** Reads as the actor. All statements of one call see the same moment. */
export async function read<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  return ctx.db.transaction(async (tx) => {
    // Sent with what follows and not waited for by itself: a page reads several times.
    const [, result] = await Promise.all([
      send(tx, "set transaction isolation level repeatable read read only", []),
      actAs(tx, ctx, "force_custom_plan", () => work(tx)),
    ]);
    return result;
  });
}

type Command = { name: string; key: string; input: unknown };

/**
 * A transaction that is done once for its key: asked again with the same input by the same actor, it answers what
 * it answered then and does nothing. Refuses `command.reused` when the same key comes with another input.
 * The result must survive JSON.
 */
export async function transactOnce<T extends Record<string, unknown>>(
  ctx: Context,
  command: Command,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const print = fingerprint(command.input);
  try {
    return await attempt(
      () =>
        ctx.db.transaction(async (tx) => {
          const done = await actAs(tx, ctx, "force_generic_plan", () => findDone<T>(tx, ctx, command, print));
          if (done) return done.result;
          const result = await work(tx);
          const { organizationId, now: at } = ctx;
          const { name, key } = command;
          await insertRow(tx, commands, {
            organizationId,
            name,
            key,
            fingerprint: print,
            actor: actorKey(ctx.actor),
            result,
            at,
          });
          return result;
        }),
      // Two at once with one key: the loser's work is undone, and on its next try it finds the winner's result.
      (code, constraint) => code === UNIQUE_VIOLATION && constraint.startsWith("commands_"),
    );
  } catch (error) {
    // The other may have been first by so much that our own try met what it had done, and failed on that.
    const mayBeDone = error instanceof Refusal || databaseError(error).code === UNIQUE_VIOLATION;
    const done = mayBeDone ? await transact(ctx, (tx) => findDone<T>(tx, ctx, command, print)) : null;
    if (done) return done.result;
    throw error;
  }
}

async function findDone<T>(
  tx: Tx,
  ctx: Context,
  { name, key }: Command,
  print: string,
): Promise<{ result: T } | null> {
  const [done] = await tx
    .select({ fingerprint: commands.fingerprint, result: commands.result })
    .from(commands)
    .where(
      and(
        eq(commands.organizationId, ctx.organizationId),
        eq(commands.name, name),
        eq(commands.key, key),
        eq(commands.actor, actorKey(ctx.actor)),
      ),
    );
  if (!done) return null;
  if (done.fingerprint !== print)
    throw new Refusal(
      "conflict",
      "command.reused",
      "This was sent before with other contents. Reload the page and send it again.",
    );
  return { result: done.result as T };
}

type Happening = {
  action: string;
  subject: [kind: string, id: string];
  customerId?: string | null;
  data?: AuditData;
};

/** Writes what happened into the audit trail. Every command that changes something calls it, in its transaction. */
export async function record(
  tx: Tx,
  ctx: Context,
  { action, subject, customerId = null, data = {} }: Happening,
): Promise<void> {
  await insertRow(tx, auditRecords, {
    organizationId: ctx.organizationId,
    id: newId(),
    at: ctx.now,
    action,
    subjectKind: subject[0],
    subjectId: subject[1],
    customerId,
    actor: actorKey(ctx.actor),
    actorName: ctx.actor.name,
    requestId: ctx.requestId,
    data,
  });
}

/** Asks for work after commit. The payload holds ids only: the worker reads the rest afresh. */
export async function enqueue<K extends keyof Jobs>(
  tx: Tx,
  ctx: Context,
  kind: K,
  payload: Jobs[K],
  runAt: Date = ctx.now,
): Promise<void> {
  const { organizationId, now: createdAt } = ctx;
  await insertRow(tx, outbox, { organizationId, id: newId(), kind, payload, runAt, createdAt });
}

/**
 * How Postgres plans prepared statements: reads are planned for their own values, since one customer has ten rows and
 * the next a hundred thousand; what a command does by key keeps its plan.
 */
type Planning = "force_generic_plan" | "force_custom_plan";

/**
 * Takes on the actor's role, and works. Both are sent at once and run in this order: should the database refuse the
 * first, the transaction is broken, and it refuses all that follows.
 */
async function actAs<T>(tx: Tx, ctx: Context, planning: Planning, work: () => Promise<T>): Promise<T> {
  const { actor } = ctx;
  const customers = actor.kind === "contact" ? `{${[...actor.accounts.keys()].join(",")}}` : "";
  const acting = send(tx, ACT_AS, [
    ROLES[actor.kind],
    ctx.organizationId,
    actorKey(actor),
    customers,
    planning,
  ]);
  const [result] = await Promise.all([work(), acting]);
  return result;
}

const ROLES = { contact: "openitem_portal", staff: "openitem_staff", worker: "openitem_worker" };
const ACT_AS = `
  select set_config('role', $1, true), set_config('app.organization', $2, true), set_config('app.actor', $3, true),
    set_config('app.customers', $4, true), set_config('plan_cache_mode', $5, true)`;

async function attempt<T>(
  work: () => Promise<T>,
  alsoRetry: (code: string, constraint: string) => boolean = () => false,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const { code, constraint } = databaseError(error);
      const retryable = code === SERIALIZATION_FAILURE || code === DEADLOCK || alsoRetry(code, constraint);
      if (!retryable || tries === ATTEMPTS_MAX) throw error;
    }
  }
}

/** The SQLSTATE and constraint of a failed statement, however deep the driver wrapped it; empty when it is none. */
export function databaseError(error: unknown): { code: string; constraint: string } {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { code, constraint_name: constraint } = each as { code?: unknown; constraint_name?: unknown };
    if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code))
      return { code, constraint: typeof constraint === "string" ? constraint : "" };
  }
  return { code: "", constraint: "" };
}
