import { describe, expect, test } from "vitest";
import { pay, prepareBooks } from "./books.ts";
import { matchMoney } from "./engine.ts";
import type { Books, Money } from "./match.ts";
import { shippedMatchingPolicy } from "./matching-policy.ts";
import { answerOf, booksOf, debit, moneyOf } from "./test/ledger.ts";

const refuses = (books: Books, money: Money, ...waits: string[]) => {
  const answer = answerOf(books, money);
  expect(answer.kind).not.toBe("apply");
  for (const code of waits) expect(answer.waits).toContain(code);
};

describe("somebody else's number", () => {
  const books = booksOf([debit("RE700100", 481_07n), debit("RE700200", 500_00n, { customerId: "M" })]);
  test("with an amount that is equal by accident is not paid by a known other payer", () => {
    refuses(books, moneyOf(500_00n, "RE700200"), "payer_other");
  });
  test("is not paid for a name that is nobody's", () => {
    refuses(books, moneyOf(500_00n, "RE700200", { counterpartyName: "Stadtwerke Xanten" }), "payer_unknown");
  });
  test("is not paid from an account that is known for somebody else", () => {
    const aliases = [{ customerId: "D", kind: "account", value: "FR7612345" }] as const;
    refuses(
      { ...books, aliases },
      moneyOf(481_07n, "RE700100", { counterpartyAccount: "FR76 12345" }),
      "payer_mixed",
    );
  });
  test("when it is one slip from an own document of the very amount, the own one is paid", () => {
    const own = booksOf([debit("RE700100", 481_07n), debit("RE700101", 920_00n, { customerId: "M" })]);
    expect(answerOf(own, moneyOf(481_07n, "RE700101"))).toMatchObject({
      kind: "apply",
      pays: ["RE700100 48107"],
    });
  });
});

describe("one number for several documents", () => {
  test("two customers have it: the payer's is meant", () => {
    const books = booksOf([debit("118", 50_00n), debit("118", 50_00n, { customerId: "M" })]);
    expect(answerOf(books, moneyOf(50_00n, "Rechnung 118"))).toMatchObject({ kind: "apply" });
    refuses(books, moneyOf(50_00n, "Rechnung 118", { counterpartyName: null }));
  });
  test("a number that ends another is not the other", () => {
    const books = booksOf([debit("10417", 50_00n), debit("210417", 50_00n)]);
    expect(answerOf(books, moneyOf(50_00n, "RG 210417")).pays).toEqual(["210417 5000"]);
    expect(answerOf(books, moneyOf(50_00n, "RG 10417")).pays).toEqual(["10417 5000"]);
  });
  test("a running number of two years, of one amount, waits", () => {
    const books = booksOf([debit("INV-2025-10417", 50_00n), debit("INV-2026-10417", 50_00n)]);
    refuses(books, moneyOf(50_00n, "RG 10417"), "several_fit");
  });
});

describe("misspellings that could be several things", () => {
  test("two own documents of one amount, each one slip away", () => {
    const books = booksOf([debit("RE700110", 99_00n), debit("RE700119", 99_00n)]);
    refuses(books, moneyOf(99_00n, "RE700115"), "several_fit");
  });
  test("a number that is another open document of the payer, of another amount, is not paid in part", () => {
    const books = booksOf([debit("RE700110", 95_00n), debit("RE700170", 99_00n)]);
    refuses(books, moneyOf(94_00n, "RE700170"));
  });
  test("two documents of the amount, and no reference", () => {
    const books = booksOf([debit("RE700110", 99_00n), debit("RE708888", 99_00n)]);
    refuses(books, moneyOf(99_00n, null), "several_fit");
  });
  test("one amount that is also the sum of two others", () => {
    const books = booksOf([debit("A-1", 99_00n), debit("A-2", 60_00n), debit("A-3", 39_00n)]);
    refuses(books, moneyOf(99_00n, null), "several_fit");
  });
});

