import { legalEntities } from "@openitem/db/schema/organizations";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";

/** A legal entity with its time zone and the day its books are closed through. */
export async function readEntity(tx: Tx, ctx: Context, id: string) {
  const [entity] = await tx
    .select({
      id: legalEntities.id,
      code: legalEntities.code,
      timeZone: legalEntities.timeZone,
      closedThroughOn: legalEntities.closedThroughOn,
      functionalCurrency: legalEntities.functionalCurrency,
    })
    .from(legalEntities)
    .where(and(eq(legalEntities.organizationId, ctx.organizationId), eq(legalEntities.id, id)));
  if (!entity) throw new Refusal("missing", "entity.missing", "We cannot find this legal entity.");
  return entity;
}
