import { promiseInstalments } from "@openitem/db/schema/promises";
import { updateRows } from "@openitem/db/statement";
import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { enqueue, read, type Tx, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { judge } from "./judge.ts";
import { lockPromise } from "./lock-promise.ts";
import { readEvidence } from "./read-evidence.ts";

const PER_SWEEP = 5_000;

type Coming = { promise_id: string; no: number };

/**
 * Has a letter sent before each promised day, as many days ahead as the policy says, once a date. None goes out for a
 * date that is kept or paid for already, nor when the promise was made so late that it would follow its confirmation, nor when the
 * amount is debited by itself: charges announce themselves.
 */
export async function remindPromises(ctx: Context): Promise<{ reminded: number }> {
  permit(ctx.actor, "promise.judge");
  const coming = await read(ctx, async (tx) => findComing(tx, ctx));
  let reminded = 0;
  for (const date of coming) if (await remind(ctx, date)) reminded += 1;
  return { reminded };
}

async function findComing(tx: Tx, ctx: Context): Promise<Coming[]> {
  const { remindDaysBefore } = await readPolicy(tx, ctx, "promise");
  return (await tx.execute(sql`
    select s.promise_id, s.no from promise_instalments s
    join promises p on p.organization_id = s.organization_id and p.id = s.promise_id and p.status = 'active'
    join customers c on c.organization_id = p.organization_id and c.id = p.customer_id
    left join payment_methods m on m.organization_id = p.organization_id and m.id = p.charge_method_id and m.status = 'active'
    cross join lateral (select (${ctx.now.toISOString()}::timestamptz at time zone c.time_zone)::date as day) today
    where s.organization_id = ${ctx.organizationId} and s.state in ('waiting', 'pending') and s.reminded_at is null
      and m.id is null
      and today.day between s.due_on - ${remindDaysBefore}::int and s.due_on
      and (coalesce(p.answered_at, p.made_at) at time zone c.time_zone)::date < s.due_on - ${remindDaysBefore}::int
    order by s.due_on, s.promise_id, s.no
    limit ${PER_SWEEP}`)) as unknown as Coming[];
}

/** Marks the date as reminded of and asks for the letter, in one transaction: it is sent once. */
async function remind(ctx: Context, { promise_id: promiseId, no }: Coming): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const { promise, account } = await lockPromise(tx, ctx, promiseId);
    if (promise.status !== "active") return false;
    const evidence = await readEvidence(tx, ctx, promise, account);
    const now = judge(evidence).instalments.find((date) => date.no === no);
    const stored = evidence.instalments.find((date) => date.no === no);
    if (now?.state !== "waiting" || stored?.remindedAt) return false;
    const { organizationId, now: remindedAt } = ctx;
    await updateRows(tx, promiseInstalments, { remindedAt }, { organizationId, promiseId, no });
    await enqueue(tx, ctx, "promise.reminder_mail", { promiseId, no: String(no) });
    return true;
  });
}
