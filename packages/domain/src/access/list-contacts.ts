import { contactAccounts, contacts, invitations } from "@openitem/db/schema/access";
import { customers } from "@openitem/db/schema/customers";
import { and, asc, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { ContactRole, Context } from "../kernel/context.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { invitationState, onBehalfOf } from "./invitation.ts";
import { readCustomerLine } from "./read-customer-line.ts";

export type ContactRow = {
  contactId: string;
  name: string;
  email: string;
  role: ContactRole;
  withSubsidiaries: boolean;
  /** Where the access was given: this account, or one above it with subsidiaries. */
  givenOn: { customerId: string; name: string };
  /** `active`: he has a sign-in. `not_invited`: he has neither a sign-in nor a link. */
  state: "active" | "invited" | "expired" | "revoked" | "not_invited";
  invitationId: string | null;
  lastInvitedAt: Date | null;
};

/**
 * Who has access to an account, by name. Staff also see those who have it from an account above; a contact who
 * administers the account sees those to whom it was given on this one. Refuses `contact.invite.*`, `account.read.*`.
 */
export async function listContacts(ctx: Context, customerId: string): Promise<ContactRow[]> {
  const { organizationId, actor } = ctx;
  permit(actor, actor.kind === "contact" ? "contact.invite" : "account.read", customerId);
  return read(onBehalfOf(ctx), async (tx) => {
    const line = actor.kind === "contact" ? [] : await readCustomerLine(tx, organizationId, customerId);
    const rows = await tx
      .select({
        contactId: contacts.id,
        name: contacts.name,
        email: contacts.email,
        userId: contacts.userId,
        role: contactAccounts.role,
        withSubsidiaries: contactAccounts.withSubsidiaries,
        givenOn: { customerId: customers.id, name: customers.name },
      })
      .from(contactAccounts)
      .innerJoin(
        contacts,
        and(
          eq(contacts.organizationId, contactAccounts.organizationId),
          eq(contacts.id, contactAccounts.contactId),
        ),
      )
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
          isNull(contactAccounts.endedAt),
          or(
            eq(contactAccounts.customerId, customerId),
            and(inArray(contactAccounts.customerId, line), eq(contactAccounts.withSubsidiaries, true)),
          ),
        ),
      )
      .orderBy(asc(sql`lower(${contacts.name})`), asc(contacts.email), asc(contactAccounts.createdAt));
    const last = await lastInvitations(tx, ctx, [...new Set(rows.map((row) => row.contactId))]);
    return rows.map(({ userId, ...row }) => {
      const invitation = last.get(row.contactId);
      return {
        ...row,
        state: stateOf(userId, invitation, ctx.now),
        invitationId: invitation?.id ?? null,
        lastInvitedAt: invitation?.createdAt ?? null,
      };
    });
  });
}

type Invitation = typeof invitations.$inferSelect;

async function lastInvitations(tx: Tx, ctx: Context, contactIds: string[]): Promise<Map<string, Invitation>> {
  if (contactIds.length === 0) return new Map();
  const rows = await tx
    .selectDistinctOn([invitations.contactId])
    .from(invitations)
    .where(
      and(eq(invitations.organizationId, ctx.organizationId), inArray(invitations.contactId, contactIds)),
    )
    .orderBy(invitations.contactId, desc(invitations.createdAt), desc(invitations.id));
  return new Map(rows.map((row) => [row.contactId, row]));
}

function stateOf(userId: string | null, invitation: Invitation | undefined, now: Date): ContactRow["state"] {
  if (userId) return "active";
  if (!invitation) return "not_invited";
  const state = invitationState(invitation, now);
  if (state === "open") return "invited";
  return state === "accepted" ? "active" : state;
}
