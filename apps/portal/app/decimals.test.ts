import { minorDigits as inTheBooks } from "@openitem/domain/kernel/money";
import { minorDigits as onTheScreen } from "@openitem/ui/formats";
import { expect, test } from "vitest";

test("screen and books give every currency the same decimals", () => {
  const codes = Intl.supportedValuesOf("currency");
  expect(codes.filter((code) => inTheBooks(code) !== onTheScreen(code))).toEqual([]);
});
