import { contactAccounts, contacts, invitations, staff } from "@openitem/db/schema/access";
import { customers } from "@openitem/db/schema/customers";
import { organizations } from "@openitem/db/schema/organizations";
import { and, asc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { Refusal } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { LetterProps } from "./letter.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { sendLetter } from "./send-letter.ts";

export const mailInvitationInput = z.object({ invitationId: z.uuid() });

type Invited = {
  contact: { id: string; email: string; locale: string };
  customerId: string;
  props: LetterProps["invitation"];
};

/** Sends an invited person the link to set his password, unless it was accepted, revoked or ran out meanwhile. */
export async function mailInvitation(
  ctx: MailingContext,
  { invitationId }: z.infer<typeof mailInvitationInput>,
): Promise<MailOutcome> {
  permit(ctx.actor, "message.send");
  const found = await read(ctx, (tx) => readInvited(tx, ctx, invitationId));
  if (typeof found === "string") return skipped(found);
  const { contact, customerId, props } = found;
  return sendLetter(ctx, {
    kind: "invitation",
    props,
    subject: ["invitation", invitationId],
    timeline: ["contact", contact.id],
    customerId,
    contactId: contact.id,
    to: contact.email,
    locale: contact.locale,
  });
}

async function readInvited(tx: Tx, ctx: MailingContext, invitationId: string): Promise<Invited | string> {
  const { organizationId } = ctx;
  const [row] = await tx
    .select({ invitation: invitations, contact: contacts, biller: organizations })
    .from(invitations)
    .innerJoin(
      contacts,
      and(eq(contacts.organizationId, invitations.organizationId), eq(contacts.id, invitations.contactId)),
    )
    .innerJoin(organizations, eq(organizations.id, invitations.organizationId))
    .where(and(eq(invitations.organizationId, organizationId), eq(invitations.id, invitationId)));
  if (!row) throw new Refusal("missing", "invitation.missing", "We cannot find this invitation.");
  const { invitation, contact, biller } = row;
  if (invitation.acceptedAt) return "The invitation was accepted already";
  if (invitation.revokedAt) return "The invitation was revoked";
  if (invitation.expiresAt <= ctx.now) return "The invitation ran out";

  const accounts = await tx
    .select({
      id: customers.id,
      number: customers.number,
      name: customers.name,
      timeZone: customers.timeZone,
    })
    .from(contactAccounts)
    .innerJoin(
      customers,
      and(
        eq(customers.organizationId, contactAccounts.organizationId),
        eq(customers.id, contactAccounts.customerId),
      ),
    )
    .where(
      and(
        eq(contactAccounts.organizationId, organizationId),
        eq(contactAccounts.contactId, contact.id),
        isNull(contactAccounts.endedAt),
      ),
    )
    .orderBy(asc(customers.number));
  const [first] = accounts;
  if (!first) return "The contact has no access to any account";
  return {
    contact,
    customerId: first.id,
    props: {
      biller: biller.name,
      reader: contact.name,
      inviter: await nameOf(tx, ctx, invitation.invitedBy),
      accounts: accounts.map(({ number, name }) => ({ number, name })),
      url: ctx.invitationLink(invitationId),
      expiresAt: invitation.expiresAt,
      timeZone: contact.timeZone ?? first.timeZone,
    },
  };
}

/** The name behind "staff:<id>" or "contact:<id>"; null for the biller's own system. */
async function nameOf(tx: Tx, ctx: MailingContext, actor: string): Promise<string | null> {
  const [kind, id] = actor.split(":");
  if (!id || (kind !== "staff" && kind !== "contact")) return null;
  const people = kind === "staff" ? staff : contacts;
  const [person] = await tx
    .select({ name: people.name })
    .from(people)
    .where(and(eq(people.organizationId, ctx.organizationId), eq(people.id, id)));
  return person?.name ?? null;
}
