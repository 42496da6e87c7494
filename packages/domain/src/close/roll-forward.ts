/* How receivables came from their opening to their closing balance. Pure. Minor units, positive is owed to us. */

export const MOVEMENTS = [
  "invoices",
  "debit_memos",
  "credit_memos",
  "cash_applied",
  "refunds",
  "returns",
  "write_offs",
  "residuals",
  "exchange",
  "transfers",
  "other",
] as const;
export type Movement = (typeof MOVEMENTS)[number];

export type RollForward = {
  currency: string;
  openingMinor: bigint;
  movements: Readonly<Record<Movement, bigint>>;
  closingMinor: bigint;
  /** Journal lines behind it, the opening's included. */
  lines: number;
};

/**
 * One roll-forward per currency, out of sums by currency and kind; `opening` is a kind of its own. The currency that was
 * booked most stands first.
 */
export function rollForwardsOf(
  sums: readonly { currency: string; kind: Movement | "opening"; minor: bigint; lines: number }[],
): RollForward[] {
  const currencies = [...new Set(sums.map(({ currency }) => currency))].sort();
  const rolled = currencies.map((currency) => {
    const lines = sums
      .filter((each) => each.currency === currency)
      .reduce((total, each) => total + each.lines, 0);
    const of = (kind: Movement | "opening") =>
      sums
        .filter((each) => each.currency === currency && each.kind === kind)
        .reduce((total, { minor }) => total + minor, 0n);
    const movements = Object.fromEntries(MOVEMENTS.map((kind) => [kind, of(kind)])) as Record<
      Movement,
      bigint
    >;
    const openingMinor = of("opening");
    const closingMinor = MOVEMENTS.reduce((total, kind) => total + movements[kind], openingMinor);
    return { currency, openingMinor, movements, closingMinor, lines };
  });
  return rolled.sort((one, other) => other.lines - one.lines);
}
