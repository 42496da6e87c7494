import { newId } from "@openitem/db/ids";
import { legalEntities } from "@openitem/db/schema/organizations";
import { periods } from "@openitem/db/schema/periods";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { daysOf, type Period } from "./period.ts";

export type LegalEntity = typeof legalEntities.$inferSelect;
export type LockedPeriod = { period: Period; entity: LegalEntity };

/** A step: the legal entity, for reading. Refuses `entity.missing`. */
async function findEntity(tx: Tx, ctx: Context, id: string): Promise<LegalEntity> {
  const [entity] = await tx
    .select()
    .from(legalEntities)
    .where(and(eq(legalEntities.organizationId, ctx.organizationId), eq(legalEntities.id, id)));
  if (!entity) throw new Refusal("missing", "entity.missing", "We cannot find this legal entity.");
  return entity;
}

/** A step: the month of a legal entity under a lock; it is written down as open when nobody has asked for it before. */
export async function lockMonth(
  tx: Tx,
  ctx: Context,
  { legalEntityId, month }: { legalEntityId: string; month: string },
): Promise<LockedPeriod> {
  const { organizationId, now: createdAt } = ctx;
  await findEntity(tx, ctx, legalEntityId);
  const days = daysOf(month);
  await tx
    .insert(periods)
    .values({ organizationId, id: newId(), legalEntityId, ...days, status: "open", createdAt })
    .onConflictDoNothing();
  const [period] = await tx
    .select()
    .from(periods)
    .where(
      and(
        eq(periods.organizationId, organizationId),
        eq(periods.legalEntityId, legalEntityId),
        eq(periods.fromOn, days.fromOn),
      ),
    )
    .for("update");
  if (!period) throw new Error("A period that was just written is not there.");
  return { period, entity: await findEntity(tx, ctx, legalEntityId) };
}

/** A step: a period under a lock. Refuses `period.missing`. */
export async function lockPeriod(tx: Tx, ctx: Context, periodId: string): Promise<LockedPeriod> {
  const [period] = await tx
    .select()
    .from(periods)
    .where(and(eq(periods.organizationId, ctx.organizationId), eq(periods.id, periodId)))
    .for("update");
  if (!period) throw new Refusal("missing", "period.missing", "We cannot find this period.");
  return { period, entity: await findEntity(tx, ctx, period.legalEntityId) };
}
