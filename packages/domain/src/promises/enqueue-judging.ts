import { arrayLiteral } from "@openitem/db/array-literal";
import { writeArrays } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { JUDGED_PROMISE } from "./promise.ts";

const JUDGE_LATER = `
  insert into outbox (organization_id, id, kind, payload, run_at, created_at)
  select p.organization_id, uuidv7(), 'promise.judge', jsonb_build_object('promiseId', p.id), $2::timestamptz, $2::timestamptz
  from (select distinct promise_id from promise_items where organization_id = $1 and item_id = any($4::uuid[])) touched
  join promises p on p.organization_id = $1 and p.id = touched.promise_id
  where p.status = any($3::text[])`;

/**
 * Has the promises on these documents judged after commit. Whatever applies money to documents or takes it back calls
 * it in its own transaction; it changes nothing itself. One statement, because it runs with every payment.
 */
export async function judgeLater(tx: Tx, ctx: Context, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length === 0) return;
  const fixed = [ctx.organizationId, ctx.now.toISOString(), arrayLiteral(JUDGED_PROMISE)];
  await writeArrays(tx, JUDGE_LATER, fixed, [[...new Set(itemIds)]]);
}
