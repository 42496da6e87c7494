import { newId } from "@openitem/db/ids";
import { contactAccounts, contacts, invitations } from "@openitem/db/schema/access";
import { customers } from "@openitem/db/schema/customers";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { enqueue, record, type Tx, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { checkSubsidiaries } from "./check-subsidiaries.ts";
import { type InvitingContext, invitationToken, onBehalfOf, tokenHash } from "./invitation.ts";
import type { Contact } from "./lock-contact.ts";
import { refuseOwn } from "./own-access.ts";
import { addressInput } from "./password.ts";
import { readGrants } from "./read-grants.ts";
import { revokeOpenInvitations } from "./revoke-open-invitations.ts";

const DAY_MS = 86_400_000;

export const contactRole = z.enum(["viewer", "payer", "disputer", "approver", "admin"]);

export const inviteContactInput = z.object({
  /** Becomes the contact's id if he is new; the same id again does nothing. */
  id: z.uuid().default(newId),
  email: addressInput,
  /** Of a contact we know already, his own name stays. */
  name: z.string().trim().min(1).max(200),
  customerId: z.uuid(),
  role: contactRole,
  withSubsidiaries: z.boolean().default(false),
  locale: z.string().max(35).default("en"),
});

type Input = z.output<typeof inviteContactInput>;

/**
 * Gives a person access to an account, and sends him a link to set a password when he has no sign-in yet
 * (`invitationId` is null when he has). Inviting again makes a new link and revokes the one before.
 * Refuses `contact.invite.*`, `contact.change.forbidden` (he has another role there), `customer.missing`,
 * `access.own` and `access.subsidiaries`.
 */
export async function inviteContact(
  ctx: InvitingContext,
  raw: z.input<typeof inviteContactInput>,
): Promise<{ contactId: string; invitationId: string | null }> {
  const input = inviteContactInput.parse(raw);
  const { id, customerId, role, withSubsidiaries } = input;
  permit(ctx.actor, "contact.invite", customerId);
  return transactOnce(onBehalfOf(ctx), { name: "contact.invite", key: id, input }, async (tx) => {
    const { organizationId } = ctx;
    const [customer] = await tx
      .select({ id: customers.id })
      .from(customers)
      .where(and(eq(customers.organizationId, organizationId), eq(customers.id, customerId)));
    if (!customer) throw new Refusal("missing", "customer.missing", "There is no such account.");
    const contact = await findOrCreate(tx, ctx, input);
    refuseOwn(ctx, contact.id);
    await grant(tx, ctx, contact.id, input);
    const invitationId = contact.userId ? null : await invite(tx, ctx, contact.id);
    await record(tx, ctx, {
      action: "contact.invited",
      subject: ["contact", contact.id],
      customerId,
      data: { email: contact.email, name: contact.name, role, withSubsidiaries },
    });
    return { contactId: contact.id, invitationId };
  });
}

async function findOrCreate(tx: Tx, ctx: Context, { id, email, name, locale }: Input): Promise<Contact> {
  const { organizationId, now: createdAt } = ctx;
  await tx
    .insert(contacts)
    .values({ organizationId, id, email, name, locale, createdAt })
    .onConflictDoNothing({ target: [contacts.organizationId, contacts.email] });
  const [contact] = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.organizationId, organizationId), eq(contacts.email, email)))
    .for("update");
  return contact!;
}

async function grant(tx: Tx, ctx: Context, contactId: string, input: Input): Promise<void> {
  const { organizationId, now: createdAt } = ctx;
  const { customerId, role, withSubsidiaries } = input;
  const present = (await readGrants(tx, ctx, contactId)).find((each) => each.customerId === customerId);
  if (present?.role === role && present.withSubsidiaries === withSubsidiaries) return;
  // Who may invite may not thereby change what somebody else was given.
  if (present) permit(ctx.actor, "contact.change", customerId);
  if (withSubsidiaries) await checkSubsidiaries(tx, ctx, customerId);
  await tx
    .insert(contactAccounts)
    .values({ organizationId, contactId, customerId, role, withSubsidiaries, createdAt })
    .onConflictDoUpdate({
      target: [contactAccounts.organizationId, contactAccounts.contactId, contactAccounts.customerId],
      set: { role, withSubsidiaries, endedAt: null },
    });
}

async function invite(tx: Tx, ctx: InvitingContext, contactId: string): Promise<string> {
  await revokeOpenInvitations(tx, ctx, contactId);
  const { organizationId, now: createdAt } = ctx;
  const { invitationDays } = await readPolicy(tx, ctx, "sign_in");
  const id = newId();
  await tx.insert(invitations).values({
    organizationId,
    id,
    contactId,
    tokenHash: tokenHash(invitationToken(ctx.linkSecret, id)),
    invitedBy: actorKey(ctx.actor),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + invitationDays * DAY_MS),
  });
  await enqueue(tx, ctx, "invitation.mail", { invitationId: id });
  return id;
}
