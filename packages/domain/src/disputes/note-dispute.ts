import type { Context } from "../kernel/context.ts";
import { record } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { checkSaid, type EntryInput, entryInput, type Sent } from "./answer-dispute.ts";
import { lockDispute } from "./lock-dispute.ts";
import { submitOnce } from "./submit-once.ts";
import { writeEntry } from "./write-entry.ts";

export const noteDisputeInput = entryInput;

/**
 * Notes something for the biller's people alone; its files are internal too. Refuses `dispute.missing`,
 * `dispute.empty`, `dispute.too_many_files` and `file.missing`.
 */
export async function noteDispute(ctx: Context, raw: EntryInput): Promise<Sent> {
  const input = noteDisputeInput.parse(raw);
  const { disputeId, entryId, body, fileIds } = input;
  return submitOnce(ctx, { name: "dispute.note", key: entryId, input }, async (tx) => {
    const dispute = await lockDispute(tx, ctx, disputeId);
    permit(ctx.actor, "dispute.handle", dispute.customerId);
    checkSaid(input);
    await writeEntry(tx, ctx, dispute, { id: entryId, kind: "note", body, fileIds });
    // Without a customer: no contact may read in the trail that there is a note.
    await record(tx, ctx, {
      action: "dispute.noted",
      subject: ["dispute", disputeId],
      data: { number: dispute.number },
    });
    return { disputeId, entryId, status: dispute.status };
  });
}
