import { minorDigits } from "../kernel/money.ts";

/*
 * Money that changes its currency. Pure. A rate is an exact fraction: what one unit of one currency is worth in
 * another. Amounts are minor units; halves are rounded away from zero, once, at the end.
 */

export type Rate = { num: bigint; den: bigint };

export const NO_EXCHANGE: Rate = { num: 1n, den: 1n };

/** "4.2711" as a fraction; null for anything that is no positive decimal. */
export function parseRate(text: string): Rate | null {
  const match = /^(\d{1,12})(?:\.(\d{1,18}))?$/.exec(text.trim());
  if (!match) return null;
  const [, whole = "", fraction = ""] = match;
  const num = BigInt(whole + fraction);
  return num > 0n ? { num, den: 10n ** BigInt(fraction.length) } : null;
}

export const inverse = ({ num, den }: Rate): Rate => ({ num: den, den: num });

/** What an amount is worth in the other currency. */
export function convert(amountMinor: bigint, from: string, to: string, { num, den }: Rate): bigint {
  const scaled = amountMinor * num * 10n ** BigInt(minorDigits(to));
  return rounded(scaled, den * 10n ** BigInt(minorDigits(from)));
}

/** A part of an amount: `minor` x `of` / `whole`. */
export const shareOf = (minor: bigint, of: bigint, whole: bigint): bigint => rounded(minor * of, whole);

function rounded(numerator: bigint, denominator: bigint): bigint {
  const isNegative = numerator < 0n;
  const positive = isNegative ? -numerator : numerator;
  const half = (2n * positive + denominator) / (2n * denominator);
  return isNegative ? -half : half;
}

type Settled = {
  /** What of a document was paid, in its own currency. */
  amountMinor: bigint;
  currency: string;
  /** From its currency into the functional one, on the day it was issued: what it stands in the books at. */
  rate: Rate;
};
type Cash = {
  /** The money given for them, in its own currency. */
  amountMinor: bigint;
  currency: string;
  /** Into the functional currency, on the day the money came. */
  rate: Rate;
};

/**
 * The realised difference of exchange in the functional currency: what the money was worth less what the settled
 * documents stood in the books at. Positive is a gain.
 * Source: IAS 21.28, differences arising on the settlement of monetary items.
 */
export function realisedDifference(settled: readonly Settled[], cash: Cash, functional: string): bigint {
  const cashMinor = convert(cash.amountMinor, cash.currency, functional, cash.rate);
  return settled.reduce(
    (left, { amountMinor, currency, rate }) => left - convert(amountMinor, currency, functional, rate),
    cashMinor,
  );
}
