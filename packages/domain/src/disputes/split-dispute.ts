import { disputeItems, disputes } from "@openitem/db/schema/disputes";
import { insertRow, send, updateRows } from "@openitem/db/statement";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { takeNumber } from "../kernel/take-number.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import type { Dispute, DisputeItem } from "./dispute.ts";
import { lockDispute } from "./lock-dispute.ts";
import { refuseFixed } from "./merge-disputes.ts";
import { newReplyToken } from "./raise-dispute.ts";
import { readDisputedItems } from "./read-disputed-items.ts";
import { reasonOf } from "./reason.ts";
import { submitOnce } from "./submit-once.ts";
import { tellCustomer } from "./tell-customer.ts";

export const splitDisputeInput = z.object({
  disputeId: z.uuid(),
  /** Made by the form: the id of the new dispute. */
  newDisputeId: z.uuid(),
  /** What goes into the new one. */
  items: z
    .array(
      z.object({
        itemId: z.uuid(),
        /** 0 is the document without its lines. */
        lineNo: z.number().int().min(0),
        /** Minor units; null is all that is disputed of it. */
        amountMinor: z.bigint().nullish(),
      }),
    )
    .min(1)
    .max(1_000),
  /** When the new one is about something else. */
  reason: z.string().max(50).nullish(),
});

type Split = { disputeId: string; number: string; amountMinor: string };
type Asked = z.output<typeof splitDisputeInput>;

const FORGET = `
  delete from dispute_items where organization_id = $1 and dispute_id = $2 and item_id = $3 and line_no = $4`;

/**
 * Puts some documents, lines or an amount of a dispute into a new one that goes on as this one stands: same due date,
 * same person. Together they hold what the one held. Refuses `dispute.missing`, `dispute.fixed`, `dispute.not_here`
 * (it waits for an answer of the customer or a colleague), `dispute.split_item`, `dispute.amount`,
 * `dispute.split_over`, `dispute.split_all` and `dispute.reason`.
 */
export async function splitDispute(ctx: Context, raw: z.input<typeof splitDisputeInput>): Promise<Split> {
  const input = splitDisputeInput.parse(raw);
  return submitOnce(ctx, { name: "dispute.split", key: input.newDisputeId, input }, (tx) =>
    split(tx, ctx, input),
  );
}

async function split(tx: Tx, ctx: Context, input: Asked): Promise<Split> {
  const { organizationId } = ctx;
  const { disputeId, newDisputeId: id } = input;
  const dispute = await lockDispute(tx, ctx, disputeId);
  permit(ctx.actor, "dispute.handle", dispute.customerId);
  refuseFixed(dispute);
  if (dispute.status !== "submitted" && dispute.status !== "in_review")
    throw new Refusal(
      "conflict",
      "dispute.not_here",
      `${dispute.number} waits for an answer. Split it when the answer is there.`,
      { number: dispute.number, status: dispute.status },
    );
  const policy = await readPolicy(tx, ctx, "dispute");
  const reason = input.reason ? reasonOf(policy, input.reason).code : dispute.reason;
  const moved = planSplit(input, await readDisputedItems(tx, ctx, [disputeId]), dispute);
  const amountMinor = sum(moved.map((row) => row.amountMinor));

  const number = await takeNumber(tx, ctx, "dispute");
  await insertRow(tx, disputes, {
    ...dispute,
    id,
    number,
    reason,
    amountMinor,
    causeId: null,
    splitFromId: disputeId,
    replyToken: newReplyToken(),
  });
  for (const { left, ...row } of moved) {
    const key = { organizationId, disputeId, itemId: row.itemId, lineNo: row.lineNo };
    if (left > 0n) await updateRows(tx, disputeItems, { amountMinor: left }, key);
    else await send(tx, FORGET, [organizationId, disputeId, row.itemId, row.lineNo]);
    await insertRow(tx, disputeItems, { ...row, disputeId: id });
  }
  await updateRows(
    tx,
    disputes,
    { amountMinor: dispute.amountMinor - amountMinor },
    { organizationId, id: disputeId },
  );
  const data = { amountMinor: String(amountMinor), currency: dispute.currency };
  await record(tx, ctx, {
    action: "dispute.split",
    subject: ["dispute", disputeId],
    customerId: dispute.customerId,
    data: { ...data, number: dispute.number, into: number, intoId: id },
  });
  await record(tx, ctx, {
    action: "dispute.split_off",
    subject: ["dispute", id],
    customerId: dispute.customerId,
    data: { ...data, number, from: dispute.number, fromId: disputeId },
  });
  await tellCustomer(tx, ctx, { id }, "dispute-split");
  return { disputeId: id, number, amountMinor: String(amountMinor) };
}

type Moved = DisputeItem & { /** What stays with the dispute that is split. */ left: bigint };

function planSplit({ items }: Asked, rows: readonly DisputeItem[], dispute: Dispute): Moved[] {
  const moved = items.map(({ itemId, lineNo, amountMinor }): Moved => {
    const row = rows.find((each) => each.itemId === itemId && each.lineNo === lineNo);
    if (!row)
      throw new Refusal(
        "invalid",
        "dispute.split_item",
        `${dispute.number} is not about one of these lines. Reload the page and choose again.`,
      );
    const taken = amountMinor ?? row.amountMinor;
    if (taken <= 0n) throw new Refusal("invalid", "dispute.amount", "Enter an amount above zero.");
    if (taken > row.amountMinor)
      throw new Refusal(
        "invalid",
        "dispute.split_over",
        "A part cannot be larger than what is disputed. Enter less.",
      );
    return { ...row, amountMinor: taken, left: row.amountMinor - taken };
  });
  const keys = new Set(moved.map((row) => `${row.itemId} ${row.lineNo}`));
  if (keys.size < moved.length) throw new Refusal("invalid", "dispute.split_item", "Name each line once.");
  if (sum(moved.map((row) => row.amountMinor)) >= sum(rows.map((row) => row.amountMinor)))
    throw new Refusal("invalid", "dispute.split_all", "Leave something in this dispute, or keep it whole.");
  return moved;
}
