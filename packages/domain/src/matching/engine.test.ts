import { describe, expect, test } from "vitest";
import type { Money } from "./match.ts";
import { answerOf, booksOf, debit, moneyOf } from "./test/ledger.ts";

const STOCK = booksOf([
  debit("INV-2026-10417", 100_00n),
  debit("INV-2026-10418", 250_50n),
  debit("INV-2026-10419", 75_25n),
  debit("INV-2026-10977", 999_99n, { poNumber: "PO-4711-88" }),
  debit("1928374650", 4_321_00n),
  debit("90001234", 610_10n),
  debit("4500-118", 87_65n),
  debit("AHKQGB7135", 1_234_56n),
  debit("INV-2026-20001", 512_00n, { customerId: "K" }),
  debit("INV-2026-30001", 333_33n, { customerId: "M" }),
  debit("INV-2026-30777", 41_00n, { customerId: "M" }),
]);

describe("texts as payers write them lead to the documents they name", () => {
  const whole: [text: string, minor: bigint, pays: string[]][] = [
    ["INV-2026-10417", 100_00n, ["INV-2026-10417 10000"]],
    ["inv 2026 10417", 100_00n, ["INV-2026-10417 10000"]],
    ["Rechnung INV202610417 vom 01.02.2026", 100_00n, ["INV-2026-10417 10000"]],
    ["RG 2026-10417", 100_00n, ["INV-2026-10417 10000"]],
    ["RE-NR. 10417 KD 20031", 100_00n, ["INV-2026-10417 10000"]],
    [
      "SVWZ+INV-2026-10417/INV-2026-10418 EREF+NOTPROVIDED",
      350_50n,
      ["INV-2026-10417 10000", "INV-2026-10418 25050"],
    ],
    [
      "Rechnungen 2026-10417/18/19",
      425_75n,
      ["INV-2026-10417 10000", "INV-2026-10418 25050", "INV-2026-10419 7525"],
    ],
    ["INV-2026-10417-9", 425_75n, ["INV-2026-10417 10000", "INV-2026-10418 25050", "INV-2026-10419 7525"]],
    ["10417 + 10419", 175_25n, ["INV-2026-10417 10000", "INV-2026-10419 7525"]],
    [
      "INV-2026-10417 bis 10419",
      425_75n,
      ["INV-2026-10417 10000", "INV-2026-10418 25050", "INV-2026-10419 7525"],
    ],
    ["Factuurnr. 1928374650, klantnr 20031", 4_321_00n, ["1928374650 432100"]],
    ["RMR*IV*1928374650**4321.00", 4_321_00n, ["1928374650 432100"]],
    ["INVOICE 1928 374 650 TEL 040 123456", 4_321_00n, ["1928374650 432100"]],
    ["192837\n4650 Zahlung", 4_321_00n, ["1928374650 432100"]],
    ["FACTURE N° 0090001234 DU 12/03/2026", 610_10n, ["90001234 61010"]],
    ["RG90001234", 610_10n, ["90001234 61010"]],
    ["pmt #4500/118", 87_65n, ["4500-118 8765"]],
    ["4500118", 87_65n, ["4500-118 8765"]],
    ["Order AHKQGB7135 payment", 1_234_56n, ["AHKQGB7135 123456"]],
    ["ahkqgb 7135", 1_234_56n, ["AHKQGB7135 123456"]],
    ["INV DTD 10/04/2026 NO 10417 AMT 100.00", 100_00n, ["INV-2026-10417 10000"]],
    ["Ihre Bestellung PO-4711-88", 999_99n, ["INV-2026-10977 99999"]],
  ];
  test.each(whole)("%s", (text, minor, pays) => {
    expect(answerOf(STOCK, moneyOf(minor, text))).toMatchObject({ kind: "apply", pays });
  });

  const misspelt: [text: string, minor: bigint, pays: string][] = [
    ["1928374560", 4_321_00n, "1928374650 432100"],
    ["192837465", 4_321_00n, "1928374650 432100"],
    ["19283746500", 4_321_00n, "1928374650 432100"],
    ["1928374659", 4_321_00n, "1928374650 432100"],
    ["I92837465O", 4_321_00n, "1928374650 432100"],
    ["374650", 4_321_00n, "1928374650 432100"],
    ["RECHNUNG 192837465012.03.", 4_321_00n, "1928374650 432100"],
    ["INV-2026-1O977", 999_99n, "INV-2026-10977 99999"],
    ["Re 9001234", 610_10n, "90001234 61010"],
    ["AHKQBG7135", 1_234_56n, "AHKQGB7135 123456"],
    ["4500-181", 87_65n, "4500-118 8765"],
  ];
  test.each(misspelt)("misspelt: %s", (text, minor, pays) => {
    expect(answerOf(STOCK, moneyOf(minor, text))).toMatchObject({
      kind: "apply",
      rule: "misspelt_reference",
      pays: [pays],
    });
  });
});

