import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sum } from "../kernel/money.ts";
import { pay, prepareBooks } from "./books.ts";
import { matchMoney } from "./engine.ts";
import type { Books, Money, OpenDebit } from "./match.ts";
import { MATCHING_RULES, type MatchingPolicy, shippedMatchingPolicy } from "./matching-policy.ts";
import { distance, misspelling } from "./spelling.ts";
import { subsetsOf } from "./subset-sum.ts";
import { booksOf, debit, moneyOf } from "./test/ledger.ts";

/* Small, crowded ledgers, in which numbers, amounts and names collide all the time. */

const CUSTOMERS = ["N", "K", "M", "D"];
const someDebit: fc.Arbitrary<OpenDebit> = fc
  .record({
    customerId: fc.constantFrom(...CUSTOMERS),
    number: fc.integer({ min: 700_100, max: 700_160 }).map((number) => `RE${number}`),
    cents: fc.constantFrom(49_00n, 50_00n, 99_01n, 120_00n, 700_03n),
    paid: fc.constantFrom(0n, 0n, 0n, 20_00n),
    disputed: fc.constantFrom(0n, 0n, 10_00n),
    discounted: fc.boolean(),
  })
  .map(({ customerId, number, cents, paid, disputed, discounted }) =>
    debit(number, cents, {
      customerId,
      freeMinor: cents - paid,
      disputedMinor: disputed,
      discount: discounted ? { untilOn: "2026-03-20", amountMinor: cents / 50n } : null,
    }),
  );
const someBooks: fc.Arbitrary<Books> = fc
  .record({
    debits: fc.uniqueArray(someDebit, { maxLength: 18, selector: ({ itemId }) => itemId }),
    barred: fc.array(fc.integer({ min: 0, max: 17 }), { maxLength: 3 }),
  })
  .map(({ debits, barred }) =>
    booksOf(debits, {
      bars: barred.flatMap((at) =>
        debits[at] ? [{ receiptId: "r", debitId: debits[at].itemId, on: "2026-03-01", reason: "Wrong" }] : [],
      ),
    }),
  );
const someMoney: fc.Arbitrary<Money> = fc
  .record({
    cents: fc.constantFrom(49_00n, 50_00n, 99_00n, 99_01n, 98_00n, 148_01n, 169_00n, 700_03n, 686_03n, 3n),
    words: fc.array(
      fc.oneof(
        fc.integer({ min: 700_095, max: 700_165 }).map((number) => `RE${number}`),
        fc.integer({ min: 70_009, max: 7_001_650 }).map(String),
        fc.constantFrom("RG", "vom 12.03.2026", "abzgl. 2% Skonto", "49,00", "-", "/", "Teilzahlung"),
      ),
      { maxLength: 6 },
    ),
    name: fc.constantFrom(null, "NORDWIND HANDEL", "MUELLER SOEHNE MASCHINENBAU", "KONTOR SUED", "X. Y."),
    receiptId: fc.constantFrom(null, "r"),
  })
  .map(({ cents, words, name, receiptId }) =>
    moneyOf(cents, words.join(" "), { counterpartyName: name, receiptId }),
  );

const RUNS = { numRuns: 600 };
const eager: MatchingPolicy = {
  ...shippedMatchingPolicy,
  rules: { ...shippedMatchingPolicy.rules, over_payment: true, subset: true },
};

