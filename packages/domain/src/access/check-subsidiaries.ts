import { contactAccounts } from "@openitem/db/schema/access";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { readCustomerLine } from "./read-customer-line.ts";

/**
 * A step: a contact may give access to subsidiaries only if he is himself administrator of them all, present and
 * future: by a grant with subsidiaries on the account or on one above it. Refuses `access.subsidiaries`.
 */
export async function checkSubsidiaries(tx: Tx, ctx: Context, customerId: string): Promise<void> {
  if (ctx.actor.kind !== "contact") return;
  const { organizationId, actor } = ctx;
  const [grant] = await tx
    .select({ customerId: contactAccounts.customerId })
    .from(contactAccounts)
    .where(
      and(
        eq(contactAccounts.organizationId, organizationId),
        eq(contactAccounts.contactId, actor.contactId),
        inArray(contactAccounts.customerId, await readCustomerLine(tx, organizationId, customerId)),
        eq(contactAccounts.role, "admin"),
        eq(contactAccounts.withSubsidiaries, true),
        isNull(contactAccounts.endedAt),
      ),
    )
    .limit(1);
  if (!grant)
    throw new Refusal(
      "forbidden",
      "access.subsidiaries",
      "You administer this account only, not its subsidiaries. Give access to this account alone.",
    );
}
