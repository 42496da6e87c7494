import { staff } from "@openitem/db/schema/access";
import { and, eq, isNull } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";

/** The name of somebody who works at the biller now. Refuses `colleague.gone`. */
export async function findColleague(tx: Tx, ctx: Context, staffId: string): Promise<string> {
  const [colleague] = await tx
    .select({ name: staff.name })
    .from(staff)
    .where(and(eq(staff.organizationId, ctx.organizationId), eq(staff.id, staffId), isNull(staff.endedAt)));
  if (!colleague)
    throw new Refusal(
      "invalid",
      "colleague.gone",
      "This person does not work here any more. Choose somebody else.",
    );
  return colleague.name;
}
