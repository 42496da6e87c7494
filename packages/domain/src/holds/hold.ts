import { least, sum } from "../kernel/money.ts";

/*
 * What of a document's open amount is set apart, and why. Pure. Nothing of it is stored: it follows from disputes and
 * promises as they stand. Amounts are minor units of the document's currency.
 *
 *   disputed  in question: not chased, not charged by itself, not counted as ready to pay
 *   promised  committed to a later day: not chased until then, but may be paid at any time
 */

/** Somebody's claim on an open amount: a dispute's, or what a promise still has to bring. */
export type Claim = { id: string; number: string; amountMinor: bigint };
export type Claims = { disputes: readonly Claim[]; promises: readonly Claim[] };
export type Hold = Claim & { heldMinor: bigint };

export type Holds = {
  disputedMinor: bigint;
  promisedMinor: bigint;
  /** Neither in flight nor disputed: what "pay all" takes. */
  readyMinor: bigint;
  /** What may be chased: ready, and not promised. */
  chaseMinor: bigint;
  disputes: Hold[];
  promises: Hold[];
};

export const NO_CLAIMS: Claims = { disputes: [], promises: [] };

/**
 * Spreads the claims over what is open and not in flight, disputes first and each kind in the order given (the oldest
 * first): open = in flight + disputed + promised + to chase. A document paid meanwhile holds less; none is held twice.
 */
export function holdsOf(openMinor: bigint, inFlightMinor: bigint, claims: Claims): Holds {
  const freeMinor = openMinor - least(openMinor, inFlightMinor);
  const disputes = spread(freeMinor, claims.disputes);
  const disputedMinor = sum(disputes.map((hold) => hold.heldMinor));
  const readyMinor = freeMinor - disputedMinor;
  const promises = spread(readyMinor, claims.promises);
  const promisedMinor = sum(promises.map((hold) => hold.heldMinor));
  return {
    disputedMinor,
    promisedMinor,
    readyMinor,
    chaseMinor: readyMinor - promisedMinor,
    disputes,
    promises,
  };
}

function spread(roomMinor: bigint, claims: readonly Claim[]): Hold[] {
  let leftMinor = roomMinor;
  return claims.map((claim) => {
    const heldMinor = least(claim.amountMinor, leftMinor);
    leftMinor -= heldMinor;
    return { ...claim, heldMinor };
  });
}
