import { expect, test } from "vitest";
import { convert, inverse, parseRate, realisedDifference, shareOf } from "./exchange.ts";

const rate = (text: string) => parseRate(text)!;

test("amounts change their currency exactly, with halves away from zero", () => {
  expect(convert(1_812_70n, "EUR", "PLN", rate("4.2711"))).toBe(7_742_22n);
  expect(convert(100_00n, "EUR", "JPY", rate("161.255"))).toBe(16_126n);
  expect(convert(1_000n, "JPY", "KWD", rate("0.002"))).toBe(2_000n);
  expect(convert(1n, "EUR", "USD", rate("1.5"))).toBe(2n);
  expect(convert(-1n, "EUR", "USD", rate("1.5"))).toBe(-2n);
  expect(convert(427_11n, "PLN", "EUR", inverse(rate("4.2711")))).toBe(100_00n);
  expect(shareOf(100n, 1n, 3n)).toBe(33n);
});

test.each(["0", "0.000", "-1", "1e3", "", "1,5", "x"])("%s is no rate", (text) => {
  expect(parseRate(text)).toBeNull();
});

test("money that is worth more than the document stood at is a gain, less is a loss, the same is neither", () => {
  const cash = { amountMinor: 100_00n, currency: "EUR", rate: rate("1") };
  const settled = (text: string) => [{ amountMinor: 427_11n, currency: "PLN", rate: rate(text) }];
  // Billed when a zloty was worth 0.22 EUR: the document stood at 93.96 EUR, and 100.00 EUR came for it.
  expect(realisedDifference(settled("0.22"), cash, "EUR")).toBe(6_04n);
  // Billed when it was worth 0.25 EUR: it stood at 106.78 EUR.
  expect(realisedDifference(settled("0.25"), cash, "EUR")).toBe(-6_78n);
  expect(realisedDifference([{ amountMinor: 100_00n, currency: "EUR", rate: rate("1") }], cash, "EUR")).toBe(
    0n,
  );
});

test("both legs may be foreign to the books", () => {
  const settled = [{ amountMinor: 400_00n, currency: "PLN", rate: rate("0.24") }];
  const cash = { amountMinor: 100_00n, currency: "EUR", rate: rate("1.1") };
  expect(realisedDifference(settled, cash, "USD")).toBe(110_00n - 96_00n);
});
