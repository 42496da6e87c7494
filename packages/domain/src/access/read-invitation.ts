import { contactAccounts, contacts, invitations } from "@openitem/db/schema/access";
import { customers } from "@openitem/db/schema/customers";
import { organizations } from "@openitem/db/schema/organizations";
import { and, asc, eq, isNull } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { invariant } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { type InvitationState, invitationState, tokenHash } from "./invitation.ts";
import { hasSignIn } from "./open-sign-in.ts";
import { type Inviter, readInviter } from "./read-inviter.ts";
import { PORTAL } from "./sign-in-tables.ts";

export type OpenInvitation = {
  state: "open";
  organizationName: string;
  name: string;
  email: string;
  expiresAt: Date;
  /** Null: nobody in person, the biller's own system did. */
  inviter: Inviter | null;
  /** Names of the accounts he has access to, by account number; subsidiaries that come with them are not named. */
  accounts: string[];
  /** His address signs in already, at another biller: he gives that password instead of choosing one. */
  hasSignIn: boolean;
};

export type InvitationView =
  | OpenInvitation
  | { state: Exclude<InvitationState, "open"> | "unknown"; organizationName: string };

/**
 * What the page behind an invitation's link shows. Reading changes nothing, so mail scanners that follow links do no
 * harm. Who the invitation is for, from whom and to what is told
 * only while it is open. `ctx` is a worker's: nobody is signed in.
 */
export async function readInvitation(ctx: Context, token: string): Promise<InvitationView> {
  invariant(ctx.actor.kind === "worker", "an invitation is read before anyone is signed in");
  return read(ctx, async (tx) => {
    const [organization] = await tx
      .select({ name: organizations.name })
      .from(organizations)
      .where(eq(organizations.id, ctx.organizationId));
    const organizationName = organization?.name ?? "";
    const [row] = await tx
      .select({
        contactId: contacts.id,
        name: contacts.name,
        email: contacts.email,
        acceptedAt: invitations.acceptedAt,
        revokedAt: invitations.revokedAt,
        expiresAt: invitations.expiresAt,
        invitedBy: invitations.invitedBy,
      })
      .from(invitations)
      .innerJoin(
        contacts,
        and(eq(contacts.organizationId, invitations.organizationId), eq(contacts.id, invitations.contactId)),
      )
      .where(
        and(eq(invitations.organizationId, ctx.organizationId), eq(invitations.tokenHash, tokenHash(token))),
      );
    if (!row) return { state: "unknown", organizationName };
    const state = invitationState(row, ctx.now);
    if (state !== "open") return { state, organizationName };
    const { contactId, name, email, expiresAt, invitedBy } = row;
    return {
      state,
      organizationName,
      name,
      email,
      expiresAt,
      inviter: await readInviter(tx, ctx, invitedBy),
      accounts: await accountNames(tx, ctx, contactId),
      hasSignIn: await hasSignIn(tx, PORTAL, email),
    };
  });
}

async function accountNames(tx: Tx, ctx: Context, contactId: string): Promise<string[]> {
  const rows = await tx
    .select({ name: customers.name })
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
        eq(contactAccounts.organizationId, ctx.organizationId),
        eq(contactAccounts.contactId, contactId),
        isNull(contactAccounts.endedAt),
      ),
    )
    .orderBy(asc(customers.number));
  return rows.map(({ name }) => name);
}
