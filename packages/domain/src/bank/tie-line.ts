import { bankLines } from "@openitem/db/schema/bank";
import { send, updateRows } from "@openitem/db/statement";
import { z } from "zod";
import { type LockedItem, lockItems } from "../items/lock-items.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { type LockedLine, lockLine, requireState } from "./lock-line.ts";
import { reopenLine } from "./reopen-line.ts";

export const tieLineInput = z.object({ key: z.uuid(), lineId: z.uuid(), itemId: z.uuid() });
export const untieLineInput = z.object({
  key: z.uuid(),
  lineId: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(500),
});

/**
 * Says that money at the bank is a receipt that was recorded by hand before it came. Both are booked already, one
 * against the other in bank clearing, so nothing is posted. Refuses `line.…` unless they fit each other.
 */
export const tieLineToReceipt = (
  ctx: Context,
  input: z.infer<typeof tieLineInput>,
): Promise<{ lineId: string }> => tie(ctx, input, "receipt");

/** The same for money that went out, and the refund it was. */
export const tieLineToRefund = (
  ctx: Context,
  input: z.infer<typeof tieLineInput>,
): Promise<{ lineId: string }> => tie(ctx, input, "refund");

/**
 * Takes such a tie apart: the line is open again, and the document waits for its money. Refuses `line.issued` when the
 * document was made from the line.
 */
export async function untieLine(
  ctx: Context,
  input: z.infer<typeof untieLineInput>,
): Promise<{ lineId: string }> {
  const { key, lineId, reason } = untieLineInput.parse(input);
  return transactOnce(ctx, { name: "line.untie", key, input }, async (tx) => {
    permit(ctx.actor, "bank.decide");
    const line = await lockLine(tx, ctx, lineId);
    const kind = line.state === "refund" ? "refund" : "receipt";
    requireState(line, kind);
    const [item] = await lockItems(tx, ctx, [line.receiptId ?? line.refundId ?? ""]);
    // A document of the very instant of the decision was made from the line; alone it would wait for money in vain.
    if (item && item.createdAt.getTime() === line.decidedAt?.getTime())
      throw new Refusal(
        "conflict",
        "line.issued",
        `${item.number} was made from this bank line. Undo the ${kind} instead.`,
        { number: item.number },
      );
    await reopenLine(tx, ctx, lineId);
    await record(tx, ctx, {
      action: "bank_line.untied",
      subject: ["bank_line", lineId],
      customerId: item?.customerId ?? null,
      data: { reason, document: item?.number ?? null, amountMinor: String(line.amountMinor) },
    });
    return { lineId };
  });
}

async function tie(
  ctx: Context,
  input: z.infer<typeof tieLineInput>,
  kind: "receipt" | "refund",
): Promise<{ lineId: string }> {
  const { key, lineId, itemId } = tieLineInput.parse(input);
  return transactOnce(ctx, { name: `line.tie_${kind}`, key, input }, async (tx) => {
    permit(ctx.actor, "bank.decide");
    const line = await lockLine(tx, ctx, lineId);
    requireState(line, "open");
    const [item] = await lockItems(tx, ctx, [itemId]);
    if (!item || item.kind !== kind)
      throw new Refusal("missing", `line.${kind}_missing`, `We cannot find this ${kind}.`);
    checkFit(line, item);
    await checkExpected(tx, ctx, item);
    await updateRows(
      tx,
      bankLines,
      {
        state: kind,
        ...(kind === "receipt" ? { receiptId: itemId } : { refundId: itemId }),
        decidedBy: actorKey(ctx.actor),
        decidedByName: ctx.actor.name,
        decidedAt: ctx.now,
      },
      { organizationId: ctx.organizationId, id: lineId },
    );
    await record(tx, ctx, {
      action: "bank_line.tied",
      subject: ["bank_line", lineId],
      customerId: item.customerId,
      data: { document: item.number, amountMinor: String(line.amountMinor), currency: line.currency },
    });
    return { lineId };
  });
}

function checkFit(line: LockedLine, item: LockedItem): void {
  const wantedMinor = item.kind === "receipt" ? item.amountMinor : -item.amountMinor;
  if (
    line.currency === item.currency &&
    line.amountMinor === wantedMinor &&
    line.legalEntityId === item.legalEntityId
  )
    return;
  const lineText = `${decimal(line.amountMinor, line.currency)} ${line.currency}`;
  const itemText = `${decimal(wantedMinor, item.currency)} ${item.currency}`;
  if (lineText === itemText)
    throw new Refusal(
      "invalid",
      "line.entity",
      `${item.number} is of another legal entity than the bank account of this line.`,
    );
  throw new Refusal(
    "invalid",
    "line.amount",
    `${item.number} is of ${itemText}, the bank line of ${lineText}.`,
    {
      number: item.number,
      line: lineText,
      document: itemText,
    },
  );
}

const EXPECTED = `
  select l.id as tied, exists (
    select from transfers t where t.organization_id = $1 and t.cause_kind = 'item' and t.cause_id = $2
      and 'bank_clearing' in (t.debit, t.credit)
  ) as is_expected
  from (select $2::uuid as item_id) wanted
  left join bank_lines l on l.organization_id = $1 and (l.receipt_id = wanted.item_id or l.refund_id = wanted.item_id)`;

/** Only a document that was booked against bank clearing waits for money at the bank, and only once. */
async function checkExpected(tx: Tx, ctx: Context, item: LockedItem): Promise<void> {
  const [row] = await send(tx, EXPECTED, [ctx.organizationId, item.id]);
  if (row?.tied)
    throw new Refusal(
      "conflict",
      "line.tied_elsewhere",
      `${item.number} is tied to another bank line already. Untie that one first.`,
      { number: item.number },
    );
  if (row?.is_expected !== true)
    throw new Refusal(
      "conflict",
      "line.not_expected",
      `${item.number} did not come through the bank, so no bank line can be it.`,
      { number: item.number },
    );
}
