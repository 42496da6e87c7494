import { auditRecords } from "@openitem/db/schema/activity";
import { and, desc, eq, inArray, lt, or } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";

export const listActivityInput = z.object({
  customerIds: z.array(z.uuid()).max(5_000).nullish(),
  subject: z.object({ kind: z.string(), id: z.uuid() }).nullish(),
  before: z.object({ at: z.date(), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** What happened, the newest first: the timeline of a customer, a document or a payment. Runs as the actor. */
export async function listActivity(ctx: Context, raw: z.input<typeof listActivityInput>) {
  const { customerIds, subject, before, limit } = listActivityInput.parse(raw);
  return read(ctx, (tx) =>
    tx
      .select({
        id: auditRecords.id,
        at: auditRecords.at,
        action: auditRecords.action,
        subjectKind: auditRecords.subjectKind,
        subjectId: auditRecords.subjectId,
        customerId: auditRecords.customerId,
        actor: auditRecords.actor,
        actorName: auditRecords.actorName,
        data: auditRecords.data,
      })
      .from(auditRecords)
      .where(
        and(
          eq(auditRecords.organizationId, ctx.organizationId),
          customerIds ? inArray(auditRecords.customerId, customerIds) : undefined,
          subject
            ? and(eq(auditRecords.subjectKind, subject.kind), eq(auditRecords.subjectId, subject.id))
            : undefined,
          before
            ? or(
                lt(auditRecords.at, before.at),
                and(eq(auditRecords.at, before.at), lt(auditRecords.id, before.id)),
              )
            : undefined,
        ),
      )
      .orderBy(desc(auditRecords.at), desc(auditRecords.id))
      .limit(limit),
  );
}

export type ActivityRow = Awaited<ReturnType<typeof listActivity>>[number];
