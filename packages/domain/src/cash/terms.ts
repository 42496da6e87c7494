import { addDays } from "../kernel/business-day.ts";

/* Discount terms as documents write them. Pure. */

/** "2/10 net 30", "2%/10, n/30", "1.5/15 EOM net 45": per cent, then the days it may be taken within. */
const TERMS = /(?:^|[^\d./])(\d{1,2}(?:[.,]\d{1,3})?)\s*%?\s*\/\s*(\d{1,3})(?!\d|[.,]\d|\s*\/)/;

/** "2 % 10 days", "3% Skonto within 14 days". */
const IN_WORDS = /(\d{1,2}(?:[.,]\d{1,3})?)\s*%[^\d]{0,40}?(\d{1,3})\s*(?:d\b|days?\b|tage\b|jours?\b)/i;

const THOUSANDTHS = 1_000n;

/**
 * What the terms let the payer take off, and until which day; null without such terms. `n/30` alone, or a percentage of
 * nothing, is none. The amount is rounded half up to minor units, of the whole document.
 */
export function discountOf(
  terms: string | null,
  issuedOn: string,
  amountMinor: bigint,
): { untilOn: string; amountMinor: bigint } | null {
  if (terms === null) return null;
  const found = TERMS.exec(terms) ?? IN_WORDS.exec(terms);
  if (!found) return null;
  const [, percent = "", days = ""] = found;
  const [whole = "0", fraction = ""] = percent.replace(",", ".").split(".");
  const thousandths = BigInt(whole) * THOUSANDTHS + BigInt(fraction.padEnd(3, "0"));
  const hundred = 100n * THOUSANDTHS;
  const discountMinor = (2n * amountMinor * thousandths + hundred) / (2n * hundred);
  if (discountMinor <= 0n) return null;
  return { untilOn: addDays(issuedOn, Number(days)), amountMinor: discountMinor };
}
