import { contactAccounts } from "@openitem/db/schema/access";
import { and, eq, isNull } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";

type Grant = typeof contactAccounts.$inferSelect;

/** A step: the grants of a contact that have not ended. */
export async function readGrants(tx: Tx, ctx: Context, contactId: string): Promise<Grant[]> {
  return tx
    .select()
    .from(contactAccounts)
    .where(
      and(
        eq(contactAccounts.organizationId, ctx.organizationId),
        eq(contactAccounts.contactId, contactId),
        isNull(contactAccounts.endedAt),
      ),
    );
}
