import { disputeCauses } from "@openitem/db/schema/disputes";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";

/** Reads a cause for update. Refuses `cause.missing`. */
export async function lockCause(tx: Tx, ctx: Context, causeId: string) {
  const [cause] = await tx
    .select()
    .from(disputeCauses)
    .where(and(eq(disputeCauses.organizationId, ctx.organizationId), eq(disputeCauses.id, causeId)))
    .for("update");
  if (!cause) throw new Refusal("missing", "cause.missing", "We cannot find this cause.");
  return cause;
}
