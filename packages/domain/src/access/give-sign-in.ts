import { contacts } from "@openitem/db/schema/access";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { lockContact } from "./lock-contact.ts";
import { setSignIn } from "./open-sign-in.ts";
import { hashPassword, passwordInput } from "./password.ts";
import type { PortalAuth } from "./portal-auth.ts";
import { revokeOpenInvitations } from "./revoke-open-invitations.ts";
import { PORTAL } from "./sign-in-tables.ts";

export const giveSignInInput = z.object({ contactId: z.uuid(), password: passwordInput });

/**
 * Gives a contact this password without an invitation, whatever he had before: for the demo company and for whoever
 * runs the installation. His sessions end and an open invitation is void. Done twice it comes to the same.
 * Refuses `contact.give_sign_in.*` to all but the worker, and `contact.missing`.
 */
export async function giveSignIn(
  ctx: Context,
  auth: PortalAuth,
  raw: z.input<typeof giveSignInInput>,
): Promise<{ userId: string }> {
  const { contactId, password } = giveSignInInput.parse(raw);
  permit(ctx.actor, "contact.give_sign_in");
  const passwordHash = await hashPassword(auth, password);
  return transact(ctx, async (tx) => {
    const contact = await lockContact(tx, ctx, contactId);
    if (!contact) throw new Refusal("missing", "contact.missing", "There is no such contact.");
    const { email, name } = contact;
    const userId = await setSignIn(tx, PORTAL, { email, name, passwordHash, now: ctx.now });
    await tx
      .update(contacts)
      .set({ userId })
      .where(and(eq(contacts.organizationId, ctx.organizationId), eq(contacts.id, contactId)));
    await revokeOpenInvitations(tx, ctx, contactId);
    await record(tx, ctx, {
      action: "sign_in.given",
      subject: ["contact", contactId],
      data: { email, before: contact.userId !== null },
    });
    return { userId };
  });
}
