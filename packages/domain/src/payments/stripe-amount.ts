import { minorDigits } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";

/*
 * Stripe counts minor units as ISO 4217 does, but for these: ISK and UGX are written with two decimals that must be
 * zero, MGA without any, and three-decimal amounts must end in 0. Source: docs.stripe.com/currencies.
 */
const STRIPE_DIGITS: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

/** Least charges in minor units. Source: docs.stripe.com/currencies#minimum-and-maximum-charge-amounts. */
const LEAST: Readonly<Record<string, bigint>> = {
  USD: 50n,
  AED: 2_00n,
  AUD: 50n,
  BGN: 1_00n,
  BRL: 50n,
  CAD: 50n,
  CHF: 50n,
  CZK: 15_00n,
  DKK: 2_50n,
  EUR: 50n,
  GBP: 30n,
  HKD: 4_00n,
  HUF: 175_00n,
  INR: 50n,
  JPY: 50n,
  MXN: 10_00n,
  MYR: 2_00n,
  NOK: 3_00n,
  NZD: 50n,
  PLN: 2_00n,
  RON: 2_00n,
  SEK: 3_00n,
  SGD: 50n,
  THB: 10_00n,
};
/** Stripe takes at most eight digits. Source: as above. */
const MOST_AT_STRIPE = 99_999_999n;

const digitsAtStripe = (currency: string): number => STRIPE_DIGITS[currency] ?? minorDigits(currency);

/** Our minor units as Stripe's integer. Amounts Stripe cannot hold exactly are a bug upstream, never rounded. */
export function toStripeMinor(amountMinor: bigint, currencyCode: string): number {
  const currency = currencyCode.toUpperCase();
  const theirs = scaled(amountMinor, digitsAtStripe(currency) - minorDigits(currency), currency);
  invariant(theirs <= BigInt(Number.MAX_SAFE_INTEGER), "an amount fits Stripe's integer");
  return Number(theirs);
}

/** Stripe's integer as our minor units. */
export function fromStripeMinor(amount: number, currencyCode: string): bigint {
  const currency = currencyCode.toUpperCase();
  return scaled(BigInt(amount), minorDigits(currency) - digitsAtStripe(currency), currency);
}

function scaled(amount: bigint, digits: number, currency: string): bigint {
  if (digits >= 0) return amount * 10n ** BigInt(digits);
  const divisor = 10n ** BigInt(-digits);
  invariant(amount % divisor === 0n, `an amount in ${currency} has no fraction that would be lost`);
  return amount / divisor;
}

/** The smallest step Stripe charges in, in our minor units: 10 fils, one ariary, else one minor unit. */
function stepOf(currency: string): bigint {
  if (minorDigits(currency) === 3) return 10n;
  return 10n ** BigInt(Math.max(0, minorDigits(currency) - digitsAtStripe(currency)));
}

export type Chargeability = "yes" | "too_little" | "too_much" | "too_fine";

/** Whether Stripe can charge exactly this much, and with what it would find fault. */
export function chargeability(amountMinor: bigint, currency: string): Chargeability {
  if (amountMinor % stepOf(currency) !== 0n) return "too_fine";
  if (amountMinor < (LEAST[currency] ?? 1n)) return "too_little";
  return toStripeMinor(amountMinor, currency) > MOST_AT_STRIPE ? "too_much" : "yes";
}

/** The least and the most one payment may be, in minor units. */
export const chargeLimits = (currency: string): { leastMinor: bigint; mostMinor: bigint } => {
  const scale = digitsAtStripe(currency) - minorDigits(currency);
  const mostMinor =
    scale >= 0 ? MOST_AT_STRIPE / 10n ** BigInt(scale) : MOST_AT_STRIPE * 10n ** BigInt(-scale);
  return {
    leastMinor: LEAST[currency] ?? stepOf(currency),
    mostMinor: mostMinor - (mostMinor % stepOf(currency)),
  };
};
