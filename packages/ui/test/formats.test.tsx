import {
  daysBetween,
  decimalOf,
  formatAmount,
  formatDay,
  formatDecimal,
  formatDistance,
  formatMoment,
  minorDigits,
  parseAmount,
} from "@openitem/ui/formats";
import { uiMessagesDe } from "@openitem/ui/messages-de";
import { uiMessages } from "@openitem/ui/messages-en";
import fc from "fast-check";
import { createTranslator } from "use-intl/core";
import { describe, expect, test } from "vitest";

const LOCALES = [
  "en-US",
  "en-GB",
  "de",
  "de-CH",
  "de-AT",
  "fr",
  "fr-CH",
  "es",
  "pl",
  "sv",
  "en-IN",
  "ar",
  "ja",
  "pt-BR",
];
const CURRENCIES = Intl.supportedValuesOf("currency");

const minorOf = (text: string, currency = "USD", locale = "en") => {
  const parsed = parseAmount(text, currency, locale);
  return parsed.ok ? parsed.minor : parsed.reason;
};

describe("an amount written for a person", () => {
  test("is grouped, has its currency's own decimals and no symbol", () => {
    expect(formatAmount(120_433_010n, "USD", "en-US")).toBe("1,204,330.10");
    expect(formatAmount(4_812_000n, "JPY", "en-US")).toBe("4,812,000");
    expect(formatAmount(9_204_350n, "KWD", "en-US")).toBe("9,204.350");
    expect(formatAmount(120_433_010n, "EUR", "de")).toBe("1.204.330,10");
    expect(formatAmount(123_450n, "EUR", "es")).toBe("1.234,50");
  });

  test("shows less than nothing with a true minus, and nothing as a number", () => {
    expect(formatAmount(-235_000n, "USD", "en-US")).toBe("\u22122,350.00");
    expect(formatAmount(-5n, "USD", "ar")).toBe("\u22120.05");
    expect(formatAmount(0n, "USD", "en-US")).toBe("0.00");
  });

  test("is grouped as the locale's own number format does it, at any size", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 24n }),
        fc.constantFrom(
          ...LOCALES,
          "hi",
          "ta-IN",
          "bn",
          "ne",
          "he",
          "fa",
          "pt-PT",
          "it",
          "nl",
          "fi",
          "hu",
          "bg",
        ),
        (minor, locale) => {
          const format = new Intl.NumberFormat(locale, {
            numberingSystem: "latn",
            useGrouping: "always",
            minimumFractionDigits: 2,
          });
          const decimal = decimalOf(minor, "USD") as Intl.StringNumericLiteral;
          expect(formatAmount(minor, "USD", locale)).toBe(format.format(decimal));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("keeps every digit beyond what a float can hold", () => {
    expect(formatAmount(90_071_992_547_409_931n, "USD", "en-US")).toBe("900,719,925,474,099.31");
  });

  test("takes the decimals from ISO 4217 where the locale data of Intl drop them", () => {
    expect(["HUF", "IDR", "PKR", "COP"].map(minorDigits)).toEqual([2, 2, 2, 2]);
    expect(["IQD", "TND", "CLF", "ISK", "USD"].map(minorDigits)).toEqual([3, 3, 4, 0, 2]);
  });

  test("is held by fields and files as a plain decimal", () => {
    expect(decimalOf(123_450n, "USD")).toBe("1234.50");
    expect(decimalOf(-5n, "KWD")).toBe("-0.005");
    expect(decimalOf(5n, "JPY")).toBe("5");
  });

  test("of one unit keeps the decimals of its price", () => {
    expect(formatDecimal("0.0079", "en-US")).toBe("0.0079");
    expect(formatDecimal("1000.0000", "de")).toBe("1.000,0000");
    expect(() => formatDecimal("1,5", "en-US")).toThrow(RangeError);
  });
});

