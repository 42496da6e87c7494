import type { Proposal } from "../matching/match.ts";

export type ProposedTaking = {
  kind: "discount" | "write_off";
  itemId: string;
  amountMinor: bigint;
  reason: string;
};

/**
 * What a proposal takes off its documents beside the money: discounts by their terms, and a rest within the tolerance,
 * which is given up. Every other difference stays open. Pure.
 */
export function takingsOf({ applications, difference }: Proposal): ProposedTaking[] {
  const discounts = applications
    .filter(({ discountMinor }) => discountMinor > 0n)
    .map(({ itemId, discountMinor }) => ({
      kind: "discount" as const,
      itemId,
      amountMinor: discountMinor,
      reason: "terms",
    }));
  if (difference.kind !== "tolerance" || difference.minor >= 0n) return discounts;
  let leftMinor = -difference.minor;
  const rests = applications.flatMap(({ itemId, freeMinor, amountMinor, discountMinor }) => {
    const restMinor = freeMinor - amountMinor - discountMinor;
    const takenMinor = restMinor < leftMinor ? restMinor : leftMinor;
    leftMinor -= takenMinor;
    return takenMinor > 0n
      ? [{ kind: "write_off" as const, itemId, amountMinor: takenMinor, reason: "tolerance" }]
      : [];
  });
  return [...discounts, ...rests];
}
