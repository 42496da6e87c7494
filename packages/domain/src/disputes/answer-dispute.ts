import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx } from "../kernel/transact.ts";
import type { Dispute, DisputeStatus } from "./dispute.ts";
import { lockDispute } from "./lock-dispute.ts";
import { moveDispute } from "./move-dispute.ts";
import { submitOnce } from "./submit-once.ts";
import { writeEntry } from "./write-entry.ts";

export const entryInput = z.object({
  disputeId: z.uuid(),
  /** Made by the form, so that a double click or a retry is the same entry. */
  entryId: z.uuid(),
  body: z.string().trim().max(10_000).default(""),
  /** Files that the actor added and has not sent. */
  fileIds: z.array(z.uuid()).max(100).default([]),
});
export type EntryInput = z.input<typeof entryInput>;
export type Sent = { disputeId: string; entryId: string; status: DisputeStatus };

/**
 * Answers the question that a dispute waits for; its clock goes on. Refuses `dispute.missing`, `dispute.empty`,
 * `dispute.state` when nothing is asked (any more), `dispute.too_many_files` and `file.missing`.
 */
export async function answerDispute(ctx: Context, raw: EntryInput): Promise<Sent> {
  const input = entryInput.parse(raw);
  const { disputeId, entryId } = input;
  return submitOnce(ctx, { name: "dispute.answer", key: entryId, input }, async (tx) => {
    const dispute = await answer(tx, ctx, await lockDispute(tx, ctx, disputeId), input);
    return { disputeId, entryId, status: dispute.status };
  });
}

/** A step: the same, for a dispute under lock. */
export async function answer(
  tx: Tx,
  ctx: Context,
  dispute: Dispute,
  input: Omit<z.output<typeof entryInput>, "disputeId"> & { mailId?: string },
): Promise<Dispute> {
  checkSaid(input);
  const answered = await moveDispute(tx, ctx, dispute, "answer");
  await writeEntry(tx, ctx, dispute, { ...input, id: input.entryId, kind: "answer" });
  await record(tx, ctx, {
    action: "dispute.answered",
    subject: ["dispute", dispute.id],
    customerId: dispute.customerId,
    data: { number: dispute.number, files: input.fileIds.length },
  });
  return answered;
}

/** Refuses `dispute.empty`. */
export function checkSaid({ body, fileIds }: { body: string; fileIds: readonly string[] }): void {
  if (body === "" && fileIds.length === 0)
    throw new Refusal("invalid", "dispute.empty", "Write something or add a file.");
}
