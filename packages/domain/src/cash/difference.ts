import { type Issuing, newItem } from "../items/issue-item.ts";
import type { LockedItem } from "../items/lock-items.ts";
import { laterOf } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { takeNumber } from "../kernel/take-number.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Effect } from "./carry-out.ts";
import { memoOf } from "./memo.ts";

/** What may be done with the rest that money left of a document. Leaving it open needs no decision. */
export const DIFFERENCE_KINDS = ["discount", "write_off", "residual", "deduction"] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

type Closing = { debit: LockedItem; amountMinor: bigint; reason: string; today: string };

/** A step: a discount granted or a rest written off, as a credit memo that settles it. */
export async function takingEffect(
  tx: Tx,
  ctx: Context,
  kind: "discount" | "write_off",
  { debit, amountMinor, reason, today }: Closing,
): Promise<Effect> {
  const number = await takeNumber(tx, ctx, "credit_memo");
  const memo = memoOf(ctx, { kind, debit, amountMinor, reason }, number, today);
  return { issuing: [memo.issuing], pairings: [memo.pairing], entries: [] };
}

/** A step: the rest lives on as a debit memo with the due day and the references of its document, which is closed by it. */
export async function residualEffect(
  tx: Tx,
  ctx: Context,
  { debit, amountMinor, today }: Closing,
): Promise<Effect> {
  const issuedOn = laterOf(today, debit.issuedOn);
  const common = {
    legalEntity: { id: debit.legalEntityId, closedThroughOn: debit.closedThroughOn },
    customerId: debit.customerId,
    currency: debit.currency,
    amountMinor,
    issuedOn,
    poNumber: debit.poNumber,
    reference: debit.number,
    contra: "residual_clearing",
  } as const;
  const credit = newItem(ctx, {
    ...common,
    kind: "credit_memo",
    number: await takeNumber(tx, ctx, "credit_memo"),
    note: `Rest of ${debit.number}, continued as a debit memo`,
  });
  const rest = newItem(ctx, {
    ...common,
    kind: "debit_memo",
    number: await takeNumber(tx, ctx, "debit_memo"),
    dueOn: debit.dueOn,
    terms: debit.terms,
    note: `Rest of ${debit.number}`,
  });
  const issuing: Issuing[] = [credit, rest];
  return {
    issuing,
    pairings: [{ credit: credit.item, debit, amountMinor, appliedOn: issuedOn }],
    entries: [],
  };
}
