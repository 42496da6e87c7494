import { invitations } from "@openitem/db/schema/access";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx, transact } from "../kernel/transact.ts";
import { may, permit } from "../policies/permissions.ts";
import { onBehalfOf } from "./invitation.ts";
import { lockContact } from "./lock-contact.ts";
import { readGrants } from "./read-grants.ts";
import { revokeOpenInvitations } from "./revoke-open-invitations.ts";

export const revokeInvitationInput = z.object({
  invitationId: z.uuid(),
  /** The account from whose page it is revoked. */
  customerId: z.uuid(),
});

/**
 * Makes an invitation's link void; one that is revoked already stays as it is. The grant stays: see `changeAccess`.
 * Refuses `contact.invite.*`, `invitation.missing`, `invitation.accepted` and, to a contact who does not administer
 * every account of the person invited, `invitation.shared`.
 */
export async function revokeInvitation(
  ctx: Context,
  input: z.infer<typeof revokeInvitationInput>,
): Promise<void> {
  const { invitationId, customerId } = input;
  permit(ctx.actor, "contact.invite", customerId);
  await transact(onBehalfOf(ctx), async (tx) => {
    const found = await findInvitation(tx, ctx, invitationId);
    const grants = found ? await readGrants(tx, ctx, found.contactId) : [];
    if (!found || !grants.some((grant) => grant.customerId === customerId))
      throw new Refusal("missing", "invitation.missing", "There is no such invitation on this account.");
    if (!grants.every((grant) => may(ctx.actor, "contact.invite", grant.customerId)))
      throw new Refusal(
        "forbidden",
        "invitation.shared",
        "This person was invited to accounts that you do not administer. End the access to yours instead.",
      );
    const contact = await lockContact(tx, ctx, found.contactId);
    const invitation = await findInvitation(tx, ctx, invitationId);
    if (invitation?.acceptedAt)
      throw new Refusal("conflict", "invitation.accepted", "This invitation was used already.");
    if (invitation?.revokedAt) return;
    await revokeOpenInvitations(tx, ctx, found.contactId);
    await record(tx, ctx, {
      action: "invitation.revoked",
      subject: ["contact", found.contactId],
      customerId,
      data: { email: contact?.email ?? "" },
    });
  });
}

async function findInvitation(tx: Tx, ctx: Context, invitationId: string) {
  const [row] = await tx
    .select()
    .from(invitations)
    .where(and(eq(invitations.organizationId, ctx.organizationId), eq(invitations.id, invitationId)));
  return row;
}
