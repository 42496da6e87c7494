import { expect, test } from "vitest";
import { plainNumber } from "./typed-number.ts";

test.each([
  ["1080000", "en-US", "1080000"],
  ["1,080,000", "en-US", "1080000"],
  ["1,080", "en-US", "1080"],
  ["0.0086", "en-US", "0.0086"],
  [".5", "en-US", "0.5"],
  ["0,0086", "en-US", "0.0086"],
  ["1.080.000", "de-DE", "1080000"],
  ["1.080", "de-DE", "1080"],
  ["0,0086", "de-DE", "0.0086"],
  ["0.0086", "de-DE", "0.0086"],
  ["1.234,5", "de-DE", "1234.5"],
  ["1,234.5", "de-DE", "1234.5"],
  ["10,80,000", "en-IN", "1080000"],
  ["-5", "en-US", null],
  ["1e5", "en-US", null],
  ["ten", "en-US", null],
  ["1.2.3", "en-US", null],
  ["", "en-US", null],
  ["0", "en-US", "0"],
])("“%s” typed in %s is read as %s", (text, locale, plain) => {
  expect(plainNumber(text, locale)).toBe(plain);
});
