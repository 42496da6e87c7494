import { newId } from "@openitem/db/ids";
import { z } from "zod";
import { issueItem } from "../items/issue-item.ts";
import { lockItems } from "../items/lock-items.ts";
import { isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { isCurrency, sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { applyCredits } from "../ledger/apply.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { permit } from "../policies/permissions.ts";
import { checkPairings } from "./pairing.ts";

export const recordReceiptInput = z.object({
  id: z.uuid().default(newId),
  number: z.string().trim().min(1).max(60),
  legalEntityId: z.uuid(),
  customerId: z.uuid(),
  currency: z.string().refine(isCurrency, "This is not a currency we know."),
  amountMinor: z.bigint().positive(),
  /** The bank's day. Money is never refused because its period is closed: it posts into the first open one. */
  valueOn: z.string().refine(isDay, "This is not a day of the calendar."),
  heldAs: z.enum(["unapplied", "on_account"]).default("unapplied"),
  reference: z.string().max(120).nullish(),
  note: z.string().max(500).nullish(),
  applyTo: z.array(z.object({ itemId: z.uuid(), amountMinor: z.bigint().positive() })).default([]),
});

/** Finance records money that came to the bank, and what it pays. What is not applied stays on the receipt. */
export async function recordReceipt(
  ctx: Context,
  raw: z.input<typeof recordReceiptInput>,
): Promise<{ itemId: string }> {
  const input = recordReceiptInput.parse(raw);
  const { id, number, customerId, currency, amountMinor, valueOn, applyTo } = input;
  return transactOnce(ctx, { name: "receipt.record", key: id, input }, async (tx) => {
    permit(ctx.actor, "receipt.record", customerId);
    const debits = await lockItems(
      tx,
      ctx,
      applyTo.map((wish) => wish.itemId),
    );
    const legalEntity = await readEntity(tx, ctx, input.legalEntityId);
    if (sum(applyTo.map((wish) => wish.amountMinor)) > amountMinor)
      throw new Refusal("invalid", "receipt.over_applied", "You apply more than came in.");
    const receipt = await issueItem(tx, ctx, {
      ...input,
      kind: "receipt",
      issuedOn: valueOn,
      legalEntity,
      contra: "bank_clearing",
    });
    const byId = new Map(debits.map((item) => [item.id, item]));
    const pairings = checkPairings(
      applyTo.map((wish) => ({
        credit: receipt,
        debit: byId.get(wish.itemId),
        amountMinor: wish.amountMinor,
      })),
      await readInFlight(tx, ctx, [...byId.keys()]),
    );
    await applyCredits(tx, ctx, { pairings, appliedOn: valueOn, cause: { kind: "staff", id } });
    await record(tx, ctx, {
      action: "receipt.recorded",
      subject: ["item", id],
      customerId,
      data: {
        number,
        amountMinor: String(amountMinor),
        currency,
        valueOn,
        documents: debits.map((item) => item.number).slice(0, 20),
      },
    });
    return { itemId: id };
  });
}
