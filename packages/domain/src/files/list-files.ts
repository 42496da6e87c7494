import { files } from "@openitem/db/schema/files";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { actorKey, type Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { StoredFile } from "./file.ts";

export type ListedFile = Pick<
  StoredFile,
  | "id"
  | "name"
  | "mediaType"
  | "sizeBytes"
  | "scan"
  | "visibility"
  | "subjectId"
  | "addedByName"
  | "createdAt"
>;

const columns = {
  id: files.id,
  name: files.name,
  mediaType: files.mediaType,
  sizeBytes: files.sizeBytes,
  scan: files.scan,
  visibility: files.visibility,
  subjectId: files.subjectId,
  addedByName: files.addedByName,
  createdAt: files.createdAt,
};

/** A step: the files of the given subjects of one kind, in the order they were added, as far as the actor may see them. */
export async function listFiles(
  tx: Tx,
  ctx: Context,
  subjectKind: string,
  subjectIds: readonly string[],
): Promise<ListedFile[]> {
  if (subjectIds.length === 0) return [];
  return tx
    .select(columns)
    .from(files)
    .where(
      and(
        eq(files.organizationId, ctx.organizationId),
        eq(files.subjectKind, subjectKind),
        inArray(files.subjectId, [...subjectIds]),
        isNull(files.removedAt),
      ),
    )
    .orderBy(asc(files.createdAt), asc(files.id));
}

/** A step: of these, the files that the actor added and has not sent, for a form that is shown again. */
export async function listUnsentFiles(
  tx: Tx,
  ctx: Context,
  fileIds: readonly string[],
): Promise<ListedFile[]> {
  if (fileIds.length === 0) return [];
  return tx
    .select(columns)
    .from(files)
    .where(
      and(
        eq(files.organizationId, ctx.organizationId),
        inArray(files.id, [...fileIds]),
        eq(files.addedBy, actorKey(ctx.actor)),
        isNull(files.subjectId),
        isNull(files.removedAt),
      ),
    )
    .orderBy(asc(files.createdAt), asc(files.id));
}