describe("payers are recognised however the bank writes them", () => {
  const lines: [said: string, over: Partial<Money>][] = [
    ["umlauts written out", { counterpartyName: "MUELLER & SOEHNE MASCHINENBAU AG" }],
    ["umlauts dropped, cut after 27 signs", { counterpartyName: "MULLER U. SOHNE MASCHINENBA" }],
    ["without the legal form", { counterpartyName: "Müller und Söhne Maschinenbau" }],
    [
      "by a learnt account",
      { counterpartyName: "ZAHLSTELLE 7", counterpartyAccount: "DE89 3704 0044 0532 0130 00" },
    ],
    ["by a learnt name", { counterpartyName: "M+S Treuhand" }],
    ["as the known customer of the receipt", { counterpartyName: null, customerId: "M", receiptId: "r" }],
  ];
  const known = {
    ...STOCK,
    aliases: [
      { customerId: "M", kind: "account", value: "DE89370400440532013000" },
      { customerId: "M", kind: "name", value: "MSTREUHAND" },
    ] as const,
  };
  test.each(lines)("%s", (_, over) => {
    expect(answerOf(known, moneyOf(333_33n, "INV-2026-30O01", over))).toMatchObject({
      kind: "apply",
      pays: ["INV-2026-30001 33333"],
    });
  });

  test("a parent pays for its child, and the money is the parent's", () => {
    expect(answerOf(STOCK, moneyOf(512_00n, "INV-2026-20001"))).toMatchObject({
      kind: "apply",
      rule: "reference",
    });
  });

  test("without any name, number and amount to the cent suffice when the number is telling", () => {
    const nobody = { counterpartyName: null };
    expect(answerOf(STOCK, moneyOf(4_321_00n, "1928374650", nobody)).kind).toBe("apply");
    expect(answerOf(STOCK, moneyOf(87_65n, "118", nobody)).kind).not.toBe("apply");
  });
});

describe("what does not fit to the cent", () => {
  const discount = { untilOn: "2026-03-08", amountMinor: 20_00n };
  const books = booksOf([
    debit("RE700100", 1_000_00n, { discount }),
    debit("RE700555", 640_00n),
    debit("RE700901", 300_00n, { disputedMinor: 100_00n }),
  ]);
  const cases: [text: string, minor: bigint, rule: string, pays: string[]][] = [
    ["RE700100 abzgl. Skonto", 980_00n, "discount", ["RE700100 98000"]],
    ["RE700555 ./. SKONTO 12,80", 627_20n, "deduction", ["RE700555 62720"]],
    ["RE700555 less 2% discount", 627_20n, "deduction", ["RE700555 62720"]],
    ["RE700555", 637_50n, "tolerance", ["RE700555 63750"]],
    ["RE700555", 600_00n, "short_payment", ["RE700555 60000"]],
    ["Teilzahlung RE700555", 210_00n, "short_payment", ["RE700555 21000"]],
    ["RE700901", 200_00n, "reference", ["RE700901 20000"]],
    ["RE700100 500,00 RE700555 640,00", 1_140_00n, "short_payment", ["RE700100 50000", "RE700555 64000"]],
  ];
  test.each(cases)("%s, %d", (text, minor, rule, pays) => {
    expect(answerOf(books, moneyOf(minor, text))).toMatchObject({ kind: "apply", rule, pays });
  });

  const waiting: [said: string, text: string, minor: bigint, waits: string][] = [
    ["far less than the document", "RE700555", 200_00n, "short_too_far"],
    ["more than the document", "RE700555", 650_00n, "rule_off"],
    ["short over several documents", "RE700100 RE700555", 1_500_00n, "spread_unclear"],
    ["a discount after its day", "RE700100", 980_00n, "discount_late"],
  ];
  test.each(waiting)("a person looks: %s", (said, text, minor, waits) => {
    const valueOn = said.includes("after its day") ? "2026-03-25" : "2026-03-10";
    const answer = answerOf(books, moneyOf(minor, text, { valueOn }));
    expect(answer.kind).toBe("propose");
    expect(answer.waits).toContain(waits);
  });
});

