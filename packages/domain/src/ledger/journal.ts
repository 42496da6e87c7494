import type { Item } from "../items/item.ts";
import { addDays, laterOf } from "../kernel/business-day.ts";
import { invariant } from "../kernel/refusal.ts";
import type { Account } from "./account.ts";

/*
 * What each happening books. Pure. A document books when it is issued; an application books only what it moves:
 * cash out of where it was held, and the crossing between customers or legal entities. Applying a credit memo to
 * an invoice of the same customer is a matching and books nothing.
 */

/** Where an amount stands: one legal entity's books, one currency, and one customer where it is somebody's. */
export type Place = {
  legalEntityId: string;
  customerId: string | null;
  currency: string;
  closedThroughOn: string | null;
};

/** One transfer of a positive amount (minor units of `place.currency`) between two accounts at one place. */
export type Line = { place: Place; debit: Account; credit: Account; amountMinor: bigint };

type Document = Pick<Item, "kind" | "heldAs" | "amountMinor"> & Place;
type Side = Pick<Item, "kind" | "heldAs"> & Place;

/** Books a document against `contra`: revenue for an invoice, the bank for a receipt. */
export function documentLine(item: Document, contra: Account): Line {
  const { amountMinor } = item;
  switch (item.kind) {
    case "invoice":
    case "debit_memo":
    case "refund":
      return { place: item, debit: "receivable", credit: contra, amountMinor };
    case "credit_memo":
      return { place: item, debit: contra, credit: "receivable", amountMinor };
    case "receipt":
      return { place: item, debit: contra, credit: holdingOf(item), amountMinor };
  }
}

/** Books the use of `amountMinor` of a credit for a debit. */
export function applicationLines(credit: Side, debit: Side, amountMinor: bigint): Line[] {
  invariant(credit.currency === debit.currency, "an application stays in one currency");
  const from = holdingOf(credit);
  if (credit.legalEntityId === debit.legalEntityId && credit.customerId === debit.customerId)
    return from === "receivable" ? [] : [{ place: debit, debit: from, credit: "receivable", amountMinor }];
  return [
    { place: credit, debit: from, credit: "intercompany_clearing", amountMinor },
    { place: debit, debit: "intercompany_clearing", credit: "receivable", amountMinor },
  ];
}

/** The same lines the other way. */
export const reversed = (lines: Line[]): Line[] =>
  lines.map((line) => ({ ...line, debit: line.credit, credit: line.debit }));

/**
 * The day something of `valueOn` is booked: that day, or the first day after the closed books. What touches the books
 * of two legal entities is booked on one day in both, so that it balances on any day.
 */
export const postingDay = (valueOn: string, ...closedThrough: (string | null)[]): string =>
  closedThrough.reduce<string>(
    (day, closedThroughOn) => (closedThroughOn === null ? day : laterOf(day, addDays(closedThroughOn, 1))),
    valueOn,
  );

function holdingOf(item: Pick<Item, "kind" | "heldAs">): Account {
  if (item.kind !== "receipt") return "receivable";
  invariant(item.heldAs, "a receipt says where its rest is held");
  return item.heldAs;
}
