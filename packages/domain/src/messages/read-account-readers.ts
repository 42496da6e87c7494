import { contactAccounts, contacts } from "@openitem/db/schema/access";
import { customers } from "@openitem/db/schema/customers";
import { organizations } from "@openitem/db/schema/organizations";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { readCustomerLine } from "../access/read-customer-line.ts";
import type { ContactRole, Context } from "../kernel/context.ts";
import { invariant } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { type Addressee, readAddressee } from "./read-addressee.ts";

/** Who answers for an account's money. */
const IN_CHARGE: readonly ContactRole[] = ["approver", "admin"];

/** A step: the contacts with one of these roles on an account, or on one above it with its subsidiaries. */
export async function readAccountReaders(
  tx: Tx,
  ctx: Context,
  customerId: string,
  roles: readonly ContactRole[] = IN_CHARGE,
): Promise<Addressee[]> {
  const line = await readCustomerLine(tx, ctx.organizationId, customerId);
  if (line.length === 0) return [];
  const grants = await tx
    .select({
      contactId: contacts.id,
      name: contacts.name,
      email: contacts.email,
      locale: contacts.locale,
      on: contactAccounts.customerId,
      withSubsidiaries: contactAccounts.withSubsidiaries,
    })
    .from(contactAccounts)
    .innerJoin(
      contacts,
      and(
        eq(contacts.organizationId, contactAccounts.organizationId),
        eq(contacts.id, contactAccounts.contactId),
      ),
    )
    .where(
      and(
        eq(contactAccounts.organizationId, ctx.organizationId),
        inArray(contactAccounts.customerId, line),
        inArray(contactAccounts.role, [...roles]),
        isNull(contactAccounts.endedAt),
      ),
    )
    .orderBy(asc(contacts.email));
  const readers = grants
    .filter((grant) => grant.on === customerId || grant.withSubsidiaries)
    .map(({ contactId, name, email, locale }) => ({ contactId, name, email, locale }));
  return [...new Map(readers.map((reader) => [reader.contactId, reader])).values()];
}

/** A step: the person of a key ("contact:<id>") while he has access; else those in charge of the account. */
export async function readPersonOrInCharge(
  tx: Tx,
  ctx: Context,
  key: string,
  customerId: string,
): Promise<Addressee[]> {
  const person = await readPerson(tx, ctx, key, customerId);
  return person ? [person] : readAccountReaders(tx, ctx, customerId);
}

/** A step: the contact of a key, null when it is nobody's of the customer or he has no access any more. */
export async function readPerson(
  tx: Tx,
  ctx: Context,
  key: string,
  customerId: string,
): Promise<Addressee | null> {
  const [kind, contactId] = key.split(":");
  return kind === "contact" && contactId ? readAddressee(tx, ctx, contactId, customerId) : null;
}

/** A step: the biller and the account as a letter names them. */
export async function readAccountFacts(
  tx: Tx,
  ctx: Context,
  customerId: string,
): Promise<{ biller: string; account: { number: string; name: string } }> {
  const [row] = await tx
    .select({ biller: organizations.name, account: { number: customers.number, name: customers.name } })
    .from(customers)
    .innerJoin(organizations, eq(organizations.id, customers.organizationId))
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, customerId)));
  invariant(row, "a letter is about an account there is");
  return row;
}
