import { staff } from "@openitem/db/schema/access";
import { and, eq, isNull } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";

/** A step: whether somebody works at the biller now. */
export async function isColleague(tx: Tx, ctx: Context, staffId: string): Promise<boolean> {
  const [found] = await tx
    .select({ id: staff.id })
    .from(staff)
    .where(and(eq(staff.organizationId, ctx.organizationId), eq(staff.id, staffId), isNull(staff.endedAt)));
  return found !== undefined;
}
