import { disputeEntries } from "@openitem/db/schema/disputes";
import { insertRow } from "@openitem/db/statement";
import { attachFiles } from "../files/attach-files.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { readPolicy } from "../policies/read-policy.ts";
import type { Dispute, DisputeEntry } from "./dispute.ts";
import { checkFileCount } from "./reason.ts";

type Entry = {
  id: string;
  kind: DisputeEntry["kind"];
  body: string;
  fileIds?: readonly string[];
  mailId?: string;
};

/**
 * A step: adds to the conversation of a dispute what the actor says, with files that he added before. A note, and its
 * files, are for the biller's people alone. Refuses `dispute.too_many_files` and `file.missing`.
 */
export async function writeEntry(
  tx: Tx,
  ctx: Context,
  { id: disputeId, customerId }: Pick<Dispute, "id" | "customerId">,
  { id, kind, body, fileIds = [], mailId }: Entry,
): Promise<void> {
  const visibility = kind === "note" ? "internal" : "shared";
  await insertRow(tx, disputeEntries, {
    organizationId: ctx.organizationId,
    id,
    disputeId,
    customerId,
    kind,
    visibility,
    body,
    author: actorKey(ctx.actor),
    authorName: ctx.actor.name,
    mailId: mailId ?? null,
    createdAt: ctx.now,
  });
  if (fileIds.length === 0) return;
  const { filesMax } = await readPolicy(tx, ctx, "dispute");
  checkFileCount(fileIds.length, filesMax);
  await attachFiles(tx, ctx, { fileIds, customerId, subject: ["dispute_entry", id], visibility });
}
