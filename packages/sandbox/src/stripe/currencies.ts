import { invalid } from "./fault.ts";

// Source of the lists: Stripe's page "Supported currencies" (zero-decimal, three-decimal and special cases).
const zeroDecimal = new Set([
  "bif",
  "clp",
  "djf",
  "gnf",
  "jpy",
  "kmf",
  "krw",
  "mga",
  "pyg",
  "rwf",
  "vnd",
  "vuv",
  "xaf",
  "xof",
  "xpf",
]);
const threeDecimal = new Set(["bhd", "jod", "kwd", "omr", "tnd"]);
// Zero-decimal by ISO or by use, yet written with two decimals at Stripe, which must be 00.
const wholeUnitsOnly = new Set(["isk", "ugx"]);

/** How many decimals Stripe gives a currency (lower-case code). */
function decimalsOf(currency: string): number {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

/**
 * Refuses what Stripe would: above eight digits, three-decimal amounts whose last digit is not 0,
 * ISK and UGX with a fraction. `amount` is in minor units.
 */
export function checkAmount(amount: number, currency: string, param: string): void {
  if (!/^[a-z]{3}$/.test(currency)) {
    throw invalid(`Invalid currency: ${currency}. Stripe takes three-letter lower-case codes.`, "currency");
  }
  if (amount <= 0)
    throw invalid("This value must be greater than or equal to 1.", param, "parameter_invalid_integer");
  if (amount > 99_999_999) throw invalid("Amount must be no more than 999,999.99", param, "amount_too_large");
  if (threeDecimal.has(currency) && amount % 10 !== 0) {
    throw invalid(
      `Amounts in ${currency} must be divisible by 10: the last of the three decimals is 0.`,
      param,
    );
  }
  if (wholeUnitsOnly.has(currency) && amount % 100 !== 0) {
    throw invalid(`Amounts in ${currency} must be divisible by 100: it has no fraction.`, param);
  }
}

/** `1,234.50`, with the currency's own decimals, from integer minor units. */
export function formatDigits(amount: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amount)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = decimals === 0 ? "" : `.${digits.slice(-decimals)}`;
  return `${amount < 0 ? "\u2212" : ""}${whole}${fraction}`;
}

/** `1,234.50 USD`. */
export const formatAmount = (amount: number, currency: string): string =>
  `${formatDigits(amount, currency)} ${currency.toUpperCase()}`;
