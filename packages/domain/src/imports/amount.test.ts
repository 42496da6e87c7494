import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimal, minorDigits } from "../kernel/money.ts";
import { readAmount } from "./amount.ts";

describe("an amount in a file", () => {
  test.each([
    ["8761.37", "USD", 876137n],
    ["-0.5", "USD", -50n],
    ["1234.50-", "USD", -123450n],
    ["1500.0", "JPY", 1500n],
    ["1.234", "KWD", 1234n],
    ["12.340000", "USD", 1234n],
    ["0", "USD", 0n],
  ])("%s %s is exact", (text, currency, minor) => {
    expect(readAmount(text, currency)).toEqual({ ok: true, minor, rounded: false });
  });

  test.each([
    ["2309.7899999999995", "USD", 230979n],
    ["-2309.7899999999995", "USD", -230979n],
    ["0.30000000000000004", "USD", 30n],
    ["219454924.26999998", "USD", 21945492427n],
    ["1999.9999999999998", "JPY", 2000n],
    ["1.2340000000000002", "KWD", 1234n],
  ])("%s %s is binary noise and is rounded", (text, currency, minor) => {
    expect(readAmount(text, currency)).toEqual({ ok: true, minor, rounded: true });
  });

  test.each([
    ["10.005", "USD", "more than the 2 decimals USD has"],
    ["10.123456789012345", "USD", "more than the 2 decimals USD has"],
    ["10.00000001", "USD", "more than the 2 decimals USD has"],
    ["1500.5", "JPY", "JPY has no decimals"],
    ["1.2345", "KWD", "more than the 3 decimals KWD has"],
    ["1,234.50", "USD", "not an amount such as 1234.50"],
    ["1e5", "USD", "not an amount such as 1234.50"],
    ["NaN", "USD", "not an amount such as 1234.50"],
    ["--5", "USD", "not an amount such as 1234.50"],
    ["", "USD", "amount missing"],
    ["10000000000000000000", "USD", "amount too large"],
    ["12345678901234567.3400000000001", "USD", "amount too large"],
  ])("%s %s is refused", (text, currency, reason) => {
    expect(readAmount(text, currency)).toEqual({ ok: false, reason });
  });
});

const currencies = fc.constantFrom("USD", "EUR", "JPY", "KWD");

test("whatever money writes, an import reads back exactly", () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 17n), 10n ** 17n), currencies, (minor, currency) => {
      expect(readAmount(decimal(minor, currency), currency)).toEqual({ ok: true, minor, rounded: false });
    }),
  );
});

test("an amount that floats have disturbed is the amount it was", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 ** 10 }),
      fc.array(fc.integer({ min: 1, max: 10 ** 6 })),
      (cents, steps) => {
        let float = cents / 100;
        for (const step of steps) float += step / 100;
        for (const step of steps) float -= step / 100;
        // A disturbed double that happens to print short looks like somebody's own decimals, and is refused as such.
        fc.pre(String(float).replace(/\D/g, "").replace(/^0+/, "").length >= 15 || float === cents / 100);
        const read = readAmount(String(float), "USD");
        expect(read).toMatchObject({ ok: true, minor: BigInt(cents) });
      },
    ),
  );
});

test("a decimal of somebody's own is never rounded", () => {
  const oddTails = fc.integer({ min: 1, max: 9_999 }).filter((tail) => tail % 10 !== 0);
  fc.assert(
    fc.property(fc.nat(10 ** 6), oddTails, currencies, (whole, tail, currency) => {
      const digits = minorDigits(currency);
      const text = `${whole}.${"0".repeat(digits)}${tail}`;
      expect(readAmount(text, currency).ok).toBe(false);
    }),
  );
});
