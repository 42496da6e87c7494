import { newId } from "@openitem/db/ids";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { carryOut } from "./carry-out.ts";
import { checkCustomer } from "./check-customer.ts";
import { arriving, checkCredit, leaving, lockCredit } from "./lock-credit.ts";
import { writeDecision } from "./write-decision.ts";

export const transferCreditInput = z.object({
  key: z.uuid(),
  creditId: z.uuid(),
  amountMinor: z.bigint().positive("Enter an amount above zero."),
  toCustomerId: z.uuid(),
  heldAs: z.enum(["unapplied", "on_account"]).default("unapplied"),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(200),
});

/**
 * Moves unapplied money from one customer to another, dated today: a refund document at the one and a receipt at the
 * other, of the same amount. Refuses `credit.missing`, `credit.over_free`, `credit.same_customer` and `customer.missing`.
 */
export async function transferCredit(
  ctx: Context,
  raw: z.input<typeof transferCreditInput>,
): Promise<{ decisionId: string; refundId: string; receiptId: string }> {
  const input = transferCreditInput.parse(raw);
  const { key, creditId, amountMinor, toCustomerId, heldAs, reason } = input;
  return transactOnce(ctx, { name: "credit.transfer", key, input }, async (tx) => {
    permit(ctx.actor, "cash.match");
    const credit = await lockCredit(tx, ctx, creditId);
    const { item } = credit;
    if (item.customerId === toCustomerId)
      throw new Refusal("invalid", "credit.same_customer", "It is this customer's already. Choose another.");
    await checkCustomer(tx, ctx, toCustomerId);
    checkCredit(credit, amountMinor);
    const decisionId = newId();
    const facts = { toCustomerId, fromCustomerId: item.customerId };
    await writeDecision(tx, ctx, { id: decisionId, kind: "transfer", item, amountMinor, reason, facts });
    const note = `Transferred: ${reason}`;
    const moved = { amountMinor, contra: "residual_clearing", note } as const;
    const { refund, pairing } = await leaving(tx, ctx, credit, moved);
    const { currency, number: reference } = item;
    const receipt = await arriving(tx, ctx, credit, {
      ...moved,
      customerId: toCustomerId,
      currency,
      heldAs,
      reference,
    });
    await carryOut(tx, ctx, decisionId, { issuing: [refund, receipt], pairings: [pairing], entries: [] });
    await record(tx, ctx, {
      action: "cash.transfer_decided",
      subject: ["item", item.id],
      data: {
        number: item.number,
        amountMinor: String(amountMinor),
        currency,
        reason,
        receipt: receipt.item.number,
        decisionId,
      },
    });
    return { decisionId, refundId: refund.item.id, receiptId: receipt.item.id };
  });
}
