import { isDebit } from "../items/item.ts";
import type { LockedItem } from "../items/lock-items.ts";
import { decimal, sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";

export type WishedUse = { itemId: string; amountMinor: bigint };
export type Use = { debit: LockedItem; amountMinor: bigint };

type Frame = {
  currency: string;
  /** What of the money may be used. */
  availableMinor: bigint;
  /** Documents under a lock. */
  byId: ReadonlyMap<string, LockedItem>;
  inFlight: ReadonlyMap<string, bigint>;
};

/**
 * Checks what money is to pay: each document there, once, of its currency, with that much open and not reserved, and no
 * more in all than there is. `takings` are amounts taken off beside. Refuses `application.…` naming the document, and
 * `receipt.over_applied`.
 */
export function checkUses(
  wishes: readonly WishedUse[],
  { currency, availableMinor, byId, inFlight }: Frame,
  takings: readonly WishedUse[] = [],
): Use[] {
  if (new Set(wishes.map((wish) => wish.itemId)).size < wishes.length)
    throw new Refusal("invalid", "application.twice", "Name each document once.");
  if (sum(wishes.map((wish) => wish.amountMinor)) > availableMinor)
    throw new Refusal(
      "invalid",
      "receipt.over_applied",
      `You apply more than is there: ${decimal(availableMinor, currency)} ${currency}.`,
      { available: decimal(availableMinor, currency), currency },
    );
  const taken = new Map<string, bigint>();
  for (const { itemId, amountMinor } of [...wishes, ...takings])
    taken.set(itemId, (taken.get(itemId) ?? 0n) + amountMinor);
  for (const [itemId, amountMinor] of taken) {
    const debit = byId.get(itemId);
    if (!debit || !isDebit(debit.kind) || debit.kind === "refund")
      throw new Refusal("missing", "application.item_missing", "We cannot find one of these documents.");
    if (debit.currency !== currency)
      throw new Refusal(
        "invalid",
        "application.currency",
        `${debit.number} is in ${debit.currency}, the money in ${currency}.`,
        { number: debit.number },
      );
    checkFree(debit, inFlight, amountMinor);
  }
  return wishes.map(({ itemId, amountMinor }) => ({ debit: byId.get(itemId)!, amountMinor }));
}

/** Refuses `application.over_open` when less than that is open and not reserved by a payment under way. */
export function checkFree(
  item: LockedItem,
  inFlight: ReadonlyMap<string, bigint>,
  amountMinor: bigint,
): void {
  const freeMinor = freeOf(item, inFlight);
  if (amountMinor <= freeMinor) return;
  const { number, currency } = item;
  const open = decimal(freeMinor, currency);
  throw new Refusal("conflict", "application.over_open", `${number} has ${open} ${currency} open.`, {
    number,
    open,
    currency,
  });
}

/** What is open of a document and not reserved. */
export function freeOf(item: LockedItem, inFlight: ReadonlyMap<string, bigint>): bigint {
  const freeMinor = item.openMinor - (inFlight.get(item.id) ?? 0n);
  return freeMinor > 0n ? freeMinor : 0n;
}