describe("an amount typed by a person", () => {
  test("comes back as it was written, in every currency and locale", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
        fc.constantFrom(...CURRENCIES),
        fc.constantFrom(...LOCALES),
        (minor, currency, locale) => {
          const text = formatAmount(minor, currency, locale);
          const parsed = parseAmount(text, currency, locale);
          expect(parsed).toMatchObject({ ok: true, minor, read: text });
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("may be a plain decimal in every locale when its decimals are not three", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        fc.constantFrom(...CURRENCIES.filter((currency) => minorDigits(currency) !== 3)),
        fc.constantFrom(...LOCALES),
        (minor, currency, locale) => {
          expect(minorOf(decimalOf(minor, currency), currency, locale)).toBe(minor);
        },
      ),
    );
  });

  test("may have either sign before its decimals, whatever the locale", () => {
    for (const locale of ["en-US", "de"]) {
      expect(minorOf("1,234.50", "USD", locale)).toBe(123_450n);
      expect(minorOf("1.234,50", "USD", locale)).toBe(123_450n);
      expect(minorOf("1234,5", "USD", locale)).toBe(123_450n);
      expect(minorOf("1'234.50", "USD", locale)).toBe(123_450n);
      expect(minorOf("1 234,50", "USD", locale)).toBe(123_450n);
      expect(minorOf("USD 12.00", "USD", locale)).toBe(1_200n);
      expect(minorOf("1,234,567", "USD", locale)).toBe(123_456_700n);
      expect(minorOf("12,34,567.50", "USD", locale)).toBe(123_456_750n);
    }
    expect(parseAmount("1.234,50", "USD", "en-US")).toEqual({
      ok: true,
      minor: 123_450n,
      read: "1,234.50",
      decimalSign: ",",
    });
  });

  test("with one sign and three digits is read as the locale groups, and refused where that would be a guess", () => {
    expect(minorOf("1,234", "USD", "en-US")).toBe(123_400n);
    expect(minorOf("1.234", "USD", "de")).toBe(123_400n);
    expect(minorOf("1.234", "USD", "en-US")).toBe("ambiguous");
    expect(minorOf("1,234", "EUR", "de")).toBe("ambiguous");
    expect(minorOf("1.234", "KWD", "en-US")).toBe(1_234n);
    expect(minorOf("1,234", "KWD", "en-US")).toBe(1_234_000n);
    expect(minorOf("1.234", "JPY", "en-US")).toBe(1_234n);
  });

  test("is refused with its reason, never rounded", () => {
    expect(minorOf("")).toBe("empty");
    expect(minorOf("  ")).toBe("empty");
    expect(minorOf("USD")).toBe("empty");
    expect(minorOf("twelve")).toBe("not-a-number");
    expect(minorOf("1e5")).toBe("not-a-number");
    expect(minorOf(".")).toBe("not-a-number");
    expect(minorOf("1,23,4")).toBe("not-a-number");
    expect(minorOf("1.2.3,4")).toBe("not-a-number");
    expect(minorOf("0.123")).toBe("too-many-decimals");
    expect(minorOf("1,234.567")).toBe("too-many-decimals");
    expect(minorOf("1.5", "JPY")).toBe("too-many-decimals");
    expect(minorOf("9".repeat(18))).toBe("too-large");
  });

  test("may have zeros after its last decimal", () => {
    expect(minorOf("1,234.500")).toBe(123_450n);
    expect(minorOf("1,234.00", "JPY")).toBe(1_234n);
  });

  test("is either an amount that reads the same again, or a reason", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[-\d.,' ]{0,12}$/),
        fc.constantFrom("USD", "JPY", "KWD"),
        (text, currency) => {
          const parsed = parseAmount(text, currency, "en-US");
          if (parsed.ok) expect(minorOf(parsed.read, currency, "en-US")).toBe(parsed.minor);
          else
            expect(["empty", "not-a-number", "too-many-decimals", "ambiguous", "too-large"]).toContain(
              parsed.reason,
            );
        },
      ),
    );
  });
});

describe("a day", () => {
  test("has one order in English and figures in German", () => {
    for (const locale of ["en", "en-US", "en-GB"]) {
      expect(formatDay("2026-08-30", locale)).toBe("30 Aug 2026");
      expect(formatDay("2026-09-14", locale)).toBe("14 Sep 2026");
      expect(formatDay("2026-11-27", locale, { weekday: true, year: false })).toBe("Fri 27 Nov");
      expect(formatDay("2026-11-27", locale, { weekday: true })).toBe("Fri 27 Nov 2026");
    }
    expect(formatDay("2026-08-30", "de")).toBe("30.08.2026");
    expect(formatDay("2026-11-27", "de", { year: false })).toBe("27. Nov.");
  });

  test("that does not exist is refused", () => {
    for (const iso of ["2026-02-30", "2026-11-31", "30 Aug 2026", "2026-8-3", ""]) {
      expect(() => formatDay(iso, "en")).toThrow(RangeError);
    }
  });

  test("is the same day in every zone, and a moment says its own", () => {
    const at = new Date("2026-11-18T14:14:00Z");
    expect(formatMoment(at, "en-US", "America/New_York")).toBe("18 Nov 2026, 09:14 EST");
    expect(formatMoment(at, "en-US", "Europe/Berlin", { weekday: true })).toBe("Wed 18 Nov 2026, 15:14 CET");
    expect(formatMoment(at, "de", "Europe/Berlin")).toBe("18.11.2026, 15:14 MEZ");
    expect(formatMoment(at, "en-GB", "UTC")).toBe("18 Nov 2026, 14:14 UTC");
    expect(formatMoment(new Date("2026-11-18T23:30:00Z"), "en", "Asia/Kolkata")).toContain(
      "19 Nov 2026, 05:00",
    );
  });

  test("stands at a distance said in the person's words", () => {
    const en = createTranslator({ locale: "en", messages: uiMessages, namespace: "distance" });
    const de = createTranslator({ locale: "de", messages: uiMessagesDe, namespace: "distance" });
    expect(formatDistance("2026-08-30", "2026-11-18", en)).toBe("80 days overdue");
    expect(formatDistance("2026-11-17", "2026-11-18", en)).toBe("1 day overdue");
    expect(formatDistance("2026-11-18", "2026-11-18", en)).toBe("Due today");
    expect(formatDistance("2026-11-21", "2026-11-18", en)).toBe("Due in 3 days");
    expect(formatDistance("2026-11-21", "2026-11-18", de)).toBe("Fällig in 3 Tagen");
  });

  test("counts from the next as one, over leap days and changes of the clock", () => {
    expect(daysBetween("2028-02-28", "2028-03-01")).toBe(2);
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
    expect(daysBetween("2026-11-18", "2026-08-30")).toBe(-80);
  });
});
