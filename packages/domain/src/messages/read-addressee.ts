import { contacts } from "@openitem/db/schema/access";
import { and, eq, sql } from "drizzle-orm";
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
  const [contact] = await tx
    .select({
      contactId: contacts.id,
      name: contacts.name,
      email: contacts.email,
      locale: contacts.locale,
    })
    .from(contacts)
    .where(
      and(
        eq(contacts.organizationId, ctx.organizationId),
        eq(contacts.id, contactId),
        sql`exists (
          with recursive above (id, parent_id) as (
            select id, parent_id from customers
            where organization_id = ${ctx.organizationId} and id = ${customerId}
            union
            select parent.id, parent.parent_id from customers parent
            join above on above.parent_id = parent.id
            where parent.organization_id = ${ctx.organizationId}
          )
          select from contact_accounts granted
          join above on above.id = granted.customer_id
          where granted.organization_id = ${ctx.organizationId} and granted.contact_id = ${contactId}
            and granted.ended_at is null
            and (granted.customer_id = ${customerId} or granted.with_subsidiaries)
        )`,
      ),
    );
  return contact ?? null;
}
