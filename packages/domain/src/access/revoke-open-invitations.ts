import { invitations } from "@openitem/db/schema/access";
import { and, eq, isNull } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";

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
