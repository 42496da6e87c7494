import { arrayLiteral } from "@openitem/db/array-literal";
import { files } from "@openitem/db/schema/files";
import { send, updateRows } from "@openitem/db/statement";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";

const LOCK = `
  select id, subject_id, removed_at from files
  where organization_id = $1 and id = any($2::uuid[]) and customer_id is not distinct from $3::uuid and added_by = $4
  order by id for update`;

/**
 * A step: makes files that this person added and has not sent part of what he sends now. Refuses `file.missing` when
 * one is not there any more, not his, of another account, or sent before.
 */
export async function attachFiles(
  tx: Tx,
  ctx: Context,
  {
    fileIds,
    customerId,
    subject,
    visibility = "shared",
  }: {
    fileIds: readonly string[];
    customerId: string | null;
    subject: readonly [kind: string, id: string];
    visibility?: "shared" | "internal";
  },
): Promise<void> {
  const wanted = [...new Set(fileIds)];
  if (wanted.length === 0) return;
  const { organizationId } = ctx;
  const found = await send(tx, LOCK, [organizationId, arrayLiteral(wanted), customerId, actorKey(ctx.actor)]);
  const free = found.filter((row) => row.subject_id === null && row.removed_at === null);
  if (free.length !== wanted.length)
    throw new Refusal(
      "conflict",
      "file.missing",
      "One of the files is not there any more: it was removed, or sent before. Add it again; nothing else you entered is lost.",
    );
  const [subjectKind, subjectId] = subject;
  for (const id of wanted)
    await updateRows(tx, files, { subjectKind, subjectId, visibility }, { organizationId, id });
}
