import { isDebit } from "../items/item.ts";
import type { LockedItem } from "../items/lock-items.ts";
import { decimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Pairing } from "../ledger/apply.ts";

type Wished = { credit: LockedItem | undefined; debit: LockedItem | undefined; amountMinor: bigint };

/**
 * Checks that credits may be applied to debits: both there, of one currency, with that much open and not reserved by
 * a payment under way. Refuses `application.…` naming the document.
 */
export function checkPairings(wished: readonly Wished[], inFlight: ReadonlyMap<string, bigint>): Pairing[] {
  const used = new Map(inFlight);
  return wished.map(({ credit, debit, amountMinor }) => {
    if (!credit || !debit || isDebit(credit.kind) || !isDebit(debit.kind))
      throw new Refusal("missing", "application.item_missing", "We cannot find one of these documents.");
    if (credit.currency !== debit.currency)
      throw new Refusal(
        "invalid",
        "application.currency",
        `${credit.number} is in ${credit.currency}, ${debit.number} in ${debit.currency}.`,
      );
    for (const item of [credit, debit]) {
      const takenMinor = used.get(item.id) ?? 0n;
      const freeMinor = item.openMinor - takenMinor;
      if (amountMinor > freeMinor)
        throw new Refusal(
          "conflict",
          "application.over_open",
          `${item.number} has ${decimal(freeMinor, item.currency)} ${item.currency} open.`,
          {
            number: item.number,
            open: decimal(freeMinor, item.currency),
            currency: item.currency,
          },
        );
      used.set(item.id, takenMinor + amountMinor);
    }
    return { credit, debit, amountMinor };
  });
}