describe("whatever the books and the money", () => {
  test("no proposal pays more than is free, or more than came", () => {
    fc.assert(
      fc.property(someBooks, someMoney, (books, money) => {
        const free = new Map(books.debits.map(({ itemId, freeMinor }) => [itemId, freeMinor]));
        for (const { applications } of matchMoney(prepareBooks(books), money, eager).proposals) {
          expect(new Set(applications.map(({ itemId }) => itemId)).size).toBe(applications.length);
          expect(sum(applications.map(({ amountMinor }) => amountMinor))).toBeLessThanOrEqual(
            money.amountMinor,
          );
          for (const { itemId, amountMinor, discountMinor } of applications) {
            expect(amountMinor).toBeGreaterThan(0n);
            expect(amountMinor + discountMinor).toBeLessThanOrEqual(free.get(itemId) ?? 0n);
          }
        }
      }),
      RUNS,
    );
  });

  test("the order of the books does not matter, and the same facts give the same answer", () => {
    fc.assert(
      fc.property(someBooks, someMoney, fc.infiniteStream(fc.nat()), (books, money, draws) => {
        const answer = matchMoney(prepareBooks(books), money, eager);
        const shuffled = <T>(values: readonly T[]): T[] =>
          values
            .map((value) => ({ value, place: draws.next().value ?? 0 }))
            .sort((a, b) => a.place - b.place)
            .map(({ value }) => value);
        const mixed = { ...books, debits: shuffled(books.debits), payers: shuffled(books.payers) };
        expect(matchMoney(prepareBooks(mixed), money, eager)).toEqual(answer);
      }),
      RUNS,
    );
  });

  test("what a person undid is in no proposal for that money", () => {
    fc.assert(
      fc.property(someBooks, someMoney, (books, money) => {
        const barred = new Set(books.bars.map(({ debitId }) => debitId));
        const { proposals } = matchMoney(prepareBooks(books), { ...money, receiptId: "r" }, eager);
        for (const { applications } of proposals)
          for (const { itemId } of applications) expect(barred.has(itemId)).toBe(false);
      }),
      RUNS,
    );
  });

  test("a rule that is switched off turns an application into a proposal and changes nothing else", () => {
    fc.assert(
      fc.property(someBooks, someMoney, fc.constantFrom(...MATCHING_RULES), (books, money, rule) => {
        const prepared = prepareBooks(books);
        const on = matchMoney(prepared, money, eager);
        const off = matchMoney(prepared, money, { ...eager, rules: { ...eager.rules, [rule]: false } });
        expect(off.proposals).toEqual(on.proposals);
        expect([on.kind, on.kind === "apply" ? "propose" : on.kind]).toContain(off.kind);
        if (off.kind !== on.kind) expect(off.waits.map(({ code }) => code)).toEqual(["rule_off"]);
      }),
      RUNS,
    );
  });

  test("a document that is paid is in no later proposal", () => {
    fc.assert(
      fc.property(someBooks, fc.array(someMoney, { maxLength: 6 }), (books, line) => {
        const prepared = prepareBooks(books);
        const free = new Map(books.debits.map(({ itemId, freeMinor }) => [itemId, freeMinor]));
        for (const money of line) {
          const { kind, proposals } = matchMoney(prepared, money, eager);
          for (const { applications } of proposals)
            for (const { itemId, freeMinor } of applications) expect(freeMinor).toBe(free.get(itemId));
          if (kind !== "apply") continue;
          const made = proposals[0]?.applications ?? [];
          pay(prepared, made);
          for (const { itemId, amountMinor, discountMinor } of made)
            free.set(itemId, (free.get(itemId) ?? 0n) - amountMinor - discountMinor);
        }
        expect([...free.values()].every((minor) => minor >= 0n)).toBe(true);
      }),
      RUNS,
    );
  });

  test("all amounts a hundred times as large give the same documents", () => {
    const wide = { ...eager, tolerance: {} };
    fc.assert(
      fc.property(someBooks, someMoney, (books, money) => {
        const large = (minor: bigint) => minor * 100n;
        const scaled: Books = {
          ...books,
          debits: books.debits.map((each) => ({
            ...each,
            amountMinor: large(each.amountMinor),
            freeMinor: large(each.freeMinor),
            disputedMinor: large(each.disputedMinor),
            discount: each.discount && { ...each.discount, amountMinor: large(each.discount.amountMinor) },
          })),
        };
        // Amounts in the text stay as they are: only texts without any compare.
        fc.pre(!/[,%]/.test(money.unstructured ?? ""));
        const small = matchMoney(prepareBooks(books), money, wide);
        const same = matchMoney(
          prepareBooks(scaled),
          { ...money, amountMinor: large(money.amountMinor) },
          wide,
        );
        const documents = ({ proposals }: typeof small) =>
          proposals[0]?.applications.map(({ itemId, amountMinor }) => [itemId, amountMinor]);
        if (small.kind === "apply" && small.rule !== "subset")
          expect(documents(same)).toEqual(
            documents(small)?.map(([id, minor]) => [id, large(minor as bigint)]),
          );
      }),
      RUNS,
    );
  });
});

describe("the parts", () => {
  test("subset search finds what trying all finds, and stops at two", () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 1n, max: 12n }), { maxLength: 10 }),
        fc.bigInt({ min: 1n, max: 40n }),
        (amounts, target) => {
          let count = 0;
          for (let mask = 1; mask < 2 ** amounts.length; mask++)
            if (sum(amounts.filter((_, bit) => mask & (2 ** bit))) === target) count++;
          const { found } = subsetsOf(amounts, target);
          expect(found.length).toBe(Math.min(2, count));
          for (const places of found) expect(sum(places.map((place) => amounts[place]!))).toBe(target);
        },
      ),
    );
  });

  test("spelling distance is symmetric, bounded and zero only for the same text", () => {
    const number = fc.stringMatching(/^[0-9A-Z]{0,12}$/);
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(distance(a, b, 3)).toBe(distance(b, a, 3));
        expect(distance(a, b, 3) === 0).toBe(a === b);
        expect(distance(a, b, 2)).toBe(Math.min(3, distance(a, b, 3)));
      }),
    );
  });

  test("each way of mistyping is told from the others", () => {
    expect(misspelling("10471", "10417", 1)).toEqual({ edits: 1, how: "swapped" });
    expect(misspelling("10418", "10417", 1)).toEqual({ edits: 1, how: "wrong_sign" });
    expect(misspelling("1017", "10417", 1)).toEqual({ edits: 1, how: "missing_sign" });
    expect(misspelling("104177", "10417", 1)).toEqual({ edits: 1, how: "extra_sign" });
    expect(misspelling("1O4I7", "10417", 1)).toEqual({ edits: 0, how: "confused" });
    expect(misspelling("98765", "10417", 2)).toBeNull();
  });
});
