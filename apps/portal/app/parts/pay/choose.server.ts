import type { ItemState } from "@openitem/domain/items/item-state";
import { listItems, totalItems } from "@openitem/domain/items/list-items";
import { readPayment } from "@openitem/domain/payments/read-payment";
import { formatAmount } from "@openitem/ui/formats";
import type { Viewer } from "../../context.ts";
import { type Draft, emptyDraft } from "./draft.ts";

/** The short ways to choose: what each takes of the list of documents. */
const STATES = {
  // What is wholly in flight is being paid already.
  overdue: "ready",
  due_soon: "due_soon",
  not_due: "not_due",
  everything: "open",
} as const satisfies Record<string, ItemState>;
export type ChooseAll = keyof typeof STATES;

export const isChooseAll = (text: string | null): text is ChooseAll => text !== null && text in STATES;

const PAGE = 500;

/** The ids of the documents that "all overdue" or "everything" takes, the oldest due first, at most `max`, and how many there are if that leaves some out. */
export async function chooseAll(
  { ctx, customerIds }: Viewer,
  all: ChooseAll,
  currency: string,
  max: number,
): Promise<{ itemIds: string[]; leftOutOf: number | null }> {
  const asked = { customerIds, state: STATES[all], currency, sort: "due" as const, limit: PAGE };
  const itemIds: string[] = [];
  let cursor: string | null = null;
  do {
    const answer = await listItems(ctx, { ...asked, cursor });
    // What is wholly in flight or disputed would take the place of what can be paid.
    const payable = answer.rows.filter((row) => row.openMinor > row.inFlightMinor + row.disputedMinor);
    itemIds.push(...payable.map((row) => row.id));
    cursor = answer.next;
  } while (cursor && itemIds.length <= max);
  if (itemIds.length <= max) return { itemIds, leftOutOf: null };
  const [total] = await totalItems(ctx, asked);
  return { itemIds: itemIds.slice(0, max), leftOutOf: total?.count ?? 0 };
}

/** What "all overdue" or "everything" would take, per currency. */
export async function totalsOf({ ctx, customerIds }: Viewer, all: ChooseAll) {
  const totals = await totalItems(ctx, { customerIds, state: STATES[all] });
  return totals.map(({ currency, count, openMinor }) => ({ currency, count, minor: openMinor }));
}

/** The selection of an earlier payment with its amounts as they were typed: nothing is lost by a bank's no. */
export async function draftOfPayment(
  { ctx, contact }: Viewer,
  paymentId: string,
): Promise<{ draft: Draft; currency: string }> {
  const { payment, shares } = await readPayment(ctx, paymentId);
  const { currency } = payment;
  const written = (minor: bigint) => formatAmount(minor, currency, contact.locale);
  const draft = emptyDraft();
  for (const { itemId, side, amountMinor, shortReason, shortNote } of shares) {
    if (side === "credit") draft.credits.push({ itemId, used: true, amount: written(amountMinor) });
    else
      draft.rows.push({
        itemId,
        amount: written(amountMinor),
        reason: shortReason ?? "",
        note: shortNote ?? "",
        was: "",
      });
  }
  if (payment.onAccountMinor > 0n) draft.onAccount = written(payment.onAccountMinor);
  return { draft, currency };
}
