import { newId } from "@openitem/db/ids";
import { type Issuing, newItem } from "../items/issue-item.ts";
import type { LockedItem } from "../items/lock-items.ts";
import { laterOf } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import type { Account } from "../ledger/account.ts";
import type { Pairing } from "../ledger/apply.ts";

/* Credit memos that close what the money left of a document. */

/** An amount taken off a debit by a rule or a decision. */
export type Taking = {
  kind: "discount" | "write_off";
  debit: LockedItem;
  amountMinor: bigint;
  /** A code, or words of the one who decided. */
  reason: string;
};

export type Memo = {
  decisionId: string;
  taking: Taking;
  issuing: Issuing;
  pairing: Pairing & { appliedOn: string };
};

const CONTRA: Record<Taking["kind"], Account> = { discount: "discounts", write_off: "write_off" };
const TITLE: Record<Taking["kind"], string> = { discount: "Discount on", write_off: "Written off of" };

/** The memo of a taking, applied to its debit on that day, or on the debit's own when it is younger. */
export function memoOf(ctx: Context, taking: Taking, number: string, on: string): Memo {
  const { kind, debit, amountMinor } = taking;
  const issuedOn = laterOf(on, debit.issuedOn);
  const issuing = newItem(ctx, {
    id: newId(),
    kind: "credit_memo",
    number,
    legalEntity: { id: debit.legalEntityId, closedThroughOn: debit.closedThroughOn },
    customerId: debit.customerId,
    currency: debit.currency,
    amountMinor,
    issuedOn,
    poNumber: debit.poNumber,
    reference: debit.number,
    note: `${TITLE[kind]} ${debit.number}`,
    contra: CONTRA[kind],
  });
  const pairing = { credit: issuing.item, debit, amountMinor, appliedOn: issuedOn };
  return { decisionId: newId(), taking, issuing, pairing };
}
