/**
 * Exact decimal numbers as strings: `-?\d+(\.\d+)?`, without leading zeros, with the decimals the file gave.
 * `0.00` has no sign.
 */
export type Decimal = string;

/** Longer numbers are no amounts; the bound keeps arithmetic on hostile ones cheap. */
const maxDigits = 30;

/** Reads `12`, `+12.`, `.5`, `-0012.50` (decimal point only); null when the text is anything else. */
export function decimalOf(text: string): Decimal | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
  const [, sign = "", whole = "", fraction = ""] = match ?? [];
  if (whole.length + fraction.length === 0 || whole.length + fraction.length > maxDigits) return null;
  return signed(sign === "-", whole, fraction);
}

/** Reads digits with an implied decimal point: `12345` with 2 is `123.45`; null when it is no whole number. */
export function impliedDecimalOf(text: string, decimals: number): Decimal | null {
  const [, sign = "", digits = ""] = /^([+-]?)(\d+)$/.exec(text.trim()) ?? [];
  return digits === "" || digits.length > maxDigits ? null : pointed(sign === "-", digits, decimals);
}

function pointed(negative: boolean, digits: string, decimals: number): Decimal {
  const padded = digits.padStart(decimals + 1, "0");
  const point = padded.length - decimals;
  return signed(negative, padded.slice(0, point), padded.slice(point));
}

function signed(negative: boolean, whole: string, fraction: string): Decimal {
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  const number = fraction ? `${digits}.${fraction}` : digits;
  return negative && /[1-9]/.test(number) ? `-${number}` : number;
}

export function isNegative(decimal: Decimal): boolean {
  return decimal.startsWith("-");
}

export function isZero(decimal: Decimal): boolean {
  return !/[1-9]/.test(decimal);
}

export function absolute(decimal: Decimal): Decimal {
  return isNegative(decimal) ? decimal.slice(1) : decimal;
}

export function negated(decimal: Decimal): Decimal {
  if (isZero(decimal)) return decimal;
  return isNegative(decimal) ? decimal.slice(1) : `-${decimal}`;
}

function decimalsOf(decimal: Decimal): number {
  const point = decimal.indexOf(".");
  return point < 0 ? 0 : decimal.length - point - 1;
}

function scaled(decimal: Decimal, decimals: number): bigint {
  return BigInt(decimal.replace(".", "") + "0".repeat(decimals - decimalsOf(decimal)));
}

/** The exact sum, with as many decimals as the part that has most. */
export function sumOf(parts: readonly Decimal[]): Decimal {
  const decimals = parts.reduce((most, part) => Math.max(most, decimalsOf(part)), 0);
  const sum = parts.reduce((total, part) => total + scaled(part, decimals), 0n);
  return pointed(sum < 0n, (sum < 0n ? -sum : sum).toString(), decimals);
}

/** Whether two decimals are the same number, however many decimals they are written with. */
export function sameNumber(a: Decimal, b: Decimal): boolean {
  const decimals = Math.max(decimalsOf(a), decimalsOf(b));
  return scaled(a, decimals) === scaled(b, decimals);
}
