import { customers } from "@openitem/db/schema/customers";
import { organizations } from "@openitem/db/schema/organizations";
import { send } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";

/** The account a promise is of, and what its rules need of it. */
export type Account = {
  id: string;
  name: string;
  timeZone: string;
  collectorId: string | null;
  billerTimeZone: string;
};

// Its row cannot be locked by a contact, who may not change it: the lock is on its id.
const LOCK_ACCOUNT = "select pg_advisory_xact_lock(hashtextextended('promises of ' || $1::text, 0))";

/** One at a time promises for an account, so that the count of its open promises is true. Refuses `customer.missing`. */
export async function lockAccount(tx: Tx, ctx: Context, customerId: string): Promise<Account> {
  await send(tx, LOCK_ACCOUNT, [customerId]);
  return readAccount(tx, ctx, customerId);
}

/** The same without the lock, for what only looks. */
export async function readAccount(tx: Tx, ctx: Context, customerId: string): Promise<Account> {
  const [account] = await tx
    .select({
      id: customers.id,
      name: customers.name,
      timeZone: customers.timeZone,
      collectorId: customers.collectorId,
      billerTimeZone: organizations.timeZone,
    })
    .from(customers)
    .innerJoin(organizations, eq(organizations.id, customers.organizationId))
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, customerId)));
  if (!account) throw new Refusal("missing", "customer.missing", "We cannot find this account.");
  return account;
}
