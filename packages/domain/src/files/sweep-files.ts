import { files } from "@openitem/db/schema/files";
import { and, eq, inArray, isNull, lt } from "drizzle-orm";
import { transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { FilingContext } from "./storage.ts";

const UNSENT_KEPT_MS = 24 * 3_600_000;
const FILES_PER_SWEEP = 500;

/** Removes what was added a day ago and never sent. Answers how many. */
export async function sweepFiles(ctx: FilingContext): Promise<number> {
  permit(ctx.actor, "message.send");
  const cutoff = new Date(ctx.now.getTime() - UNSENT_KEPT_MS);
  const gone = await transact(ctx, async (tx) => {
    const found = await tx
      .select({ id: files.id, storageKey: files.storageKey })
      .from(files)
      .where(
        and(
          eq(files.organizationId, ctx.organizationId),
          isNull(files.subjectId),
          isNull(files.removedAt),
          lt(files.createdAt, cutoff),
        ),
      )
      .limit(FILES_PER_SWEEP)
      .for("update", { skipLocked: true });
    if (found.length === 0) return [];
    await tx
      .update(files)
      .set({ removedAt: ctx.now })
      .where(
        and(
          eq(files.organizationId, ctx.organizationId),
          inArray(
            files.id,
            found.map((file) => file.id),
          ),
        ),
      );
    return found;
  });
  for (const { storageKey } of gone) await ctx.storage.remove(storageKey);
  return gone.length;
}
