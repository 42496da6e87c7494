import { decimal, sum } from "../kernel/money.ts";
import type { Listed } from "./letter.ts";

/** As many as a letter names; clients cut longer ones off, and the payment's page has them all. */
const NAMED_MAX = 40;

type Entry = { number: string; minor: bigint };

/** The largest entries as `write` puts them, ordered by number, and the count and sum of the others. */
export function listed<E extends Entry, T>(
  entries: readonly E[],
  currency: string,
  write: (entry: E, amount: string) => T,
): Listed<T> {
  const largestFirst = entries.toSorted((a, b) => (a.minor === b.minor ? 0 : a.minor < b.minor ? 1 : -1));
  const named = largestFirst.slice(0, NAMED_MAX).sort((a, b) => a.number.localeCompare(b.number));
  const others = largestFirst.slice(NAMED_MAX);
  const written = (some: readonly E[]) => decimal(sum(some.map((entry) => entry.minor)), currency);
  return {
    shown: named.map((entry) => write(entry, decimal(entry.minor, currency))),
    rest: others.length > 0 ? { count: others.length, amount: written(others) } : null,
    total: written(entries),
  };
}
