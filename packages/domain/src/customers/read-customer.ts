import { customers } from "@openitem/db/schema/customers";
import { and, asc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { balancesIn } from "../items/read-balances.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";

/** A customer with its family and what it owes, one balance per currency. Refuses `customer.missing`. */
export async function readCustomer(ctx: Context, customerId: string) {
  if (!z.uuid().safeParse(customerId).success) throw missing();
  return read(ctx, async (tx) => {
    const mine = eq(customers.organizationId, ctx.organizationId);
    const [customer] = await tx
      .select()
      .from(customers)
      .where(and(mine, eq(customers.id, customerId)));
    if (!customer) throw missing();
    const { id, number, name } = customers;
    const children = await tx
      .select({ id, number, name })
      .from(customers)
      .where(and(mine, eq(customers.parentId, customerId)))
      .orderBy(asc(customers.nameKey));
    const [parent] = customer.parentId
      ? await tx
          .select({ id, number, name })
          .from(customers)
          .where(and(mine, eq(customers.id, customer.parentId)))
      : [];
    return { customer, parent: parent ?? null, children, balances: await balancesIn(tx, ctx, [customerId]) };
  });
}

/** The given customers by name, as far as the reader may see them: the account switcher. */
export async function listAccounts(ctx: Context, customerIds: readonly string[]) {
  if (customerIds.length === 0) return [];
  const { id, number, name, parentId, timeZone, locale, country, termsDays, addressLines } = customers;
  return read(ctx, (tx) =>
    tx
      .select({ id, number, name, parentId, timeZone, locale, country, termsDays, addressLines })
      .from(customers)
      .where(and(eq(customers.organizationId, ctx.organizationId), inArray(id, [...customerIds])))
      .orderBy(asc(customers.nameKey), asc(id)),
  );
}

export type Account = Awaited<ReturnType<typeof listAccounts>>[number];

const missing = () => new Refusal("missing", "customer.missing", "We cannot find this account.");