describe("money that comes twice", () => {
  const series = booksOf([debit("RE700110", 49_00n), debit("RE700111", 49_00n), debit("RE700140", 7_10n)]);
  test.each(["RE700110", "RE70011O", "RE700101"])(
    "after %s was paid, the same money is not applied to the next of its amount",
    (text) => {
      const prepared = prepareBooks(series);
      pay(prepared, [{ itemId: "N:RE700110", amountMinor: 49_00n, discountMinor: 0n }], { on: "2026-03-10" });
      expect(matchMoney(prepared, moneyOf(49_00n, text), shippedMatchingPolicy).kind).not.toBe("apply");
      expect(matchMoney(prepared, moneyOf(49_00n, null), shippedMatchingPolicy).kind).not.toBe("apply");
    },
  );
  test("what was settled long ago is named as such", () => {
    const settled = [
      {
        itemId: "s",
        number: "RE700109",
        customerId: "N",
        legalEntityId: "e",
        currency: "EUR",
        amountMinor: 49_00n,
        settledOn: "2026-01-05",
      },
    ];
    refuses({ ...series, settled }, moneyOf(49_00n, "RE700109"), "reference_settled");
  });
  test("half of a document paid before is not taken for a short payment of the rest", () => {
    const books = booksOf([debit("RE700110", 100_00n, { freeMinor: 55_00n })]);
    refuses(books, moneyOf(50_00n, "RE700110"), "part_paid_before");
  });
});

describe("numbers that are none", () => {
  const books = booksOf([
    debit("20260312", 12_00n, { customerId: "M" }),
    debit("20031", 500_00n, { customerId: "M" }),
    debit("RE700100", 500_00n),
  ]);
  test("a date, an amount, a customer number, a telephone beside the reference do not disturb", () => {
    const text = "RE700100 vom 20260312 KD-NR 20031 Tel. +49 40 20031-12 EUR 500,00";
    expect(answerOf(books, moneyOf(500_00n, text))).toMatchObject({
      kind: "apply",
      pays: ["RE700100 50000"],
    });
  });
  test("and do not stand for documents alone", () => {
    refuses(books, moneyOf(12_00n, "Zahlung vom 20260312", { counterpartyName: null }));
    refuses(books, moneyOf(500_00n, "Kundennr. 20031", { counterpartyName: null }));
  });
});

describe("documents that the money cannot pay", () => {
  test("another currency, another legal entity", () => {
    const books = booksOf([
      debit("RE700100", 500_00n, { currency: "USD" }),
      debit("RE700200", 500_00n, { legalEntityId: "f" }),
    ]);
    refuses(books, moneyOf(500_00n, "RE700100"), "reference_other_currency");
    refuses(books, moneyOf(500_00n, "RE700200"), "reference_other_entity");
  });
  test("a document issued after the money came, without a reference", () => {
    refuses(
      booksOf([debit("RE700100", 481_07n, { issuedOn: "2026-04-01" })]),
      moneyOf(481_07n, null),
      "issued_after",
    );
  });
  test("a disputed one without a reference", () => {
    refuses(
      booksOf([debit("RE700100", 481_07n, { disputedMinor: 1_00n })]),
      moneyOf(481_07n, null),
      "disputed",
    );
  });
  test("a match that a person undid is not made again, however well it fits", () => {
    const bars = [{ receiptId: "r", debitId: "N:RE700100", on: "2026-03-11", reason: "Other invoice" }];
    const books = booksOf([debit("RE700100", 481_07n), debit("RE700900", 481_07n)], { bars });
    const money = moneyOf(481_07n, "RE700100", { receiptId: "r", customerId: "N" });
    refuses(books, money, "reference_barred");
    expect(answerOf(books, money).pays).not.toContain("RE700100 48107");
    expect(answerOf({ ...books, bars: [] }, money).kind).toBe("apply");
  });
  test("money that went out", () => {
    refuses(booksOf([debit("RE700100", 481_07n)]), moneyOf(-481_07n, "RE700100"), "not_money_in");
  });
});
