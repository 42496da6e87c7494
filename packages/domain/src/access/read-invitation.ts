import { contacts, invitations } from "@openitem/db/schema/access";
import { organizations } from "@openitem/db/schema/organizations";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { invariant } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { type InvitationState, invitationState, tokenHash } from "./invitation.ts";
import { hasSignIn } from "./open-sign-in.ts";
import { PORTAL } from "./sign-in-tables.ts";

export type OpenInvitation = {
  state: "open";
  organizationName: string;
  name: string;
  email: string;
  expiresAt: Date;
  /** His address signs in already, at another biller: he gives that password instead of choosing one. */
  hasSignIn: boolean;
};

export type InvitationView =
  | OpenInvitation
  | { state: Exclude<InvitationState, "open"> | "unknown"; organizationName: string };

/**
 * What the page behind an invitation's link shows. Reading changes nothing, so mail scanners that follow links do no
 * harm. Who the invitation is for is told only while it is open. `ctx` is a worker's: nobody is signed in.
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
        name: contacts.name,
        email: contacts.email,
        acceptedAt: invitations.acceptedAt,
        revokedAt: invitations.revokedAt,
        expiresAt: invitations.expiresAt,
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
    const { name, email, expiresAt } = row;
    return { state, organizationName, name, email, expiresAt, hasSignIn: await hasSignIn(tx, PORTAL, email) };
  });
}
