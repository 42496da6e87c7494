import { contacts } from "@openitem/db/schema/access";
import { and, eq } from "drizzle-orm";
import { readCustomerLine } from "../access/read-customer-line.ts";
import { readGrants } from "../access/read-grants.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";

export type Addressee = { contactId: string; name: string; email: string; locale: string };

/**
 * The contact to write to about an account; null when he is gone or has no grant for it any more, neither on the
 * account nor, with subsidiaries, on one above it.
 */
export async function readAddressee(
  tx: Tx,
  ctx: Context,
  contactId: string,
  customerId: string,
): Promise<Addressee | null> {
  const line = await readCustomerLine(tx, ctx.organizationId, customerId);
  const grants = await readGrants(tx, ctx, contactId);
  const hasAccess = grants.some(
    (grant) => grant.customerId === customerId || (grant.withSubsidiaries && line.includes(grant.customerId)),
  );
  if (!hasAccess) return null;
  const [contact] = await tx
    .select({
      contactId: contacts.id,
      name: contacts.name,
      email: contacts.email,
      locale: contacts.locale,
    })
    .from(contacts)
    .where(and(eq(contacts.organizationId, ctx.organizationId), eq(contacts.id, contactId)));
  return contact ?? null;
}
