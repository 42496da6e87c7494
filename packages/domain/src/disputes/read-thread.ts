import { disputeEntries } from "@openitem/db/schema/disputes";
import { and, asc, eq, inArray } from "drizzle-orm";
import { type ListedFile, listFiles } from "../files/list-files.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Dispute, DisputeEntry } from "./dispute.ts";

export type Entry = Pick<
  DisputeEntry,
  "id" | "disputeId" | "kind" | "visibility" | "body" | "authorName" | "createdAt"
> & {
  side: "customer" | "biller" | "system";
  /** Whether the reader wrote it. */
  isOwn: boolean;
  /** It came by mail. */
  isMail: boolean;
  /** The dispute it was said in, when that is another one; its number. */
  saidIn: string | null;
  files: ListedFile[];
};

const SIDES: Readonly<Record<string, Entry["side"]>> = { contact: "customer", staff: "biller" };

/**
 * A step: the conversation of a dispute, the oldest first, with what was said in disputes merged into it and, until
 * the split, in the one it was split from. Row-level security keeps notes and their files from contacts.
 */
export async function readThread(
  tx: Tx,
  ctx: Context,
  {
    dispute,
    merged,
    splitAt,
  }: { dispute: Dispute; merged: readonly { id: string; number: string }[]; splitAt: Date | null },
): Promise<Entry[]> {
  const { id, splitFromId } = dispute;
  const ids = [id, ...merged.map((each) => each.id), ...(splitFromId && splitAt ? [splitFromId] : [])];
  const rows = await tx
    .select()
    .from(disputeEntries)
    .where(and(eq(disputeEntries.organizationId, ctx.organizationId), inArray(disputeEntries.disputeId, ids)))
    .orderBy(asc(disputeEntries.createdAt), asc(disputeEntries.id));
  const said = rows.filter(
    (row) => row.disputeId !== splitFromId || (splitAt !== null && row.createdAt <= splitAt),
  );
  const files = await listFiles(
    tx,
    ctx,
    "dispute_entry",
    said.map((row) => row.id),
  );
  const self = actorKey(ctx.actor);
  return said.map((row) => ({
    id: row.id,
    disputeId: row.disputeId,
    kind: row.kind,
    visibility: row.visibility,
    body: row.body,
    authorName: row.authorName,
    createdAt: row.createdAt,
    side: SIDES[row.author.split(":")[0] ?? ""] ?? "system",
    isOwn: row.author === self,
    isMail: row.mailId !== null,
    saidIn: row.disputeId === id ? null : (merged.find((each) => each.id === row.disputeId)?.number ?? null),
    files: files.filter((file) => file.subjectId === row.id),
  }));
}
