import { z } from "zod";
import type { Claims } from "../holds/hold.ts";
import { readClaims } from "../holds/read-claims.ts";
import type { Item } from "../items/item.ts";
import { lockItems } from "../items/lock-items.ts";
import type { Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { entryInput, type Sent } from "./answer-dispute.ts";
import { canContest, checkSeen, DISPUTE_STATUSES, type Dispute } from "./dispute.ts";
import { lockDispute } from "./lock-dispute.ts";
import { moveDispute } from "./move-dispute.ts";
import { readDisputedItems } from "./read-disputed-items.ts";
import { submitOnce } from "./submit-once.ts";
import { tellCustomer } from "./tell-customer.ts";
import { writeEntry } from "./write-entry.ts";

export const contestDisputeInput = entryInput.extend({
  /** As the person saw it. */
  seen: z.enum(DISPUTE_STATUSES),
});

/**
 * Contests the outcome of a dispute, once and in time: what was not credited of it and is still open is held again,
 * and the answer is due anew. Refuses `dispute.missing`, `dispute.stale`, `dispute.comment_missing`,
 * `dispute.contested_before`, `dispute.contest_over`, `dispute.already_disputed` when another dispute is about the
 * amount by now, and `dispute.state`.
 */
export async function contestDispute(ctx: Context, raw: z.input<typeof contestDisputeInput>): Promise<Sent> {
  const input = contestDisputeInput.parse(raw);
  const { disputeId, entryId, body, fileIds, seen } = input;
  return submitOnce(ctx, { name: "dispute.contest", key: entryId, input }, async (tx) => {
    const dispute = await lockDispute(tx, ctx, disputeId);
    const { customerId, number } = dispute;
    permit(ctx.actor, "dispute.answer", customerId);
    checkContest(dispute, ctx.now);
    checkSeen(dispute, seen);
    if (body === "")
      throw new Refusal(
        "invalid",
        "dispute.comment_missing",
        "Tell us in your own words why the outcome is not right.",
      );
    const itemIds = [...new Set((await readDisputedItems(tx, ctx, [disputeId])).map((row) => row.itemId))];
    const items = await lockItems(tx, ctx, itemIds);
    const claims = await readClaims(tx, ctx, itemIds);
    refuseTaken(items, claims);
    const { status } = await moveDispute(tx, ctx, dispute, "contest");
    await writeEntry(tx, ctx, dispute, { id: entryId, kind: "message", body, fileIds });
    await record(tx, ctx, {
      action: "dispute.contested",
      subject: ["dispute", disputeId],
      customerId,
      data: { number, before: dispute.status },
    });
    await tellCustomer(tx, ctx, dispute, "dispute-contested");
    return { disputeId, entryId, status };
  });
}

function checkContest(dispute: Dispute, now: Date): void {
  if (canContest(dispute, now)) return;
  if (dispute.contestedAt)
    throw new Refusal(
      "conflict",
      "dispute.contested_before",
      "An outcome can be contested once. Write us a message if there is something new.",
    );
  if (dispute.contestUntil && now >= dispute.contestUntil)
    throw new Refusal(
      "conflict",
      "dispute.contest_over",
      "The time to contest this outcome is over. Write to us if there is something new.",
    );
}

/** Another dispute of the same customer may have come meanwhile: what it holds cannot be held again. */
function refuseTaken(items: readonly Item[], claims: ReadonlyMap<string, Claims>): void {
  const open = items.filter((item) => item.openMinor > 0n);
  const others = open.map((item) => claims.get(item.id)?.disputes ?? []);
  const other = others[0]?.[0];
  const isAllTaken = open.every(
    (item, index) => sum((others[index] ?? []).map((claim) => claim.amountMinor)) >= item.openMinor,
  );
  if (other && isAllTaken)
    throw new Refusal(
      "conflict",
      "dispute.already_disputed",
      `${other.number} is about this amount by now. Add there what you want to say, or withdraw it first.`,
      { number: other.number, disputeId: other.id },
    );
}
