import fc from "fast-check";
import { expect, test } from "vitest";
import { chargeability, chargeLimits, fromStripeMinor, toStripeMinor } from "../payments/stripe-amount.ts";
import { decimal, minorDigits, parseDecimal } from "./money.ts";

const currency = fc.constantFrom(...Intl.supportedValuesOf("currency"));

test.each([
  ["1234.50", "USD", 1_234_50n],
  ["-0.5", "USD", -50n],
  [".5", "EUR", 50n],
  ["12345", "JPY", 12_345n],
  ["1.234", "KWD", 1_234n],
  ["9007199254740993.01", "USD", 900_719_925_474_099_301n],
  ["1.50", "JPY", null],
  ["1.2345", "KWD", null],
  ["1,234.50", "USD", null],
  ["1e3", "USD", null],
  ["", "USD", null],
  [".", "USD", null],
  ["1000000000000000000", "JPY", null],
])("%s in %s is read exactly or not at all", (text, code, minor) => {
  expect(parseDecimal(text, code)).toBe(minor);
});

test("what is written is read back, in every currency and at any size", () => {
  fc.assert(
    fc.property(currency, fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (code, minor) => {
      expect(parseDecimal(decimal(minor, code), code)).toBe(minor);
    }),
    { numRuns: 5_000 },
  );
});

test("Stripe's integers mean the same money, in every currency", () => {
  fc.assert(
    fc.property(currency, fc.bigInt({ min: 0n, max: 10n ** 9n }), (code, hundreds) => {
      // Whole hundreds, since MGA has no decimals at Stripe.
      const minor = hundreds * 100n;
      expect(fromStripeMinor(toStripeMinor(minor, code), code.toLowerCase())).toBe(minor);
    }),
    { numRuns: 2_000 },
  );
  expect(toStripeMinor(500n, "ISK")).toBe(50_000);
  expect(toStripeMinor(500n, "JPY")).toBe(500);
  expect(toStripeMinor(500_00n, "MGA")).toBe(500);
});

test.each([
  [1_005n, "KWD", "too_fine"],
  [1_010n, "KWD", "yes"],
  [150n, "MGA", "too_fine"],
  [49n, "USD", "too_little"],
  [50n, "USD", "yes"],
  [49n, "JPY", "too_little"],
  [99_999_999n, "USD", "yes"],
  [100_000_000n, "USD", "too_much"],
] as const)("%i minor units of %s: %s for one charge", (minor, code, answer) => {
  expect(chargeability(minor, code)).toBe(answer);
});

test("the limits that people are told are those that hold", () => {
  for (const code of ["USD", "JPY", "KWD", "ISK", "MGA", "THB"]) {
    const { leastMinor, mostMinor } = chargeLimits(code);
    expect([chargeability(leastMinor, code), chargeability(mostMinor, code)]).toEqual(["yes", "yes"]);
    expect(chargeability(mostMinor * 2n, code)).toBe("too_much");
  }
});

test("decimals follow ISO 4217", () => {
  expect(["USD", "JPY", "KWD", "CLF", "ISK", "HUF"].map(minorDigits)).toEqual([2, 0, 3, 4, 0, 2]);
});
