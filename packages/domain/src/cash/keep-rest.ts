import { newId } from "@openitem/db/ids";
import { items } from "@openitem/db/schema/items";
import { updateRows } from "@openitem/db/statement";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import type { Entry } from "../ledger/post.ts";
import { permit } from "../policies/permissions.ts";
import { carryOut } from "./carry-out.ts";
import { lockCredit } from "./lock-credit.ts";
import { writeDecision } from "./write-decision.ts";

export const keepRestInput = z.object({
  key: z.uuid(),
  receiptId: z.uuid(),
  heldAs: z.enum(["unapplied", "on_account"]),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(200),
});

/**
 * Leaves what is open of a receipt on account by decision, or takes it back into what is to be decided; the journal moves
 * with it, dated today. Refuses `credit.missing`, `receipt.held_so` and `receipt.used_up`.
 */
export async function keepRest(
  ctx: Context,
  raw: z.input<typeof keepRestInput>,
): Promise<{ decisionId: string }> {
  const input = keepRestInput.parse(raw);
  const { key, receiptId, heldAs, reason } = input;
  return transactOnce(ctx, { name: "receipt.hold", key, input }, async (tx) => {
    permit(ctx.actor, "cash.match");
    const { item, today } = await lockCredit(tx, ctx, receiptId);
    const { heldAs: from, openMinor: amountMinor, number } = item;
    if (from === null) throw new Refusal("missing", "credit.missing", "We cannot find this receipt.");
    if (from === heldAs)
      throw new Refusal("conflict", "receipt.held_so", `${number} is held like that already.`, { number });
    if (amountMinor === 0n)
      throw new Refusal("conflict", "receipt.used_up", `Nothing of ${number} is left.`, { number });
    const decisionId = newId();
    await writeDecision(tx, ctx, {
      id: decisionId,
      kind: "on_account",
      item,
      amountMinor,
      reason,
      facts: { from, to: heldAs },
    });
    const entry: Entry = {
      cause: { kind: "cash_decision", id: decisionId },
      valueOn: today > item.issuedOn ? today : item.issuedOn,
      lines: [{ place: item, debit: from, credit: heldAs, amountMinor }],
    };
    await carryOut(tx, ctx, decisionId, { issuing: [], pairings: [], entries: [entry] });
    await updateRows(tx, items, { heldAs }, { organizationId: ctx.organizationId, id: receiptId });
    await record(tx, ctx, {
      action: "receipt.held",
      subject: ["item", receiptId],
      customerId: item.customerId,
      data: { number, amountMinor: String(amountMinor), currency: item.currency, heldAs, reason },
    });
    return { decisionId };
  });
}
