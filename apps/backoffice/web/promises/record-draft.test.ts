import { expect, test } from "vitest";
import { blankDraft, type RecordDraft, readDraft, splitEqually, withDate } from "./record-draft.ts";

const draft = (over: Partial<RecordDraft> = {}): RecordDraft => ({
  ...blankDraft(),
  documents: [
    { itemId: "a", number: "INV-1", dueOn: "2026-11-01", amount: "100.00" },
    { itemId: "b", number: "INV-2", dueOn: "2026-11-02", amount: "0.01" },
  ],
  dates: [{ day: "2026-12-01", amount: null }],
  ...over,
});
const read = (over: Partial<RecordDraft> = {}) => readDraft(draft(over), "USD", "en-GB");

test("one date takes all that is chosen, and follows it", () => {
  expect(read()).toMatchObject({ documentsMinor: 100_01n, datesMinor: 100_01n, isWhole: true });
  const fewer = read({ documents: draft().documents.slice(0, 1) });
  expect(fewer.wish.instalments).toEqual([{ dueOn: "2026-12-01", amountMinor: 100_00n }]);
});

test("a date more leaves what was shown and takes what is left", () => {
  const dates = withDate(read());
  expect(dates).toEqual([
    { day: "2026-12-01", amount: "100.01" },
    { day: "", amount: null },
  ]);
  const less = read({ dates: dates.map((date, at) => (at === 0 ? { ...date, amount: "40" } : date)) });
  expect(less.dates[1]?.text).toBe("60.01");
  expect(less.isWhole).toBe(false);
});

test("split evenly, the odd cent is on the last date", () => {
  const two = read({
    dates: [
      { day: "2026-12-01", amount: "1" },
      { day: "2026-12-08", amount: "2" },
    ],
  });
  expect(two.isWhole).toBe(false);
  const even = read({ dates: splitEqually(two, "USD", "en-GB") });
  expect(even.dates.map(({ text }) => text)).toEqual(["50.00", "50.01"]);
  expect(even.isWhole).toBe(true);
});

test("what cannot be read is not sent, and its place is kept", () => {
  const some = read({
    dates: [
      { day: "", amount: "50" },
      { day: "2026-12-08", amount: "50.01" },
    ],
  });
  expect(some.wish.instalments).toEqual([{ dueOn: "2026-12-08", amountMinor: 50_01n }]);
  expect(some.places).toEqual([1]);
  const odd = read({ documents: [{ ...draft().documents[0]!, amount: "a lot" }] });
  expect(odd).toMatchObject({ isWhole: false, documentsMinor: 0n });
});
