import { changeAccess, changeAccessInput } from "@openitem/domain/access/change-access";
import { inviteContact, inviteContactInput } from "@openitem/domain/access/invite-contact";
import { listContacts } from "@openitem/domain/access/list-contacts";
import { revokeInvitation, revokeInvitationInput } from "@openitem/domain/access/revoke-invitation";
import { readCustomer } from "@openitem/domain/customers/read-customer";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

export const contactsRouter = router({
  /** Who has access to an account, given on it or on one above it. */
  list: procedure.input(z.object({ customerId: z.uuid() })).query(async ({ ctx, input: { customerId } }) => {
    // An account that is not there has no contacts to list: say that it is missing.
    await readCustomer(ctx, customerId);
    return listContacts(ctx, customerId);
  }),

  invite: procedure.input(inviteContactInput).mutation(({ ctx, input }) => inviteContact(ctx, input)),

  revoke: procedure.input(revokeInvitationInput).mutation(({ ctx, input }) => revokeInvitation(ctx, input)),

  /** Changes what a contact may do on an account; no role ends his access. */
  changeAccess: procedure.input(changeAccessInput).mutation(({ ctx, input }) => changeAccess(ctx, input)),
});
