import { contactSettings } from "@openitem/db/schema/access";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

export const rememberAccountInput = z.object({ customerId: z.uuid() });

/**
 * Keeps which account a contact looks at, so that he comes back to it. A convenience of his own: it leaves no audit
 * record. Refuses `account.read.missing`.
 */
export async function rememberAccount(
  ctx: Context,
  { customerId: lastCustomerId }: z.infer<typeof rememberAccountInput>,
): Promise<void> {
  const { actor, organizationId } = ctx;
  if (actor.kind !== "contact")
    throw new Refusal(
      "forbidden",
      "account.remember.forbidden",
      "Only a contact has an account to come back to.",
    );
  permit(actor, "account.read", lastCustomerId);
  await transact(ctx, (tx) =>
    tx
      .insert(contactSettings)
      .values({ organizationId, contactId: actor.contactId, lastCustomerId })
      .onConflictDoUpdate({
        target: [contactSettings.organizationId, contactSettings.contactId],
        set: { lastCustomerId },
      }),
  );
}
