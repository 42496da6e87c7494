import { expect, test } from "vitest";
import { discountOf } from "./terms.ts";

const of = (terms: string | null, amountMinor = 1_000_00n) => discountOf(terms, "2026-10-01", amountMinor);

test.each([
  ["2/10 net 30", "2026-10-11", 20_00n],
  ["2/10, n/30", "2026-10-11", 20_00n],
  ["2%/10 n30", "2026-10-11", 20_00n],
  ["1.5/15 net 45", "2026-10-16", 15_00n],
  ["2,25 / 7", "2026-10-08", 22_50n],
  ["3 % Skonto 14 Tage, 30 netto", "2026-10-15", 30_00n],
  ["2% 10 days net 30", "2026-10-11", 20_00n],
])("%s lets something be taken off until a day", (terms, untilOn, amountMinor) => {
  expect(of(terms)).toEqual({ untilOn, amountMinor });
});

test.each([
  null,
  "",
  "NAA8",
  "net 30",
  "n/30",
  "Net 30 days",
  "0/10 net 30",
  "due 12/31/2026 net",
  "30 days EOM",
])("%s lets nothing be taken off", (terms) => {
  expect(of(terms)).toBeNull();
});

test("is rounded half up to minor units", () => {
  expect(of("2/10 net 30", 1_25n)?.amountMinor).toBe(3n);
  expect(of("2/10 net 30", 1_24n)?.amountMinor).toBe(2n);
});
