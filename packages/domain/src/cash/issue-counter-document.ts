import { send } from "@openitem/db/statement";
import { type Issuing, newItem } from "../items/issue-item.ts";
import { isDebit } from "../items/item.ts";
import type { LockedItem } from "../items/lock-items.ts";
import { laterOf } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { invariant } from "../kernel/refusal.ts";
import { takeNumber } from "../kernel/take-number.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Account } from "../ledger/account.ts";
import type { Pairing } from "../ledger/apply.ts";
import { takeReceiptNumbers } from "./take-receipt-numbers.ts";

const OPPOSITE = {
  credit_memo: { kind: "debit_memo", series: "debit_memo" },
  debit_memo: { kind: "credit_memo", series: "credit_memo" },
  refund: { kind: "receipt", series: "receipt" },
  receipt: { kind: "refund", series: "refund" },
} as const;

const CONTRA = `
  select case when credit in ('receivable', 'unapplied', 'on_account') then debit else credit end as contra
  from transfers where organization_id = $1 and cause_kind = 'item' and cause_id = $2`;

/**
 * A step: the document that takes another back, dated today: of the opposite kind and the same amount, against the same
 * account, and settled with it.
 */
export async function issueCounterDocument(
  tx: Tx,
  ctx: Context,
  item: LockedItem,
  { today, note }: { today: string; note: string },
): Promise<{ issuing: Issuing; pairing: Pairing & { appliedOn: string } }> {
  invariant(item.kind !== "invoice", "an invoice is no result of a decision about money");
  const { kind, series } = OPPOSITE[item.kind];
  const [row] = await send(tx, CONTRA, [ctx.organizationId, item.id]);
  invariant(row, "a document is booked");
  const [receiptNumber] = kind === "receipt" ? await takeReceiptNumbers(tx, ctx, 1) : [];
  const issuedOn = laterOf(today, item.issuedOn);
  const issuing = newItem(ctx, {
    kind,
    number: receiptNumber ?? (await takeNumber(tx, ctx, series)),
    legalEntity: { id: item.legalEntityId, closedThroughOn: item.closedThroughOn },
    customerId: item.customerId,
    currency: item.currency,
    amountMinor: item.amountMinor,
    issuedOn,
    dueOn: isDebit(kind) ? issuedOn : null,
    ...(kind === "receipt" && { heldAs: "unapplied" as const }),
    reference: item.number,
    note,
    contra: String(row.contra) as Account,
  });
  const [credit, debit] = isDebit(item.kind) ? [issuing.item, item] : [item, issuing.item];
  return { issuing, pairing: { credit, debit, amountMinor: item.amountMinor, appliedOn: issuedOn } };
}
