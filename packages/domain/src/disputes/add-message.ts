import type { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { answer, checkSaid, type EntryInput, entryInput, type Sent } from "./answer-dispute.ts";
import { type Dispute, isEnded } from "./dispute.ts";
import { lockDispute } from "./lock-dispute.ts";
import { submitOnce } from "./submit-once.ts";
import { writeEntry } from "./write-entry.ts";

const addMessageInput = entryInput;

/**
 * The customer's word in the conversation, with files. While a question waits for him, it is his answer. Refuses
 * `dispute.missing`, `dispute.empty`, `dispute.ended`, `dispute.too_many_files` and `file.missing`.
 */
export async function addMessage(ctx: Context, raw: EntryInput): Promise<Sent> {
  const input = addMessageInput.parse(raw);
  const { disputeId, entryId } = input;
  return submitOnce(ctx, { name: "dispute.message", key: entryId, input }, async (tx) => {
    const dispute = await lockDispute(tx, ctx, disputeId);
    refuseEnded(dispute);
    const { status } = await say(tx, ctx, dispute, input);
    return { disputeId, entryId, status };
  });
}

/** A step: the same, for a dispute under lock, whether it has ended or not. */
export async function say(
  tx: Tx,
  ctx: Context,
  dispute: Dispute,
  input: Omit<z.output<typeof entryInput>, "disputeId"> & { mailId?: string },
): Promise<Dispute> {
  if (dispute.status === "waiting_customer") return answer(tx, ctx, dispute, input);
  permit(ctx.actor, "dispute.answer", dispute.customerId);
  checkSaid(input);
  await writeEntry(tx, ctx, dispute, { ...input, id: input.entryId, kind: "message" });
  await record(tx, ctx, {
    action: "dispute.message_added",
    subject: ["dispute", dispute.id],
    customerId: dispute.customerId,
    data: { number: dispute.number, files: input.fileIds.length },
  });
  return dispute;
}

/** Refuses `dispute.ended`. */
export function refuseEnded(dispute: Dispute): void {
  if (!isEnded(dispute.status)) return;
  throw new Refusal(
    "conflict",
    "dispute.ended",
    dispute.status === "merged"
      ? "This dispute goes on in another one. Write there."
      : "This dispute has ended. Send a new one if something is still wrong.",
    { status: dispute.status, ...(dispute.mergedIntoId && { disputeId: dispute.mergedIntoId }) },
  );
}
