import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sum } from "../kernel/money.ts";
import { POLICIES } from "../policies/policy.ts";
import { answerDue, workingDayAfter } from "./answer-due.ts";
import { spreadInstalment } from "./instalment.ts";
import { keepWithin, type Promisable, type PromiseWish, planPromise, splitEvenly } from "./plan.ts";

const policy = POLICIES.promise.schema.parse(POLICIES.promise.shipped);
const calendar = POLICIES.calendar.schema.parse(POLICIES.calendar.shipped);
const TODAY = "2026-11-18";

const open = (id: string, over: Partial<Promisable> = {}): Promisable => ({
  id,
  kind: "invoice",
  number: id.toUpperCase(),
  customerId: "meridian",
  currency: "USD",
  openMinor: 1_000_00n,
  inFlightMinor: 0n,
  disputedMinor: 0n,
  promisedMinor: 0n,
  promisableMinor: 1_000_00n,
  ...over,
});

const plan = (
  wish: Partial<PromiseWish> & Pick<PromiseWish, "documents" | "instalments">,
  found: readonly Promisable[],
  over: Partial<Parameters<typeof planPromise>[2]> = {},
) =>
  planPromise({ customerId: "meridian", currency: "USD", ...wish }, found, {
    today: TODAY,
    otherOpenPromises: 0,
    renewals: 0,
    policy,
    ...over,
  });

const dated = (...amounts: [string, bigint][]) =>
  amounts.map(([dueOn, amountMinor]) => ({ dueOn, amountMinor }));
const all = [{ itemId: "a", amountMinor: 1_000_00n }];

describe("the rules", () => {
  test("are met at their limit and exceeded by the next", () => {
    const beyond = (days: Parameters<typeof dated>, over = {}) =>
      plan({ documents: all, instalments: dated(...days) }, [open("a")], over).beyond;
    expect(beyond([["2026-12-18", 1_000_00n]])).toEqual([]);
    expect(beyond([["2026-12-19", 1_000_00n]])).toEqual(["days_out"]);
    expect(
      beyond([
        ["2026-12-01", 500_00n],
        ["2026-12-02", 500_00n],
      ]),
    ).toEqual([]);
    expect(
      beyond([
        ["2026-12-01", 499_99n],
        ["2026-12-02", 500_01n],
      ]),
    ).toEqual(["smallest"]);
    expect(beyond([["2026-12-01", 1_000_00n]], { otherOpenPromises: 1, renewals: 2 })).toEqual([]);
    expect(beyond([["2026-12-01", 1_000_00n]], { otherOpenPromises: 2, renewals: 3 })).toEqual([
      "open_promises",
      "renewals",
    ]);
    expect(
      beyond([
        ["2026-12-01", 250_00n],
        ["2026-12-02", 250_00n],
        ["2026-12-03", 250_00n],
        ["2026-12-04", 250_00n],
      ]),
    ).toEqual(["instalments", "smallest"]);
  });

  test("let a small debt be promised whole, and know no least in a currency that the policy does not name", () => {
    const small = plan(
      { documents: [{ itemId: "a", amountMinor: 1n }], instalments: dated(["2026-12-01", 1n]) },
      [open("a")],
    );
    expect(small.beyond).toEqual([]);
    const yen = plan(
      {
        currency: "JPY",
        documents: [{ itemId: "a", amountMinor: 2n }],
        instalments: dated(["2026-12-01", 1n], ["2026-12-02", 1n]),
      },
      [open("a", { currency: "JPY" })],
    );
    expect(yen).toMatchObject({ problems: [], beyond: [] });
  });

  test("say what is wrong where it is wrong, all of it at once", () => {
    const { problems } = plan(
      {
        documents: [
          { itemId: "a", amountMinor: 1_000_01n },
          { itemId: "b", amountMinor: 0n },
          { itemId: "gone", amountMinor: 1n },
        ],
        instalments: dated(["2026-11-17", 1n], ["2026-11-16", 0n]),
      },
      [open("a"), open("b")],
    );
    expect(problems.map(({ at, refusal }) => [at, refusal.code])).toEqual([
      [{ part: "document", itemId: "a" }, "promise.over_open"],
      [{ part: "document", itemId: "b" }, "promise.amount"],
      [{ part: "document", itemId: "gone" }, "promise.document_missing"],
      [{ part: "date", no: 1 }, "promise.past"],
      [{ part: "date", no: 2 }, "promise.past"],
      [{ part: "date", no: 2 }, "promise.amount"],
    ]);
    expect(problems[0]?.refusal.message).toBe(
      "At most 1000.00 USD of A can be promised; you entered 1000.01.",
    );
  });

  test("name the same document once, and a document in dispute as one", () => {
    const twice = plan({ documents: [...all, ...all], instalments: dated(["2026-12-01", 2_000_00n]) }, [
      open("a"),
    ]);
    expect(twice.problems[0]?.refusal.code).toBe("promise.document_twice");
    const disputed = open("a", { disputedMinor: 1_000_00n, promisableMinor: 0n });
    const whole = plan({ documents: all, instalments: dated(["2026-12-01", 1_000_00n]) }, [disputed]);
    expect(whole.problems[0]?.refusal).toMatchObject({ kind: "conflict", code: "promise.disputed" });
  });
});

