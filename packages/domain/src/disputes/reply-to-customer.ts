import type { Context } from "../kernel/context.ts";
import { record } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { refuseEnded } from "./add-message.ts";
import { checkSaid, type EntryInput, entryInput, type Sent } from "./answer-dispute.ts";
import { lockDispute } from "./lock-dispute.ts";
import { submitOnce } from "./submit-once.ts";
import { tellCustomer } from "./tell-customer.ts";
import { writeEntry } from "./write-entry.ts";

export const replyToCustomerInput = entryInput;

/**
 * Writes to the customer without asking for an answer; the clock runs on. Refuses `dispute.missing`, `dispute.empty`,
 * `dispute.ended`, `dispute.too_many_files` and `file.missing`.
 */
export async function replyToCustomer(ctx: Context, raw: EntryInput): Promise<Sent> {
  const input = replyToCustomerInput.parse(raw);
  const { disputeId, entryId, body, fileIds } = input;
  return submitOnce(ctx, { name: "dispute.reply", key: entryId, input }, async (tx) => {
    const dispute = await lockDispute(tx, ctx, disputeId);
    permit(ctx.actor, "dispute.handle", dispute.customerId);
    refuseEnded(dispute);
    checkSaid(input);
    await writeEntry(tx, ctx, dispute, { id: entryId, kind: "message", body, fileIds });
    await record(tx, ctx, {
      action: "dispute.replied",
      subject: ["dispute", disputeId],
      customerId: dispute.customerId,
      data: { number: dispute.number },
    });
    await tellCustomer(tx, ctx, dispute, "dispute-message", entryId);
    return { disputeId, entryId, status: dispute.status };
  });
}
