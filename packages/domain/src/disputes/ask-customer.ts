import type { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { type EntryInput, entryInput, type Sent } from "./answer-dispute.ts";
import { lockDispute } from "./lock-dispute.ts";
import { moveDispute } from "./move-dispute.ts";
import { submitOnce } from "./submit-once.ts";
import { tellCustomer } from "./tell-customer.ts";
import { writeEntry } from "./write-entry.ts";

export const askCustomerInput = entryInput;

/**
 * Asks the customer something; the clock stops until he answers. Who asks has the dispute if nobody had. Refuses
 * `dispute.missing`, `dispute.question_missing`, `dispute.state`, `dispute.too_many_files` and `file.missing`.
 */
export async function askCustomer(ctx: Context, raw: EntryInput): Promise<Sent> {
  const input: z.output<typeof entryInput> = askCustomerInput.parse(raw);
  const { disputeId, entryId, body, fileIds } = input;
  return submitOnce(ctx, { name: "dispute.ask", key: entryId, input }, async (tx) => {
    const dispute = await lockDispute(tx, ctx, disputeId);
    const { actor } = ctx;
    permit(actor, "dispute.handle", dispute.customerId);
    if (body === "") throw new Refusal("invalid", "dispute.question_missing", "Write what you want to know.");
    const assigneeId = dispute.assigneeId ?? (actor.kind === "staff" ? actor.staffId : null);
    const { status } = await moveDispute(tx, ctx, dispute, "ask", { assigneeId });
    await writeEntry(tx, ctx, dispute, { id: entryId, kind: "question", body, fileIds });
    await record(tx, ctx, {
      action: "dispute.asked",
      subject: ["dispute", disputeId],
      customerId: dispute.customerId,
      data: { number: dispute.number },
    });
    await tellCustomer(tx, ctx, dispute, "dispute-question", entryId);
    return { disputeId, entryId, status };
  });
}
