import { customers } from "@openitem/db/schema/customers";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";

/** A step. Refuses `customer.missing`. */
export async function checkCustomer(tx: Tx, ctx: Context, customerId: string): Promise<void> {
  const [found] = await tx
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, customerId)));
  if (!found) throw new Refusal("missing", "customer.missing", "We cannot find this customer.");
}
