import { sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { DisputeStatus } from "../disputes/dispute.ts";
import { CLAIMS_OF_ITEM, DISPUTED_MINOR, PROMISED_MINOR } from "../holds/claims.ts";
import type { Context } from "../kernel/context.ts";
import { sendKeepingPlan } from "../kernel/send-keeping-plan.ts";
import type { Tx } from "../kernel/transact.ts";
import type { PromiseStatus } from "../promises/promise.ts";
import { arrayOf } from "./read-balances.ts";

/** What payments under way, disputes and promises hold of a document; amounts in minor units of its currency. */
export type HeldOfItem = {
  inFlightMinor: bigint;
  /** What of the open amount is in question, and what of the rest is promised for a later day. */
  disputedMinor: bigint;
  promisedMinor: bigint;
  /** Who is paying it, and since when. */
  payer: { name: string; since: Date; paymentId: string } | null;
  /** The oldest dispute that is open, and the promise whose day comes next. */
  dispute: { id: string; number: string; status: DisputeStatus } | null;
  promise: { id: string; number: string; status: PromiseStatus; nextOn: string } | null;
};

type Raw = {
  id: string;
  in_flight: string | null;
  payer_name: string | null;
  payer_since: string | null;
  payer_payment: string | null;
  disputed: string;
  promised: string;
  dispute_id: string | null;
  dispute_number: string | null;
  dispute_status: DisputeStatus | null;
  promise_id: string | null;
  promise_number: string | null;
  promise_status: PromiseStatus | null;
  promised_on: string | null;
};

/** By organization and documents. */
const { sql: HELD } = new PgDialect().sqlToQuery(sql`
  select i.id, reserved.minor::text as in_flight,
    reserved.name as payer_name, reserved.since::text as payer_since, reserved.payment_id as payer_payment,
    ${DISPUTED_MINOR}::text as disputed, ${PROMISED_MINOR}::text as promised,
    dispute.id as dispute_id, dispute.number as dispute_number, dispute.status as dispute_status,
    promise.id as promise_id, promise.number as promise_number, promise.status as promise_status,
    promise.due_on::text as promised_on
  from (
    select organization_id, item_id as id from payment_shares
    where organization_id = $1::uuid and item_id = any($2::uuid[]) and state = 'reserved'
    union select organization_id, item_id from dispute_items where organization_id = $1::uuid and item_id = any($2::uuid[])
    union select organization_id, item_id from promise_items where organization_id = $1::uuid and item_id = any($2::uuid[])
  ) i
  left join lateral (
    select sum(s.amount_minor) as minor, min(p.started_by_name) as name, min(p.created_at) as since, (min(p.id::text))::uuid as payment_id
    from payment_shares s
    left join payments p on p.organization_id = s.organization_id and p.id = s.payment_id
    where s.organization_id = i.organization_id and s.item_id = i.id and s.state = 'reserved'
  ) reserved on true
  ${CLAIMS_OF_ITEM}`);

/**
 * A step of a read: of these documents, those that something holds, by id. Most are held by nothing, so which are is
 * looked up first; apart from the list, since this is found by key and its plan, long to make, can be kept.
 */
export async function readHeld(
  tx: Tx,
  ctx: Context,
  itemIds: readonly string[],
): Promise<Map<string, HeldOfItem>> {
  if (itemIds.length === 0) return new Map();
  const rows = await sendKeepingPlan(tx, HELD, [ctx.organizationId, arrayOf(itemIds)]);
  return new Map((rows as unknown as readonly Raw[]).map((row) => [row.id, asHeld(row)]));
}

function asHeld(row: Raw): HeldOfItem {
  const { payer_name, payer_since, payer_payment, dispute_id, dispute_number, dispute_status } = row;
  const { promise_id, promise_number, promise_status, promised_on } = row;
  return {
    inFlightMinor: BigInt(row.in_flight ?? "0"),
    disputedMinor: BigInt(row.disputed),
    promisedMinor: BigInt(row.promised),
    payer:
      payer_name && payer_since && payer_payment
        ? { name: payer_name, since: new Date(payer_since), paymentId: payer_payment }
        : null,
    dispute:
      dispute_id && dispute_number && dispute_status
        ? { id: dispute_id, number: dispute_number, status: dispute_status }
        : null,
    promise:
      promise_id && promise_number && promise_status && promised_on
        ? { id: promise_id, number: promise_number, status: promise_status, nextOn: promised_on }
        : null,
  };
}
