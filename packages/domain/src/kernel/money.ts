/*
 * Money is a bigint of minor units beside an ISO 4217 code. Decimal strings exist only in forms and in foreign bodies.
 */

/** Minor-unit digits that differ from two. Source: ISO 4217 list one (SIX), amendment 177. */
const DIGITS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** How many decimals an amount in `currency` has: USD 2, JPY 0, KWD 3. */
export const minorDigits = (currency: string): number => DIGITS[currency] ?? 2;

export const isCurrency = (code: string): boolean => /^[A-Z]{3}$/.test(code) && KNOWN.has(code);
const KNOWN = new Set(Intl.supportedValuesOf("currency"));

export const sum = (amounts: Iterable<bigint>): bigint => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
};

export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** Writes 123450n USD as "1234.50": what a form field, a CSV cell and a log line hold. */
export function decimal(minor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  if (digits === 0) return minor.toString();
  const sign = minor < 0n ? "-" : "";
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Postgres `bigint` and Stripe agree that more than this is no amount: 18 digits. */
const LARGEST = 10n ** 18n;

/**
 * Reads "1234.50", "-0.5" or ".5" as minor units of `currency`, exactly. Null for anything else: more decimals
 * than the currency has, grouping signs, exponents, more than 18 digits.
 */
export function parseDecimal(text: string, currency: string): bigint | null {
  const digits = minorDigits(currency);
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = "", fraction = ""] = match;
  if (whole === "" && fraction === "") return null;
  const kept = fraction.replace(/0+$/, "");
  if (kept.length > digits) return null;
  const minor = BigInt(whole + kept.padEnd(digits, "0") || "0");
  if (minor >= LARGEST) return null;
  return sign === "-" ? -minor : minor;
}
