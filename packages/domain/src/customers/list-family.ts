import { customers } from "@openitem/db/schema/customers";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";

type Customer = typeof customers.$inferSelect;

/**
 * A customer, then with `withSubsidiaries` all below it, subsidiaries of subsidiaries too, by name: what a contact of
 * it with access to its subsidiaries reaches. Refuses `customer.missing`.
 */
export async function listFamily(
  ctx: Context,
  customerId: string,
  { withSubsidiaries }: { withSubsidiaries: boolean },
): Promise<[Customer, ...Customer[]]> {
  return read(ctx, async (tx) => {
    const mine = eq(customers.organizationId, ctx.organizationId);
    const [head] = await tx
      .select()
      .from(customers)
      .where(and(mine, eq(customers.id, customerId)));
    if (!head) throw new Refusal("missing", "customer.missing", "We cannot find this account.");
    if (!withSubsidiaries) return [head];
    // `union` drops what was reached before, so a circle of parents ends.
    const below = await tx
      .select()
      .from(customers)
      .where(
        and(
          mine,
          sql`${customers.id} <> ${customerId}`,
          sql`${customers.id} in (
            with recursive below (id) as (
              select ${customerId}::uuid
              union
              select c.id from below b
              join customers c on c.organization_id = ${ctx.organizationId} and c.parent_id = b.id
            )
            select id from below)`,
        ),
      )
      .orderBy(asc(customers.nameKey), asc(customers.id));
    return [head, ...below];
  });
}
