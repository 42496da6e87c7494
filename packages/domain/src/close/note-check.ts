import { periodChecks } from "@openitem/db/schema/periods";
import { z } from "zod";
import { attachFiles } from "../files/attach-files.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { CHECK_CODES } from "./check.ts";
import { isColleague } from "./find-colleague.ts";
import { lockPeriod } from "./lock-period.ts";
import { PERIOD_TRANSITIONS } from "./period.ts";
import { CHECK_NOTED, readRecords } from "./read-records.ts";

export const noteCheckInput = z.object({
  key: z.uuid(),
  periodId: z.uuid(),
  check: z.enum(CHECK_CODES),
  /** Empty takes the note away. */
  note: z.string().trim().max(2_000),
  ownerId: z.uuid().nullable(),
  /** A file that this person added for it; left out, the evidence stays as it is, null takes it away. */
  fileId: z.uuid().nullish(),
});

/**
 * Writes what people add to a check: who has it, a note, evidence. A signature that stood there goes: it was given to
 * what stood there before. Refuses `period.state`, `period.owner_missing` and `file.missing`.
 */
export async function noteCheck(
  ctx: Context,
  raw: z.input<typeof noteCheckInput>,
): Promise<{ periodId: string }> {
  const input = noteCheckInput.parse(raw);
  const { key, periodId, check, note, ownerId, fileId } = input;
  return transactOnce(ctx, { name: "period.note", key, input }, async (tx) => {
    permit(ctx.actor, "period.prepare");
    const { organizationId, actor } = ctx;
    const { period } = await lockPeriod(tx, ctx, periodId);
    transit("period", PERIOD_TRANSITIONS, { event: "prepare", from: period.status, actor });
    if (ownerId !== null && !(await isColleague(tx, ctx, ownerId)))
      throw new Refusal("invalid", "period.owner_missing", "This colleague does not work here any more.");
    const before = (await readRecords(tx, ctx, periodId)).find((row) => row.check === check);
    const isNewFile = typeof fileId === "string" && fileId !== before?.fileId;
    if (isNewFile)
      await attachFiles(tx, ctx, {
        fileIds: [fileId],
        customerId: null,
        subject: ["period", periodId],
        visibility: "internal",
      });
    const file = fileId === undefined ? (before?.fileId ?? null) : fileId;
    const said = { note: note || null, fileId: file };
    const changesWords = said.note !== (before?.note ?? null) || said.fileId !== (before?.fileId ?? null);
    const unsigned = { signedBy: null, signedByName: null, signedAt: null, signedFigure: null };
    const row = { ownerId, ...said, ...(changesWords && unsigned) };
    await tx
      .insert(periodChecks)
      .values({ organizationId, periodId, check, ...row })
      .onConflictDoUpdate({
        target: [periodChecks.organizationId, periodChecks.periodId, periodChecks.check],
        set: row,
      });
    // Handing a check to somebody prepares nothing.
    await record(tx, ctx, {
      action: changesWords ? CHECK_NOTED : "period.check_assigned",
      subject: ["period", periodId],
      data: { check, note: said.note, ownerId },
    });
    return { periodId };
  });
}
