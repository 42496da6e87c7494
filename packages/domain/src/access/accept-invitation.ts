import { contacts, invitations } from "@openitem/db/schema/access";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { read, record, type Tx, transact } from "../kernel/transact.ts";
import { type InvitationState, invitationState, tokenHash } from "./invitation.ts";
import { lockContact } from "./lock-contact.ts";
import { openSignIn } from "./open-sign-in.ts";
import { hashPassword, passwordInput } from "./password.ts";
import type { PortalAuth } from "./portal-auth.ts";
import { PORTAL } from "./sign-in-tables.ts";
import { type Limit, takeAttempt } from "./take-attempt.ts";

export const acceptInvitationInput = z.object({ token: z.string().max(200), password: passwordInput });

/**
 * Consumes an invitation: the contact gets his sign-in with this password, and may sign in at once
 * (`signInContact` with `email`). If his address has a sign-in at another biller, its password must be given and
 * stays. `ctx` is a worker's. Refuses `invitation.unknown`, `.expired`, `.revoked`, `.accepted`, `.password` (it is
 * not the one the address has) and `.too_many`; none but the last two, which need a valid link, depends on an address.
 */
export async function acceptInvitation(
  ctx: Context,
  auth: PortalAuth,
  raw: z.input<typeof acceptInvitationInput>,
): Promise<{ contactId: string; email: string }> {
  invariant(ctx.actor.kind === "worker", "an invitation is accepted before anyone is signed in");
  const { token, password } = acceptInvitationInput.parse(raw);
  const found = await read(ctx, (tx) => findInvitation(tx, ctx, token));
  refuseUnlessOpen(found && invitationState(found, ctx.now));
  const limit: Limit = { key: `invitation:${found!.id}`, max: 10, windowSeconds: 900 };
  if (!(await takeAttempt(ctx.db, PORTAL, [limit], ctx.now)).allowed)
    throw new Refusal(
      "forbidden",
      "invitation.too_many",
      "That was tried too often. Wait 15 minutes and try again.",
    );
  const passwordHash = await hashPassword(auth, password);
  const accepted = await transact(ctx, async (tx) => {
    const contact = await lockContact(tx, ctx, found!.contactId);
    invariant(contact, "an invitation belongs to a contact");
    // Read again under the lock: of two at once, the second finds it accepted.
    const invitation = await findInvitation(tx, ctx, token);
    refuseUnlessOpen(invitation && invitationState(invitation, ctx.now));
    const { id: contactId, email, name } = contact;
    const own: Context = { ...ctx, actor: { kind: "contact", contactId, name, accounts: new Map() } };
    const userId = await openSignIn(tx, PORTAL, auth, { email, name, password, passwordHash, now: ctx.now });
    const subject: [string, string] = ["contact", contactId];
    if (userId === null) {
      await record(tx, ctx, { action: "invitation.refused", subject, data: { reason: "password" } });
      return null;
    }
    await tx
      .update(contacts)
      .set({ userId })
      .where(and(eq(contacts.organizationId, ctx.organizationId), eq(contacts.id, contactId)));
    await tx
      .update(invitations)
      .set({ acceptedAt: ctx.now })
      .where(and(eq(invitations.organizationId, ctx.organizationId), eq(invitations.id, invitation!.id)));
    await record(tx, own, { action: "invitation.accepted", subject, data: { email } });
    return { contactId, email };
  });
  if (!accepted)
    throw new Refusal(
      "invalid",
      "invitation.password",
      "You already sign in with this address elsewhere. Enter the password you use there.",
    );
  return accepted;
}

async function findInvitation(tx: Tx, ctx: Context, token: string) {
  const [row] = await tx
    .select()
    .from(invitations)
    .where(
      and(eq(invitations.organizationId, ctx.organizationId), eq(invitations.tokenHash, tokenHash(token))),
    );
  return row;
}

const SENTENCES = {
  unknown: "This link is not valid. Open the newest mail we sent you, or ask for a new invitation.",
  expired: "This invitation has expired. Ask for a new one.",
  revoked: "This invitation was withdrawn. Ask for a new one.",
  accepted: "This invitation was used already. Sign in with your password.",
} as const;

function refuseUnlessOpen(state: InvitationState | undefined): void {
  if (state === "open") return;
  const why = state ?? "unknown";
  throw new Refusal(why === "unknown" ? "missing" : "conflict", `invitation.${why}`, SENTENCES[why]);
}