test("what is promised never exceeds what can be, whatever is asked for", () => {
  const amount = fc.bigInt({ min: -5n, max: 300n });
  fc.assert(
    fc.property(fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 5 }), (pairs) => {
      const found = pairs.map(([, free], index) =>
        open(`i${index}`, { promisableMinor: free > 0n ? free : 0n }),
      );
      const documents = pairs.map(([asked], index) => ({ itemId: `i${index}`, amountMinor: asked }));
      const { problems } = plan(
        { documents, instalments: dated(["2026-12-01", sum(pairs.map(([a]) => a))]) },
        found,
      );
      const isFine = pairs.every(([asked, free]) => asked > 0n && asked <= free);
      expect(problems.length === 0).toBe(isFine);
    }),
  );
});

test("an even split comes to the whole, the last taking what does not divide", () => {
  expect(splitEvenly(100_00n, 3)).toEqual([33_33n, 33_33n, 33_34n]);
  expect(splitEvenly(2n, 3)).toBeNull();
  expect(splitEvenly(5n, 0)).toBeNull();
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.integer({ min: 1, max: 60 }), (total, count) => {
      const parts = splitEvenly(total, count);
      expect(parts === null).toBe(total < BigInt(count));
      if (!parts) return;
      expect(sum(parts)).toBe(total);
      expect(parts).toHaveLength(count);
      const [least, last] = [parts[0] ?? 0n, parts.at(-1) ?? 0n];
      expect(last - least < BigInt(count) && last >= least && least > 0n).toBe(true);
    }),
  );
});

test("kept within so many days, what was meant for later falls on the last of them", () => {
  const asked = dated(["2026-12-04", 20_000_00n], ["2026-12-18", 20_000_00n], ["2027-01-15", 10_460_07n]);
  expect(keepWithin(asked, 30, TODAY)).toEqual(dated(["2026-12-04", 20_000_00n], ["2026-12-18", 30_460_07n]));
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 }),
      (offsets) => {
        const days = offsets.toSorted((a, b) => a - b);
        const plain = days.map((offset, index) => ({
          dueOn: Temporal.PlainDate.from(TODAY).add({ days: offset }).toString(),
          amountMinor: BigInt(index + 1),
        }));
        const kept = keepWithin(plain, 30, TODAY);
        expect(sum(kept.map((each) => each.amountMinor))).toBe(sum(plain.map((each) => each.amountMinor)));
        const result = plan(
          {
            documents: [{ itemId: "a", amountMinor: sum(plain.map((each) => each.amountMinor)) }],
            instalments: kept,
          },
          [open("a")],
        );
        expect(result.problems).toEqual([]);
        expect(result.beyond).not.toContain("days_out");
      },
    ),
  );
});

test("an answer is due at the close of a working day, over weekends, holidays and summer time", () => {
  const at = (iso: string, days: number, over = {}, zone = "America/New_York") =>
    answerDue(new Date(iso), days, { ...calendar, ...over }, zone).toISOString();
  expect(at("2026-11-18T12:00:00Z", 2)).toBe("2026-11-20T22:00:00.000Z");
  expect(at("2026-11-20T12:00:00Z", 2)).toBe("2026-11-24T22:00:00.000Z");
  // Thanksgiving, and late in the evening on the east coast.
  expect(at("2026-11-25T03:30:00Z", 2, { holidays: ["2026-11-26"] })).toBe("2026-11-27T22:00:00.000Z");
  expect(at("2026-10-30T12:00:00Z", 1)).toBe("2026-11-02T22:00:00.000Z");
  expect(at("2026-10-29T12:00:00Z", 1)).toBe("2026-10-30T21:00:00.000Z");
  expect(workingDayAfter("2026-11-18", 0, calendar)).toBe("2026-11-18");
});

test("one date is paid on the documents in their order, on each no more than is held for the promise and free", () => {
  const of = (itemId: string, heldMinor: bigint, inFlightMinor = 0n) => ({
    itemId,
    heldMinor,
    inFlightMinor,
  });
  const documents = [of("a", 30n), of("b", 50n, 20n), of("c", 10n, 40n), of("d", 100n)];
  expect(spreadInstalment(documents, 70n)).toEqual([
    { itemId: "a", amountMinor: 30n },
    { itemId: "b", amountMinor: 30n },
    { itemId: "d", amountMinor: 10n },
  ]);
  expect(spreadInstalment(documents, 1_000n).at(-1)).toEqual({ itemId: "d", amountMinor: 100n });
  expect(spreadInstalment(documents, 0n)).toEqual([]);
});
