import { minorDigits } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";

/*
 * Stripe counts minor units as ISO 4217 does, but for these: ISK and UGX are written with two decimals that must be
 * zero, and three-decimal amounts must end in 0. Source: docs.stripe.com/currencies (zero-decimal, special cases).
 */
const STRIPE_DIGITS: Readonly<Record<string, number>> = { ISK: 2, UGX: 2 };

const factor = (currency: string): bigint =>
  10n ** BigInt((STRIPE_DIGITS[currency] ?? minorDigits(currency)) - minorDigits(currency));

/** Our minor units as Stripe's integer. Amounts Stripe cannot hold exactly are a bug upstream, never rounded. */
export function toStripeMinor(amountMinor: bigint, currencyCode: string): number {
  const currency = currencyCode.toUpperCase();
  const theirs = amountMinor * factor(currency);
  invariant(theirs <= BigInt(Number.MAX_SAFE_INTEGER), "an amount fits Stripe's integer");
  return Number(theirs);
}

/** Stripe's integer as our minor units. */
export function fromStripeMinor(amount: number, currencyCode: string): bigint {
  const currency = currencyCode.toUpperCase();
  const divisor = factor(currency);
  const theirs = BigInt(amount);
  invariant(theirs % divisor === 0n, `Stripe's amount has no fraction of our smallest ${currency} unit`);
  return theirs / divisor;
}

/** Whether Stripe can charge exactly this much: three-decimal currencies are charged to the hundredth. */
export const isChargeable = (amountMinor: bigint, currency: string): boolean =>
  minorDigits(currency) !== 3 || amountMinor % 10n === 0n;
