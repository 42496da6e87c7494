import { staff } from "@openitem/db/schema/access";
import { auditRecords } from "@openitem/db/schema/activity";
import { files } from "@openitem/db/schema/files";
import { periodChecks } from "@openitem/db/schema/periods";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { actorKey, type Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";

export const CHECK_NOTED = "period.check_noted";
export const CHECK_SIGNED = "period.check_signed";

/** A step: what people added to the checks of a period, with owner and evidence by name. */
export async function readRecords(tx: Tx, ctx: Context, periodId: string) {
  return tx
    .select({
      check: periodChecks.check,
      ownerId: periodChecks.ownerId,
      ownerName: staff.name,
      note: periodChecks.note,
      fileId: files.id,
      fileName: files.name,
      signedBy: periodChecks.signedBy,
      signedByName: periodChecks.signedByName,
      signedAt: periodChecks.signedAt,
      signedFigure: periodChecks.signedFigure,
    })
    .from(periodChecks)
    .leftJoin(
      staff,
      and(eq(staff.organizationId, periodChecks.organizationId), eq(staff.id, periodChecks.ownerId)),
    )
    .leftJoin(
      files,
      and(
        eq(files.organizationId, periodChecks.organizationId),
        eq(files.id, periodChecks.fileId),
        isNull(files.removedAt),
      ),
    )
    .where(and(eq(periodChecks.organizationId, ctx.organizationId), eq(periodChecks.periodId, periodId)));
}

export type CheckRow = Awaited<ReturnType<typeof readRecords>>[number];

/**
 * A step: whether the actor has noted or signed any check of the period, ever. The audit trail knows it better than the
 * checks, where somebody else may have signed after him.
 */
export async function hasPrepared(tx: Tx, ctx: Context, periodId: string): Promise<boolean> {
  const [found] = await tx
    .select({ id: auditRecords.id })
    .from(auditRecords)
    .where(
      and(
        eq(auditRecords.organizationId, ctx.organizationId),
        eq(auditRecords.subjectKind, "period"),
        eq(auditRecords.subjectId, periodId),
        inArray(auditRecords.action, [CHECK_NOTED, CHECK_SIGNED]),
        eq(auditRecords.actor, actorKey(ctx.actor)),
      ),
    )
    .limit(1);
  return found !== undefined;
}
