import { minorDigits, parseDecimal } from "../kernel/money.ts";

/*
 * Amounts as files hold them. Exact or refused, with one exception: a number that went through binary floating point
 * (2309.7899999999995) is the amount it came from, and whoever reads it says so.
 */

export type ReadAmount =
  | { ok: true; minor: bigint /** Whether binary noise was taken off. */; rounded: boolean }
  | { ok: false; reason: string };

/** A double that is no short decimal prints with 15 to 17 significant digits; fewer are somebody's own decimals. */
const NOISE_DIGITS_MIN = 15;
/** Noise is a millionth of the minor unit or less, or for large amounts a few steps of a double (2^-52 of it each). */
const UNIT_PARTS = 1_000_000n;
const VALUE_PARTS = 2_500_000_000_000_000n;
/** And never more than a millionth of the major unit. */
const MAJOR_PARTS = 1_000_000n;

/**
 * Reads "1234.50", "-0.5" or SAP's "1234.50-" as minor units of `currency`. Refuses grouping signs, exponents,
 * decimals the currency does not have, nothing, and more than 18 digits.
 */
export function readAmount(text: string, currency: string): ReadAmount {
  const trimmed = text.trim();
  if (trimmed === "") return { ok: false, reason: "amount missing" };
  const written = /^\d[\d.]*-$/.test(trimmed) ? `-${trimmed.slice(0, -1)}` : trimmed;
  const exact = parseDecimal(written, currency);
  if (exact !== null) return { ok: true, minor: exact, rounded: false };
  const match = /^([+-]?)(\d*)\.(\d+)$/.exec(written);
  if (!match)
    return {
      ok: false,
      reason: /^[+-]?\d+$/.test(written) ? "amount too large" : "not an amount such as 1234.50",
    };
  const [, sign, whole = "", fraction = ""] = match;
  const digits = minorDigits(currency);
  const kept = nearest(whole, fraction, digits);
  if (kept === null)
    return {
      ok: false,
      reason:
        digits === 0 ? `${currency} has no decimals` : `more than the ${digits} decimals ${currency} has`,
    };
  const minor = parseDecimal(`${sign}${kept}`, currency);
  return minor === null ? { ok: false, reason: "amount too large" } : { ok: true, minor, rounded: true };
}

/** The amount of `digits` decimals that `whole.fraction` is noise around; null when it is no noise. */
function nearest(whole: string, fraction: string, digits: number): string | null {
  const significant = (whole + fraction).replace(/^0+/, "").length;
  if (significant < NOISE_DIGITS_MIN || fraction.length <= digits) return null;
  const scaled = BigInt(whole + fraction);
  const unit = 10n ** BigInt(fraction.length - digits);
  const minor = (scaled + unit / 2n) / unit;
  const away = scaled > minor * unit ? scaled - minor * unit : minor * unit - scaled;
  const isNoise = away * UNIT_PARTS <= unit || away * VALUE_PARTS <= scaled;
  if (!isNoise || away * MAJOR_PARTS > 10n ** BigInt(fraction.length)) return null;
  const padded = minor.toString().padStart(digits + 1, "0");
  return digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}
