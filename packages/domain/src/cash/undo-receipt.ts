import { newId } from "@openitem/db/ids";
import { matchOutcomes, payerAliases } from "@openitem/db/schema/matching";
import { remittances } from "@openitem/db/schema/remittances";
import { insertRow } from "@openitem/db/statement";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { reopenLine } from "../bank/reopen-line.ts";
import { dayIn } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx, transactOnce } from "../kernel/transact.ts";
import { applyCredits } from "../ledger/apply.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { permit } from "../policies/permissions.ts";
import { untieRemittance } from "../remittances/tie-remittance.ts";
import { leaving } from "./lock-credit.ts";
import { lockMoneyLine } from "./lock-money-line.ts";

export const undoReceiptInput = z.object({
  key: z.uuid(),
  lineId: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(200),
});

/**
 * The money of a line was not this customer's: his receipt goes out again by a refund document dated today, and the line
 * waits anew. The machine does not give it to anybody by itself any more. Nothing else is undone: refuses
 * `receipt.in_use` while anything of it is applied or reserved, `receipt.recorded` when it was recorded by hand, and
 * `line.missing`, `line.state`.
 */
export async function undoReceipt(
  ctx: Context,
  raw: z.input<typeof undoReceiptInput>,
): Promise<{ lineId: string; refundId: string }> {
  const input = undoReceiptInput.parse(raw);
  const { key, lineId, reason } = input;
  return transactOnce(ctx, { name: "receipt.undo", key, input }, async (tx) => {
    permit(ctx.actor, "cash.match");
    const { line, entity, receipt } = await lockMoneyLine(tx, ctx, lineId);
    if (!receipt)
      throw new Refusal(
        "conflict",
        "line.no_receipt",
        "This bank line is nobody's yet. There is nothing to undo.",
      );
    const { number, customerId, currency, amountMinor } = receipt;
    if (receipt.createdAt.getTime() !== line.decidedAt?.getTime())
      throw new Refusal(
        "conflict",
        "receipt.recorded",
        `${number} was recorded by hand before the money came. Take the bank line off it instead.`,
        { number },
      );
    const inFlight = await readInFlight(tx, ctx, [receipt.id]);
    if (receipt.openMinor < amountMinor || inFlight.size > 0)
      throw new Refusal(
        "conflict",
        "receipt.in_use",
        `${number} is used: undo what it was applied to first.`,
        { number },
      );
    const today = dayIn(ctx.now, entity.timeZone);
    const { refund, pairing } = await leaving(
      tx,
      ctx,
      { item: receipt, legalEntity: { ...entity, functionalCurrency: null }, today },
      { amountMinor, contra: "bank_clearing", note: `Not this customer's: ${reason}` },
    );
    await applyCredits(tx, ctx, {
      issuing: [refund],
      pairings: [pairing],
      cause: { kind: "staff", id: key },
    });
    await reopen(tx, ctx, { lineId, receiptId: receipt.id, customerId, reason });
    await record(tx, ctx, {
      action: "receipt.undone",
      subject: ["item", receipt.id],
      customerId,
      data: { number, amountMinor: String(amountMinor), currency, reason, refund: refund.item.number },
    });
    return { lineId, refundId: refund.item.id };
  });
}

type Reopening = { lineId: string; receiptId: string; customerId: string; reason: string };

/** The line waits again; its advice does too, and what it taught about its payer is forgotten. */
async function reopen(
  tx: Tx,
  ctx: Context,
  { lineId, receiptId, customerId, reason }: Reopening,
): Promise<void> {
  const { organizationId, now } = ctx;
  const by = { decidedBy: actorKey(ctx.actor), decidedByName: ctx.actor.name };
  await reopenLine(tx, ctx, lineId);
  await insertRow(tx, matchOutcomes, {
    organizationId,
    id: newId(),
    lineId,
    kind: "undone",
    customerId,
    proposals: [],
    waits: [{ code: "undone", facts: { reason, receiptId } }],
    ...by,
    at: now,
  });
  await tx
    .update(payerAliases)
    .set({ endedBy: by.decidedBy, endedByName: by.decidedByName, endedAt: now })
    .where(
      and(
        eq(payerAliases.organizationId, organizationId),
        eq(payerAliases.lineId, lineId),
        eq(payerAliases.customerId, customerId),
        isNull(payerAliases.endedAt),
      ),
    );
  const tied = await tx
    .select({ id: remittances.id })
    .from(remittances)
    .where(and(eq(remittances.organizationId, organizationId), eq(remittances.receiptId, receiptId)));
  for (const { id } of tied) await untieRemittance(tx, ctx, { remittanceId: id });
}
