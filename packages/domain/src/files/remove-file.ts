import { files } from "@openitem/db/schema/files";
import { and, eq, isNull } from "drizzle-orm";
import { actorKey } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { FilingContext } from "./storage.ts";

/** Takes back a file that was added and not yet sent. What was sent stays: refuses `file.sent`. */
export async function removeFile(ctx: FilingContext, fileId: string): Promise<void> {
  const storageKey = await transact(ctx, async (tx) => {
    const [file] = await tx
      .select()
      .from(files)
      .where(
        and(
          eq(files.organizationId, ctx.organizationId),
          eq(files.id, fileId),
          eq(files.addedBy, actorKey(ctx.actor)),
          isNull(files.removedAt),
        ),
      )
      .for("update");
    // Twice is once.
    if (!file) return null;
    permit(ctx.actor, "file.add", file.customerId ?? undefined);
    if (file.subjectId !== null)
      throw new Refusal("conflict", "file.sent", `${file.name} was sent. It stays with what it belongs to.`, {
        name: file.name,
      });
    await tx
      .update(files)
      .set({ removedAt: ctx.now })
      .where(and(eq(files.organizationId, ctx.organizationId), eq(files.id, fileId)));
    await record(tx, ctx, {
      action: "file.removed",
      subject: ["file", fileId],
      customerId: file.customerId,
      data: { name: file.name },
    });
    return file.storageKey;
  });
  if (storageKey !== null) await ctx.storage.remove(storageKey);
}
