import { contacts, staff } from "@openitem/db/schema/access";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";

/** A colleague at the customer's (`contact`), or somebody at the biller (`staff`). */
export type Inviter = { kind: "contact" | "staff"; name: string };

/** A step: the person behind an invitation's `invited_by` ("staff:<id>", "contact:<id>"); null for the biller's own system. */
export async function readInviter(tx: Tx, ctx: Context, invitedBy: string): Promise<Inviter | null> {
  const [kind, id] = invitedBy.split(":");
  if (!id || (kind !== "staff" && kind !== "contact")) return null;
  const people = kind === "staff" ? staff : contacts;
  const [person] = await tx
    .select({ name: people.name })
    .from(people)
    .where(and(eq(people.organizationId, ctx.organizationId), eq(people.id, id)));
  return person ? { kind, name: person.name } : null;
}
