import { least } from "../kernel/money.ts";

/* What to pay on one date of a promise. Pure; amounts in minor units. */

type Promised = {
  itemId: string;
  /** What the promise still keeps of it from being chased: promised, not brought, and not in dispute. */
  heldMinor: bigint;
  inFlightMinor: bigint;
};

/**
 * The documents that an amount of a promise is paid on, in the order given (the oldest due first): of each what is
 * held for it and not on its way. Comes to less than `amountMinor` when no more is left.
 */
export function spreadInstalment(
  documents: readonly Promised[],
  amountMinor: bigint,
): { itemId: string; amountMinor: bigint }[] {
  let leftMinor = amountMinor;
  return documents.flatMap(({ itemId, heldMinor, inFlightMinor }) => {
    const share = least(heldMinor - inFlightMinor, leftMinor);
    if (share <= 0n) return [];
    leftMinor -= share;
    return [{ itemId, amountMinor: share }];
  });
}
