import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentNamed } from "./documents-named.ts";
import { namesAs, tailsOf } from "./written-number.ts";

describe("a number as a payer writes it", () => {
  test.each([
    ["INV-2026-10188", "INV-2026-10188", "exact"],
    ["inv 2026/10188", "INV-2026-10188", "exact"],
    ["INV202610188", "INV-2026-10188", "exact"],
    ["INV-2026-O9261", "INV-2026-09261", "letters"],
    ["INV-2O26-1OI88", "INV-2026-10188", "letters"],
    ["INV-2026-9261", "INV-2026-09261", "zeros"],
    ["INV-2026-0010188", "INV-2026-10188", "zeros"],
    ["10188", "INV-2026-10188", "prefix"],
    ["202610188", "INV-2026-10188", "prefix"],
    ["Invoice 10188", "INV-2026-10188", "prefix"],
    ["Payment of INV-2026-10188, thank you", "INV-2026-10188", "prefix"],
    ["Rechnung 1122", "1122", "prefix"],
    ["INV-2026-10910", "INV-2026-10190", null],
    ["INV-2025-10188", "INV-2026-10188", null],
    ["0188", "INV-2026-10188", null],
    ["188", "INV-2026-00188", null],
    ["", "INV-2026-10188", null],
  ])("%j names %j: %s", (written, number, by) => {
    expect(namesAs(written, number)).toBe(by);
  });

  test("a document is found by the last digits it is looked up with, whenever it is named", () => {
    const numbers = fc.tuple(
      fc.constantFrom("INV-", "", "RE", "INV-2026-", "45/"),
      fc.integer({ min: 1000, max: 9_999_999 }),
      fc.integer({ min: 0, max: 2 }),
    );
    const ways = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toLowerCase(),
      (text: string) => text.replaceAll(/[-/]/g, ""),
      (text: string) => text.replaceAll("0", "O"),
      (text: string) => `Invoice ${text}`,
      (text: string) => text.replace(/^.*?(\d+)$/, "$1"),
    );
    fc.assert(
      fc.property(numbers, ways, ([prefix, digits, zeros], write) => {
        const number = `${prefix}${"0".repeat(zeros)}${digits}`;
        const tail = /(\d+)\D*$/.exec(number)?.[1] ?? "";
        const written = write(number);
        if (namesAs(written, number) !== null) expect(tailsOf(written)).toContain(tail);
      }),
    );
  });

  test("any text is read without fault and in no time to speak of", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.string({ maxLength: 60 }), (a, b) => {
        namesAs(a, b);
        expect(tailsOf(a).length).toBeLessThan(200);
      }),
    );
  });
});

describe("of several documents", () => {
  const candidate = (number: string, openMinor = 100n) => ({
    itemId: number,
    number,
    kind: "invoice" as const,
    customerId: "c",
    currency: "USD",
    amountMinor: 100n,
    openMinor,
  });

  test("the surest way decides", () => {
    const named = documentNamed("INV-2026-O9261", [candidate("INV-2026-O9261"), candidate("INV-2026-09261")]);
    expect(named).toMatchObject({ kind: "found", by: "exact", candidate: { number: "INV-2026-O9261" } });
  });

  test("the only open one is meant, and without one nobody can tell", () => {
    const two = [candidate("A-10188", 0n), candidate("B-10188")];
    expect(documentNamed("10188", two)).toMatchObject({ kind: "found", candidate: { number: "B-10188" } });
    expect(documentNamed("10188", [candidate("A-10188"), candidate("B-10188")]).kind).toBe("several");
  });
});
