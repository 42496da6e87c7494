import type { Db } from "@openitem/db/client";
import { contactAccounts, contactSettings, contacts } from "@openitem/db/schema/access";
import { customers } from "@openitem/db/schema/customers";
import { organizations } from "@openitem/db/schema/organizations";
import { and, eq, sql } from "drizzle-orm";
import type { ContactRole, Context } from "../kernel/context.ts";
import { read, type Tx } from "../kernel/transact.ts";
import type { ContactActor } from "./invitation.ts";

export type SignedInContact = ContactActor & {
  email: string;
  locale: string;
  /** His own, else his biller's. */
  timeZone: string;
  /** The account he last looked at, if it is still his. */
  lastCustomerId: string | null;
};

/** Weakest first. Where two grants reach one account, the stronger counts. */
const STRENGTH: readonly ContactRole[] = ["viewer", "disputer", "payer", "approver", "admin"];

/**
 * Who a signed-in portal user is at this biller: his accounts with their subsidiaries, and his role on each. Read for
 * every request, so that a change of access counts at once. Null: he is nobody here, or has no account left.
 */
export async function readContactActor(
  db: Db,
  organizationId: string,
  userId: string,
): Promise<SignedInContact | null> {
  return read(beforeSignIn(db, organizationId), async (tx) => {
    const [contact] = await tx
      .select({
        id: contacts.id,
        name: contacts.name,
        email: contacts.email,
        locale: contacts.locale,
        timeZone: sql<string>`coalesce(${contacts.timeZone}, ${organizations.timeZone})`,
        lastCustomerId: contactSettings.lastCustomerId,
      })
      .from(contacts)
      .innerJoin(organizations, eq(organizations.id, contacts.organizationId))
      .leftJoin(
        contactSettings,
        and(
          eq(contactSettings.organizationId, contacts.organizationId),
          eq(contactSettings.contactId, contacts.id),
        ),
      )
      .where(and(eq(contacts.organizationId, organizationId), eq(contacts.userId, userId)));
    if (!contact) return null;
    const accounts = await reach(tx, organizationId, contact.id);
    if (accounts.size === 0) return null;
    const { id: contactId, name, email, locale, timeZone, lastCustomerId: last } = contact;
    const lastCustomerId = last !== null && accounts.has(last) ? last : null;
    return { kind: "contact", contactId, name, accounts, email, locale, timeZone, lastCustomerId };
  });
}

async function reach(tx: Tx, organizationId: string, contactId: string): Promise<Map<string, ContactRole>> {
  // `union` drops what was reached before by the same role, so a circle of parents ends.
  const rows = await tx.execute<{ customer_id: string; role: ContactRole }>(sql`
    with recursive reach (customer_id, role, downwards) as (
      select customer_id, role, with_subsidiaries from ${contactAccounts}
      where organization_id = ${organizationId} and contact_id = ${contactId} and ended_at is null
      union
      select c.id, r.role, true from reach r
      join ${customers} c on c.organization_id = ${organizationId} and c.parent_id = r.customer_id
      where r.downwards
    )
    select customer_id, role from reach`);
  const accounts = new Map<string, ContactRole>();
  for (const { customer_id: customerId, role } of rows) {
    const before = accounts.get(customerId);
    if (before === undefined || STRENGTH.indexOf(role) > STRENGTH.indexOf(before))
      accounts.set(customerId, role);
  }
  return accounts;
}

/** The context in which it is found out who somebody is: the worker's, since nobody is anybody yet. */
export function beforeSignIn(db: Db, organizationId: string): Context {
  return {
    db,
    organizationId,
    actor: { kind: "worker", name: "sign-in" },
    now: new Date(0),
    requestId: "sign-in",
  };
}
