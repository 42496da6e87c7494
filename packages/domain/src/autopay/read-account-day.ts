import { customers } from "@openitem/db/schema/customers";
import { and, eq } from "drizzle-orm";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";

/** Today in the calendar of an account. Refuses `account.missing`. */
export async function todayOf(tx: Tx, ctx: Context, customerId: string): Promise<string> {
  const [account] = await tx
    .select({ timeZone: customers.timeZone })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, customerId)));
  if (!account) throw new Refusal("missing", "account.missing", "We cannot find this account.");
  return dayIn(ctx.now, account.timeZone);
}
