import { send } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import { arrayLiteral } from "../kernel/insert-rows.ts";
import { read } from "../kernel/transact.ts";
import { OPEN_DISPUTE } from "./dispute.ts";

const COUNT = `
  select count(*)::int as open from disputes
  where organization_id = $1 and customer_id = any($2::uuid[]) and status = any($3::text[]) and ended_at is null`;

/** How many disputes of these customers are open, as far as the reader may see them: one number for every page. */
export async function totalOpenDisputes(ctx: Context, customerIds: readonly string[]): Promise<number> {
  if (customerIds.length === 0) return 0;
  const key = [ctx.organizationId, arrayLiteral(customerIds), arrayLiteral(OPEN_DISPUTE)];
  const [row] = await read(ctx, (tx) => send(tx, COUNT, key));
  return Number(row?.open ?? 0);
}
