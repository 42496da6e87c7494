import { randomFrom } from "../measure.ts";

/** Draws that are the same for the same seed. */
export type Chance = {
  next(): number;
  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number;
  of<T>(values: readonly T[]): T;
  is(share: number): boolean;
  shuffled<T>(values: readonly T[]): T[];
};

export function chanceFrom(seed: number): Chance {
  const next = randomFrom(seed);
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    of: (values) => values[between(0, values.length - 1)]!,
    is: (share) => next() < share,
    shuffled: (values) => {
      const all = [...values];
      for (let at = all.length - 1; at > 0; at--) {
        const other = between(0, at);
        [all[at], all[other]] = [all[other]!, all[at]!];
      }
      return all;
    },
  };
}
