import { contactAccounts } from "@openitem/db/schema/access";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { checkSubsidiaries } from "./check-subsidiaries.ts";
import { onBehalfOf } from "./invitation.ts";
import { contactRole } from "./invite-contact.ts";
import { type Contact, lockContact } from "./lock-contact.ts";
import { endSessions } from "./open-sign-in.ts";
import { refuseOwn } from "./own-access.ts";
import { readGrants } from "./read-grants.ts";
import { revokeOpenInvitations } from "./revoke-open-invitations.ts";
import { PORTAL } from "./sign-in-tables.ts";

export const changeAccessInput = z.object({
  key: z.uuid(),
  contactId: z.uuid(),
  customerId: z.uuid(),
  /** Null ends the access to this account. */
  role: contactRole.nullable(),
  withSubsidiaries: z.boolean().default(false),
});

/**
 * Changes what a contact may do on an account, or ends it. It counts from his next request, since his role is read
 * for each. With his last account he is signed out everywhere and his open invitation is void.
 * Refuses `contact.change.*`, `access.missing`, `access.own` and `access.subsidiaries`.
 */
export async function changeAccess(
  ctx: Context,
  raw: z.input<typeof changeAccessInput>,
): Promise<{ left: number }> {
  const input = changeAccessInput.parse(raw);
  const { key, contactId, customerId, role, withSubsidiaries } = input;
  permit(ctx.actor, "contact.change", customerId);
  return transactOnce(onBehalfOf(ctx), { name: "access.change", key, input }, async (tx) => {
    const contact = await lockContact(tx, ctx, contactId);
    const grants = contact ? await readGrants(tx, ctx, contactId) : [];
    const present = grants.find((grant) => grant.customerId === customerId);
    if (!contact || !present)
      throw new Refusal("missing", "access.missing", "This person has no access to this account.");
    refuseOwn(ctx, contactId);
    if (role && withSubsidiaries && !present.withSubsidiaries) await checkSubsidiaries(tx, ctx, customerId);
    await tx
      .update(contactAccounts)
      .set(role ? { role, withSubsidiaries } : { endedAt: ctx.now })
      .where(
        and(
          eq(contactAccounts.organizationId, ctx.organizationId),
          eq(contactAccounts.contactId, contactId),
          eq(contactAccounts.customerId, customerId),
        ),
      );
    const left = role ? grants.length : grants.length - 1;
    if (left === 0) await signOff(tx, ctx, contact);
    await record(tx, ctx, {
      action: role ? "access.changed" : "access.ended",
      subject: ["contact", contactId],
      customerId,
      data: { before: present.role, role, withSubsidiaries: role ? withSubsidiaries : false, left },
    });
    return { left };
  });
}

async function signOff(tx: Tx, ctx: Context, { id, userId }: Contact): Promise<void> {
  await revokeOpenInvitations(tx, ctx, id);
  if (userId) await endSessions(tx, PORTAL, userId);
}
