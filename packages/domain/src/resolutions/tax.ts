/* How much of a credit is tax. Pure. Minor units. */

/** What a line is called that bills tax and nothing else; the documents do not mark them otherwise. */
export const TAX_LINE = String.raw`\m(tax|taxes|vat|gst|hst|pst|qst|mwst|ust|iva|tva|btw)\M`;

/** A document's tax, and what of it a dispute claims: some lines by name, the rest out of the whole. */
export type TaxFacts = {
  amountMinor: bigint;
  taxMinor: bigint;
  /** Claimed of the document without saying of which lines. */
  wholeClaimMinor: bigint;
  taxLinesClaimMinor: bigint;
  otherLinesClaimMinor: bigint;
};

/**
 * The tax in a credit of `creditMinor`: pro rata of what the claim holds of it, rounded half up. Lines that bill tax are
 * tax, other lines hold none, and what is claimed of the whole document holds the document's own share.
 */
export function taxWithin(creditMinor: bigint, facts: TaxFacts): bigint {
  const { amountMinor, taxMinor, wholeClaimMinor, taxLinesClaimMinor, otherLinesClaimMinor } = facts;
  const claimMinor = wholeClaimMinor + taxLinesClaimMinor + otherLinesClaimMinor;
  if (claimMinor <= 0n || amountMinor <= 0n || taxMinor <= 0n) return 0n;
  const over = amountMinor * claimMinor;
  const share = wholeClaimMinor * taxMinor + taxLinesClaimMinor * amountMinor;
  const rounded = (2n * creditMinor * share + over) / (2n * over);
  return rounded < creditMinor ? rounded : creditMinor;
}
