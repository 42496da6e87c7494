import type { Context } from "../kernel/context.ts";
import { enqueue, type Tx } from "../kernel/transact.ts";
import type { DisputeLetter } from "../messages/letter.ts";
import type { Dispute } from "./dispute.ts";

/**
 * A step: has a letter about a dispute sent to those of the customer who want it. `subjectId` is what it is about (the
 * entry, the decision, the dispute itself): one letter of a kind goes to an address about it.
 */
export async function tellCustomer(
  tx: Tx,
  ctx: Context,
  { id: disputeId }: Pick<Dispute, "id">,
  letter: DisputeLetter,
  subjectId: string = disputeId,
): Promise<void> {
  await enqueue(tx, ctx, "dispute.mail", { letter, disputeId, subjectId });
}
