import { contactAccounts, contacts, invitations } from "@openitem/db/schema/access";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { customerLine } from "./customer-line.ts";

export type Contact = typeof contacts.$inferSelect;
export type Grant = typeof contactAccounts.$inferSelect;

/** A step: a contact, locked first by everything that changes his access, so that changes come one after the other. */
export async function lockContact(tx: Tx, ctx: Context, contactId: string): Promise<Contact | undefined> {
  const [row] = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.organizationId, ctx.organizationId), eq(contacts.id, contactId)))
    .for("update");
  return row;
}

/** A step: the grants of a contact that have not ended. */
export async function grantsInForce(tx: Tx, ctx: Context, contactId: string): Promise<Grant[]> {
  return tx
    .select()
    .from(contactAccounts)
    .where(
      and(
        eq(contactAccounts.organizationId, ctx.organizationId),
        eq(contactAccounts.contactId, contactId),
        isNull(contactAccounts.endedAt),
      ),
    );
}

/** A step: revokes what open invitations a contact has. */
export async function revokeOpenInvitations(tx: Tx, ctx: Context, contactId: string): Promise<void> {
  await tx
    .update(invitations)
    .set({ revokedAt: ctx.now })
    .where(
      and(
        eq(invitations.organizationId, ctx.organizationId),
        eq(invitations.contactId, contactId),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
      ),
    );
}

/** Nobody changes his own access: neither up, nor, by mistake, away. Refuses `access.own`. */
export function refuseOwn(ctx: Context, contactId: string): void {
  if (ctx.actor.kind === "contact" && ctx.actor.contactId === contactId)
    throw new Refusal(
      "forbidden",
      "access.own",
      "You cannot change your own access. Ask another administrator of this account.",
    );
}

/**
 * A step: a contact may give access to subsidiaries only if he is himself administrator of them all, present and
 * future: by a grant with subsidiaries on the account or on one above it. Refuses `access.subsidiaries`.
 */
export async function permitSubsidiaries(tx: Tx, ctx: Context, customerId: string): Promise<void> {
  if (ctx.actor.kind !== "contact") return;
  const { organizationId, actor } = ctx;
  const [grant] = await tx
    .select({ customerId: contactAccounts.customerId })
    .from(contactAccounts)
    .where(
      and(
        eq(contactAccounts.organizationId, organizationId),
        eq(contactAccounts.contactId, actor.contactId),
        inArray(contactAccounts.customerId, await customerLine(tx, organizationId, customerId)),
        eq(contactAccounts.role, "admin"),
        eq(contactAccounts.withSubsidiaries, true),
        isNull(contactAccounts.endedAt),
      ),
    )
    .limit(1);
  if (!grant)
    throw new Refusal(
      "forbidden",
      "access.subsidiaries",
      "You administer this account only, not its subsidiaries. Give access to this account alone.",
    );
}
