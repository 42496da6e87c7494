import { contactAccounts, contacts } from "@openitem/db/schema/access";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { readCustomerLine } from "../access/read-customer-line.ts";
import type { Actor, ContactRole, Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { may } from "../policies/permissions.ts";

type Writer = { actor: Extract<Actor, { kind: "contact" }>; mayAnswer: boolean };

/**
 * A step: the contact of this address, acting for this one account; null when he has no access to it now. Where two
 * grants reach the account, one that lets him answer counts.
 */
export async function findWriter(
  tx: Tx,
  ctx: Context,
  { email, customerId }: { email: string; customerId: string },
): Promise<Writer | null> {
  const line = await readCustomerLine(tx, ctx.organizationId, customerId);
  if (line.length === 0) return null;
  const rows = await tx
    .select({
      contactId: contacts.id,
      name: contacts.name,
      role: contactAccounts.role,
      grantedOn: contactAccounts.customerId,
      withSubsidiaries: contactAccounts.withSubsidiaries,
    })
    .from(contacts)
    .innerJoin(
      contactAccounts,
      and(
        eq(contactAccounts.organizationId, contacts.organizationId),
        eq(contactAccounts.contactId, contacts.id),
      ),
    )
    .where(
      and(
        eq(contacts.organizationId, ctx.organizationId),
        eq(contacts.email, email),
        inArray(contactAccounts.customerId, line),
        isNull(contactAccounts.endedAt),
      ),
    );
  const writers = rows
    .filter((row) => row.grantedOn === customerId || row.withSubsidiaries)
    .map(({ contactId, name, role }): Writer => {
      const accounts = new Map<string, ContactRole>([[customerId, role]]);
      const actor = { kind: "contact" as const, contactId, name, accounts };
      return { actor, mayAnswer: may(actor, "dispute.answer", customerId) };
    });
  return writers.find((writer) => writer.mayAnswer) ?? writers[0] ?? null;
}
