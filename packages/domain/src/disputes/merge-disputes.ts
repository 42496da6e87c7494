import { disputeItems, disputes } from "@openitem/db/schema/disputes";
import { insertRow, send, updateRows } from "@openitem/db/statement";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { enqueue, record, type Tx, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { canRearrange, type Dispute, type DisputeItem } from "./dispute.ts";
import { lockDisputes } from "./lock-dispute.ts";
import { moveDispute } from "./move-dispute.ts";
import { readDisputedItems } from "./read-disputed-items.ts";
import { tellCustomer } from "./tell-customer.ts";

export const mergeDisputesInput = z.object({
  intoId: z.uuid(),
  otherIds: z.array(z.uuid()).min(1).max(20),
});

const FORGET = `delete from dispute_items where organization_id = $1 and dispute_id = $2`;

/**
 * Puts disputes about the same thing together in one: amounts of the same line are added up, the conversations stay
 * where they are and are shown with it, and the answer is due when the first of them was. Merging again does nothing.
 * Refuses `dispute.missing`, `dispute.merge_self`, `dispute.not_alike` and `dispute.fixed`.
 */
export async function mergeDisputes(
  ctx: Context,
  raw: z.input<typeof mergeDisputesInput>,
): Promise<{ disputeId: string; amountMinor: string }> {
  const { intoId, otherIds } = mergeDisputesInput.parse(raw);
  if (otherIds.includes(intoId) || new Set(otherIds).size < otherIds.length)
    throw new Refusal("invalid", "dispute.merge_self", "Choose other disputes to merge into this one.");
  return transact(ctx, async (tx) => {
    const { organizationId } = ctx;
    const [into, ...others] = await lockDisputes(tx, ctx, [intoId, ...otherIds]);
    permit(ctx.actor, "dispute.handle", into?.customerId);
    const open = others.filter((other) => other.mergedIntoId !== intoId);
    if (!into || open.length === 0) return { disputeId: intoId, amountMinor: String(into?.amountMinor) };
    checkAlike(into, open);
    for (const each of [into, ...open]) refuseFixed(each);

    await moveItems(tx, ctx, into, open);
    for (const other of open) {
      await moveDispute(tx, ctx, other, "merge", { mergedIntoId: intoId });
      await record(tx, ctx, {
        action: "dispute.merged",
        subject: ["dispute", other.id],
        customerId: other.customerId,
        data: { number: other.number, into: into.number, intoId },
      });
      await enqueue(tx, ctx, "dispute.ended", { disputeId: other.id });
      await tellCustomer(tx, ctx, other, "dispute-merged");
    }
    const amountMinor = into.amountMinor + sum(open.map((other) => other.amountMinor));
    const facts = Object.assign({}, ...[...open].reverse().map((other) => other.facts), into.facts) as Record<
      string,
      string
    >;
    const dues = [into, ...open].flatMap(({ answerDueAt }) => (answerDueAt ? [answerDueAt.getTime()] : []));
    // A clock that stands goes on standing: the question is the customer's to answer.
    const answerDueAt = into.answerDueAt && new Date(Math.min(...dues));
    await updateRows(tx, disputes, { amountMinor, facts, answerDueAt }, { organizationId, id: intoId });
    await record(tx, ctx, {
      action: "dispute.merged_in",
      subject: ["dispute", intoId],
      customerId: into.customerId,
      data: {
        number: into.number,
        others: open.map((other) => other.number),
        amountMinor: String(amountMinor),
        currency: into.currency,
      },
    });
    return { disputeId: intoId, amountMinor: String(amountMinor) };
  });
}

async function moveItems(tx: Tx, ctx: Context, into: Dispute, others: readonly Dispute[]): Promise<void> {
  const ids = [into.id, ...others.map((other) => other.id)];
  const own = new Map<string, DisputeItem>();
  const rows = await readDisputedItems(tx, ctx, ids);
  // What the remaining dispute says of a line goes before what the others say.
  for (const row of [...rows].sort((a, b) => ids.indexOf(a.disputeId) - ids.indexOf(b.disputeId))) {
    const key = `${row.itemId} ${row.lineNo}`;
    const before = own.get(key);
    own.set(key, {
      ...row,
      ...before,
      disputeId: into.id,
      amountMinor: row.amountMinor + (before?.amountMinor ?? 0n),
      quantity: before?.quantity ?? row.quantity,
      unitPrice: before?.unitPrice ?? row.unitPrice,
    });
  }
  for (const id of ids) await send(tx, FORGET, [ctx.organizationId, id]);
  for (const row of own.values()) await insertRow(tx, disputeItems, row);
}

function checkAlike(into: Dispute, others: readonly Dispute[]): void {
  const other = others.find(
    (each) =>
      each.customerId !== into.customerId ||
      each.legalEntityId !== into.legalEntityId ||
      each.currency !== into.currency,
  );
  if (other)
    throw new Refusal(
      "invalid",
      "dispute.not_alike",
      `${other.number} is of another account, company or currency. Only disputes that agree in these can be merged.`,
      { number: other.number },
    );
}

/** Refuses `dispute.fixed`: lines of what was decided once, or waits to be, stay with it. */
export function refuseFixed(dispute: Dispute): void {
  if (canRearrange(dispute)) return;
  throw new Refusal(
    "conflict",
    "dispute.fixed",
    `${dispute.number} is ${dispute.status.replaceAll("_", " ")}; its lines cannot be moved any more.`,
    { number: dispute.number, status: dispute.status },
  );
}