describe("a known payer who writes nothing", () => {
  const books = booksOf([debit("A-1001", 120_00n), debit("A-1002", 80_55n), debit("A-1003", 19_99n)]);
  test("one document of this amount is paid", () => {
    expect(answerOf(books, moneyOf(80_55n, "Zahlung"))).toMatchObject({ kind: "apply", rule: "amount" });
  });
  test("all that is open is paid", () => {
    expect(answerOf(books, moneyOf(220_54n, null))).toMatchObject({ kind: "apply", rule: "balance" });
  });
  test("a combination is only proposed", () => {
    expect(answerOf(books, moneyOf(139_99n, null))).toMatchObject({
      kind: "propose",
      rule: "subset",
      pays: ["A-1001 12000", "A-1003 1999"],
    });
  });
  test("a reference that leads nowhere is not outvoted by the amount", () => {
    const answer = answerOf(books, moneyOf(80_55n, "Rechnung 889911"));
    expect(answer).toMatchObject({ kind: "propose", pays: ["A-1002 8055"] });
    expect(answer.waits).toContain("reference_unresolved");
  });
  test("a promised instalment pays its own document", () => {
    const expected = [
      { customerId: "N", currency: "EUR", amountMinor: 40_00n, dueOn: "2026-03-09", itemIds: ["N:A-1001"] },
    ];
    expect(answerOf({ ...books, expected }, moneyOf(40_00n, null))).toMatchObject({
      kind: "apply",
      rule: "expected",
      pays: ["A-1001 4000"],
    });
  });
});

describe("claims", () => {
  const books = booksOf([
    debit("A-1001", 120_00n),
    debit("A-1002", 80_55n),
    debit("B-77001", 60_00n, { customerId: "M" }),
  ]);
  const line = (itemId: string | null, netMinor: bigint) => ({
    itemId,
    written: null,
    netMinor,
    discountMinor: 0n,
    deductionMinor: 0n,
    reason: null,
  });
  const claim = {
    remittanceId: "c1",
    customerId: "N",
    currency: "EUR",
    totalMinor: 150_55n,
    paidOn: "2026-03-09",
    reference: "ADV-5512",
    lines: [line("N:A-1001", 70_00n), line("N:A-1002", 80_55n)],
  };
  test("an advice says what money of its total and payer covers", () => {
    expect(answerOf({ ...books, claims: [claim] }, moneyOf(150_55n, null))).toMatchObject({
      kind: "apply",
      rule: "claim",
      pays: ["A-1001 7000", "A-1002 8055"],
    });
  });
  test("an advice named by its number is found without a name", () => {
    const money = moneyOf(150_55n, null, { counterpartyName: null, endToEndId: "ADV-5512" });
    expect(answerOf({ ...books, claims: [claim] }, money)).toMatchObject({ kind: "apply", rule: "claim" });
  });
  test("two advices of one total wait for a person", () => {
    const claims = [claim, { ...claim, remittanceId: "c2", reference: "ADV-5513" }];
    expect(answerOf({ ...books, claims }, moneyOf(150_55n, null)).waits).toContain("claims_several");
  });
  test("an advice of another total, or with a line that leads nowhere, waits", () => {
    expect(answerOf({ ...books, claims: [claim] }, moneyOf(150_00n, "ADV-5512")).kind).toBe("propose");
    const lost = { ...claim, lines: [line(null, 70_00n), line("N:A-1002", 80_55n)] };
    expect(answerOf({ ...books, claims: [lost] }, moneyOf(150_55n, null)).waits).toContain(
      "claim_unresolved",
    );
  });
});
