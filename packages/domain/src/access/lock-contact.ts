import { contacts } from "@openitem/db/schema/access";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";

export type Contact = typeof contacts.$inferSelect;

/** A step: a contact, locked first by everything that changes his access, so that changes come one after the other. */
export async function lockContact(tx: Tx, ctx: Context, contactId: string): Promise<Contact | undefined> {
  const [row] = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.organizationId, ctx.organizationId), eq(contacts.id, contactId)))
    .for("update");
  return row;
}
