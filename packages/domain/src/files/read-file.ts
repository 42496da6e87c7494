import { files } from "@openitem/db/schema/files";
import { and, eq, isNull } from "drizzle-orm";
import { actorKey } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { StoredFile } from "./file.ts";
import type { FilingContext } from "./storage.ts";

/**
 * A file with its bytes, for who may see what it belongs to; one not yet sent, for who added it. Everything else is
 * `file.missing`.
 */
export async function readFile(
  ctx: FilingContext,
  fileId: string,
): Promise<{ file: StoredFile; bytes: ReadableStream<Uint8Array> }> {
  const [file] = await read(ctx, (tx) =>
    tx
      .select()
      .from(files)
      .where(
        and(eq(files.organizationId, ctx.organizationId), eq(files.id, fileId), isNull(files.removedAt)),
      ),
  );
  const isSeen = file && (file.subjectId !== null || file.addedBy === actorKey(ctx.actor));
  if (!isSeen) throw new Refusal("missing", "file.missing", "We cannot find this file.");
  permit(ctx.actor, "account.read", file.customerId ?? undefined);
  return { file, bytes: await ctx.storage.get(file.storageKey) };
}
