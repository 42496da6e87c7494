import fc from "fast-check";
import { expect, test } from "vitest";
import { sum } from "../kernel/money.ts";
import { type CashApplied, type Evidence, judge } from "./judge.ts";

/* What holds of judging whatever is promised, paid, credited and taken back. */

const DAYS = [
  "2026-11-20",
  "2026-12-01",
  "2026-12-04",
  "2026-12-06",
  "2026-12-07",
  "2026-12-20",
  "2027-01-17",
  "2027-02-01",
];
const day = fc.constantFrom(...DAYS);
const ITEMS = ["a", "b"] as const;
const payment = fc.record({
  itemId: fc.constantFrom(...ITEMS),
  amountMinor: fc.bigInt({ min: 1n, max: 80n }),
  on: day,
});
const scene = fc
  .record({
    instalments: fc.array(fc.bigInt({ min: 1n, max: 60n }), { minLength: 1, maxLength: 4 }),
    first: fc.bigInt({ min: 1n, max: 60n }),
    extra: fc.bigInt({ min: 0n, max: 50n }),
    credited: fc.bigInt({ min: 0n, max: 40n }),
    payments: fc.array(payment, { maxLength: 6 }),
    ahead: fc.array(fc.record({ amountMinor: fc.bigInt({ min: 1n, max: 30n }), untilOn: day }), {
      maxLength: 2,
    }),
    today: day,
  })
  .map(({ instalments, first, extra, credited, payments, ahead, today }) => {
    const total = sum(instalments);
    const a = first < total ? first : total;
    const promised = { a, b: total - a };
    const dates = ["2026-12-04", "2026-12-18", "2027-01-15", "2027-01-30"];
    /** Open when it was promised, less what was credited since. */
    const room = (itemId: "a" | "b") => {
      const open = promised[itemId] + extra;
      return open > credited ? open - credited : 0n;
    };
    const usedOf = (rows: readonly CashApplied[], itemId: string) =>
      sum(rows.filter((row) => row.itemId === itemId).map((row) => row.amountMinor));
    // No more is applied to a document than is open.
    const fits = (rows: readonly CashApplied[]) =>
      ITEMS.every((itemId) => usedOf(rows, itemId) <= room(itemId));
    const cash: CashApplied[] = [];
    for (const [index, each] of payments.entries()) {
      const row = { ...each, receiptId: `p${index}` };
      if (fits([...cash, row])) cash.push(row);
    }
    const build = (rows: readonly CashApplied[]): Evidence => ({
      today,
      graceDays: 2,
      instalments: instalments.map((amountMinor, index) => ({
        no: index + 1,
        dueOn: dates[index] ?? "2027-02-01",
        amountMinor,
      })),
      documents: ITEMS.map((itemId) => ({
        itemId,
        promisedMinor: promised[itemId],
        openMinor: room(itemId) - usedOf(rows, itemId),
        ahead,
      })),
      cash: rows,
      inFlight: [],
    });
    return { build, fits, cash, total };
  });
const keptOf = (of: Evidence) => judge(of).instalments.map((each) => each.keptMinor);

test("no more is kept than was promised, on no date and in all", () => {
  fc.assert(
    fc.property(scene, ({ build, cash, total }) => {
      const of = build(cash);
      const kept = keptOf(of);
      kept.forEach((minor, index) => {
        expect(minor >= 0n && minor <= (of.instalments[index]?.amountMinor ?? 0n)).toBe(true);
      });
      expect(sum(kept) <= total).toBe(true);
      for (const { state, keptMinor, no } of judge(of).instalments)
        expect(state === "kept").toBe(keptMinor === of.instalments[no - 1]?.amountMinor);
    }),
  );
});

test("more cash never keeps less", () => {
  fc.assert(
    fc.property(scene, payment, ({ build, fits, cash }, more) => {
      fc.pre(fits([...cash, { ...more, receiptId: "more" }]));
      const before = keptOf(build(cash));
      const after = keptOf(build([...cash, { ...more, receiptId: "more" }]));
      expect(sum(after) >= sum(before)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("the order in which it is told makes no difference", () => {
  fc.assert(
    fc.property(scene, fc.infiniteStream(fc.nat()), ({ build, cash }, keys) => {
      const shuffled = cash
        .map((row) => ({ row, key: keys.next().value ?? 0 }))
        .toSorted((x, y) => x.key - y.key);
      expect(judge(build(shuffled.map(({ row }) => row)))).toEqual(judge(build(cash)));
    }),
  );
});

test("what goes back, on whatever day, leaves the verdict as if it had never come", () => {
  fc.assert(
    fc.property(scene, payment, day, ({ build, cash }, more, on) => {
      const came = { ...more, receiptId: "more" };
      const reversed = { ...came, amountMinor: -came.amountMinor, on };
      expect(judge(build([...cash, came, reversed]))).toEqual(judge(build(cash)));
    }),
  );
});
