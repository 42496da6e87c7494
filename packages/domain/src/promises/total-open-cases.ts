import { arrayLiteral } from "@openitem/db/array-literal";
import { send } from "@openitem/db/statement";
import { OPEN_DISPUTE } from "../disputes/dispute.ts";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { OPEN_PROMISE } from "./promise.ts";

export type OpenCases = {
  disputes: number;
  promises: number;
  /** Payments that somebody prepared and nobody decided about. */
  prepared: number;
};

const COUNT = `
  select
    (select count(*)::int from disputes
      where organization_id = $1 and customer_id = any($2::uuid[]) and status = any($3::text[]) and ended_at is null) as disputes,
    (select count(*)::int from promises
      where organization_id = $1 and customer_id = any($2::uuid[]) and status = any($4::text[])) as promises,
    (select count(*)::int from prepared_payments
      where organization_id = $1 and customer_id = any($2::uuid[]) and status = 'prepared') as prepared`;

/** What is open of these customers beside their documents, as far as the reader may see it: counts for every page. */
export async function totalOpenCases(ctx: Context, customerIds: readonly string[]): Promise<OpenCases> {
  if (customerIds.length === 0) return { disputes: 0, promises: 0, prepared: 0 };
  const key = [
    ctx.organizationId,
    arrayLiteral(customerIds),
    arrayLiteral(OPEN_DISPUTE),
    arrayLiteral(OPEN_PROMISE),
  ];
  const [row] = await read(ctx, (tx) => send(tx, COUNT, key));
  return {
    disputes: Number(row?.disputes ?? 0),
    promises: Number(row?.promises ?? 0),
    prepared: Number(row?.prepared ?? 0),
  };
}
