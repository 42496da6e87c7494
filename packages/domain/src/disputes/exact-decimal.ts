import { minorDigits } from "../kernel/money.ts";

/*
 * Quantities and unit prices are decimals as their source wrote them, not money. Here they are multiplied and
 * subtracted exactly; only the result is rounded to minor units, half away from zero.
 */

/** `units` divided by ten to the power of `scale`. */
export type ExactDecimal = { units: bigint; scale: number };

const SHAPE = /^(-?)(\d{1,18})(?:\.(\d{1,18}))?$/;

/** Reads "1080000" or "0.0146"; null for anything else. */
export function readDecimal(text: string): ExactDecimal | null {
  const match = SHAPE.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = "", fraction = ""] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === "-" ? -units : units, scale: fraction.length };
}

export const times = (a: ExactDecimal, b: ExactDecimal): ExactDecimal => ({
  units: a.units * b.units,
  scale: a.scale + b.scale,
});

export function minus(a: ExactDecimal, b: ExactDecimal): ExactDecimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: scaled(a, scale) - scaled(b, scale), scale };
}

/** In minor units of a currency: 6480 USD becomes 648000n. */
export function inMinor(value: ExactDecimal, currency: string): bigint {
  const digits = minorDigits(currency);
  if (value.scale <= digits) return scaled(value, digits);
  const divisor = 10n ** BigInt(value.scale - digits);
  const magnitude = value.units < 0n ? -value.units : value.units;
  const rounded = (2n * magnitude + divisor) / (2n * divisor);
  return value.units < 0n ? -rounded : rounded;
}

const scaled = ({ units, scale }: ExactDecimal, to: number): bigint => units * 10n ** BigInt(to - scale);
