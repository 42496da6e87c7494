import { describe, expect, test } from "vitest";
import { sum } from "../kernel/money.ts";
import { type Ahead, type CashApplied, type Evidence, eventOf, judge } from "./judge.ts";

/* Promised on 18 November. Grace is two days. */

let receipts = 0;
/** Cash of a receipt of its own, applied on a day. */
const paid = (amountMinor: bigint, on: string, over: Partial<CashApplied> = {}): CashApplied => ({
  itemId: "a",
  receiptId: `r${++receipts}`,
  amountMinor,
  on,
  ...over,
});
const back = (cash: CashApplied, on: string, amountMinor = cash.amountMinor): CashApplied => ({
  ...cash,
  amountMinor: -amountMinor,
  on,
});

type Over = Partial<Omit<Evidence, "documents">> & {
  /** Of document a: promised, and open when the promise was made. */
  promised?: bigint;
  open?: bigint;
  credited?: bigint;
  ahead?: readonly Ahead[];
};

/** Evidence of one document whose open amount follows from what was paid and credited. */
function evidence(days: [dueOn: string, amountMinor: bigint][], over: Over = {}): Evidence {
  const { promised = sum(days.map(([, minor]) => minor)), open = promised, credited = 0n, ahead = [] } = over;
  const cash = over.cash ?? [];
  return {
    today: over.today ?? "2026-11-18",
    graceDays: over.graceDays ?? 2,
    instalments: days.map(([dueOn, amountMinor], index) => ({ no: index + 1, dueOn, amountMinor })),
    documents: [
      {
        itemId: "a",
        promisedMinor: promised,
        openMinor: open - credited - sum(cash.map((each) => each.amountMinor)),
        ahead,
      },
    ],
    cash,
    inFlight: over.inFlight ?? [],
  };
}
const verdict = (days: Parameters<typeof evidence>[0], over: Over = {}) => {
  const { status, instalments, missingMinor } = judge(evidence(days, over));
  return [status, ...instalments.map(({ state, keptMinor }) => `${state} ${keptMinor}`), missingMinor];
};

const ONE: [string, bigint][] = [["2026-12-04", 100n]];
const PLAN: [string, bigint][] = [
  ["2026-12-04", 40n],
  ["2026-12-18", 40n],
  ["2027-01-15", 20n],
];

describe("a promise of one date", () => {
  test("waits until its day and grace are over, and is then broken", () => {
    expect(verdict(ONE)).toEqual(["active", "waiting 0", 0n]);
    expect(verdict(ONE, { today: "2026-12-06" })).toEqual(["active", "waiting 0", 0n]);
    expect(verdict(ONE, { today: "2026-12-07" })).toEqual(["broken", "broken 0", 100n]);
  });

  test("is kept by cash that settled by its day, or within grace", () => {
    expect(verdict(ONE, { cash: [paid(100n, "2026-11-20")] })).toEqual(["kept", "kept 100", 0n]);
    expect(verdict(ONE, { cash: [paid(100n, "2026-12-06")], today: "2027-01-01" })).toEqual([
      "kept",
      "kept 100",
      0n,
    ]);
  });

  test("is broken when the cash came a day after grace, though nothing is missing then", () => {
    expect(verdict(ONE, { cash: [paid(100n, "2026-12-07")], today: "2026-12-07" })).toEqual([
      "broken",
      "broken 0",
      0n,
    ]);
  });

  test("is kept in part by what came in time", () => {
    expect(
      verdict(ONE, { cash: [paid(30n, "2026-12-01"), paid(20n, "2026-12-20")], today: "2026-12-21" }),
    ).toEqual(["part_kept", "part_kept 30", 50n]);
    expect(verdict(ONE, { cash: [paid(30n, "2026-12-01")], today: "2026-12-02" })).toEqual([
      "active",
      "waiting 30",
      0n,
    ]);
  });

  test("is pending while all that it lacks set out by the day and grace, and broken when that fails", () => {
    const inFlight = [{ itemId: "a", amountMinor: 100n, startedOn: "2026-12-04" }];
    expect(verdict(ONE, { inFlight, today: "2026-12-04" })).toEqual(["active", "pending 0", 0n]);
    expect(verdict(ONE, { inFlight, today: "2026-12-08" })).toEqual(["active", "pending 0", 0n]);
    expect(verdict(ONE, { today: "2026-12-08" })).toEqual(["broken", "broken 0", 100n]);
  });

  test("is not pending for money that set out too late, or is too little; but it is not missing either", () => {
    const setOut = (amountMinor: bigint, startedOn: string) => [{ itemId: "a", amountMinor, startedOn }];
    expect(verdict(ONE, { inFlight: setOut(100n, "2026-12-07"), today: "2026-12-07" })).toEqual([
      "broken",
      "broken 0",
      0n,
    ]);
    expect(verdict(ONE, { inFlight: setOut(60n, "2026-12-04"), today: "2026-12-07" })).toEqual([
      "broken",
      "broken 0",
      40n,
    ]);
    expect(
      verdict(ONE, {
        cash: [paid(40n, "2026-12-04")],
        inFlight: setOut(60n, "2026-12-04"),
        today: "2026-12-07",
      }),
    ).toEqual(["active", "pending 40", 0n]);
  });

  test("is broken again by a late return, and not mended by money that comes after grace", () => {
    const debit = paid(100n, "2026-12-04");
    const returned = [debit, back(debit, "2027-01-20")];
    expect(verdict(ONE, { cash: returned, today: "2027-01-20" })).toEqual(["broken", "broken 0", 100n]);
    expect(verdict(ONE, { cash: [...returned, paid(100n, "2027-01-21")], today: "2027-01-21" })).toEqual([
      "broken",
      "broken 0",
      0n,
    ]);
  });

  test("waits again when the money went back before its day", () => {
    const debit = paid(100n, "2026-11-20");
    expect(verdict(ONE, { cash: [debit, back(debit, "2026-11-25")], today: "2026-11-25" })).toEqual([
      "active",
      "waiting 0",
      0n,
    ]);
  });

  test("keeps what is left of a receipt when a part of it goes back: undone and applied again it is the same money", () => {
    const debit = paid(100n, "2026-12-04");
    const cash = [debit, back(debit, "2027-01-20"), { ...debit, amountMinor: 90n, on: "2027-01-20" }];
    expect(verdict(ONE, { cash, today: "2027-01-20" })).toEqual(["part_kept", "part_kept 90", 10n]);
  });

  test("of a part of a document takes no more than the part", () => {
    const part = { promised: 40n, open: 100n, today: "2027-01-01" };
    expect(verdict([["2026-12-04", 40n]], { ...part, cash: [paid(70n, "2026-12-01")] })).toEqual([
      "kept",
      "kept 40",
      0n,
    ]);
  });

  test("is not hurt when money from before the promise goes back", () => {
    const earlier = back(paid(60n, "2026-11-01"), "2026-12-01");
    const cash = [earlier, paid(100n, "2026-12-04")];
    expect(verdict(ONE, { cash, today: "2027-01-01" })).toEqual(["kept", "kept 100", 0n]);
    expect(verdict(ONE, { cash: [earlier], today: "2027-01-01" })).toEqual(["broken", "broken 0", 100n]);
  });
});

describe("a plan", () => {
  test("is kept date by date, and whole when all of it was brought, however early", () => {
    expect(verdict(PLAN, { cash: [paid(40n, "2026-12-04")], today: "2026-12-10" })).toEqual([
      "active",
      "kept 40",
      "waiting 0",
      "waiting 0",
      0n,
    ]);
    expect(verdict(PLAN, { cash: [paid(100n, "2026-11-19")] })).toEqual([
      "kept",
      "kept 40",
      "kept 40",
      "kept 20",
      0n,
    ]);
  });

  test("is decided by the first date that is missed", () => {
    expect(verdict(PLAN, { today: "2026-12-07" })).toEqual([
      "broken",
      "broken 0",
      "waiting 0",
      "waiting 0",
      40n,
    ]);
    expect(verdict(PLAN, { cash: [paid(40n, "2026-12-04")], today: "2026-12-21" })).toEqual([
      "part_kept",
      "kept 40",
      "broken 0",
      "waiting 0",
      40n,
    ]);
  });

  test("counts late money towards the next date; the missed one stays missed", () => {
    expect(verdict(PLAN, { cash: [paid(40n, "2026-12-12")], today: "2026-12-12" })).toEqual([
      "part_kept",
      "broken 0",
      "kept 40",
      "waiting 0",
      0n,
    ]);
    expect(verdict(PLAN, { cash: [paid(40n, "2026-12-12")], today: "2026-12-21" })).toEqual([
      "part_kept",
      "broken 0",
      "kept 40",
      "waiting 0",
      40n,
    ]);
  });

  test("puts money on its way to the nearest date first", () => {
    const inFlight = [{ itemId: "a", amountMinor: 50n, startedOn: "2026-12-01" }];
    expect(verdict(PLAN, { inFlight, today: "2026-12-02" })).toEqual([
      "active",
      "pending 0",
      "waiting 0",
      "waiting 0",
      0n,
    ]);
  });
});

describe("a credit", () => {
  test("takes away what need not be brought: what was promised of the rest is kept by less", () => {
    const over = { credited: 30n, cash: [paid(70n, "2026-12-04")], today: "2027-01-01" };
    expect(verdict(ONE, over)).toEqual(["kept", "kept 100", 0n]);
    expect(verdict(ONE, { ...over, cash: [paid(60n, "2026-12-04")] })).toEqual([
      "part_kept",
      "part_kept 60",
      10n,
    ]);
  });

  test("keeps nothing by itself while something is still owed", () => {
    expect(verdict(ONE, { credited: 30n, today: "2027-01-01" })).toEqual(["broken", "broken 0", 70n]);
  });

  test("of the whole leaves nothing to promise", () => {
    expect(verdict(ONE, { credited: 100n, today: "2027-01-01" })).toEqual(["kept", "kept 100", 0n]);
  });

  test("of another part of the document leaves the promised part as it was", () => {
    const part = { promised: 40n, open: 100n, credited: 60n, today: "2027-01-01" };
    expect(verdict([["2026-12-04", 40n]], part)).toEqual(["broken", "broken 0", 40n]);
  });

  test("shortens a plan from its end", () => {
    expect(verdict(PLAN, { credited: 30n })).toEqual(["active", "waiting 0", "waiting 0", "kept 20", 0n]);
    expect(verdict(PLAN, { credited: 30n, cash: [paid(70n, "2026-12-04")] })[0]).toBe("kept");
    // Nobody keeps a promise by being credited its end.
    expect(verdict(PLAN, { credited: 30n, today: "2026-12-07" })[0]).toBe("broken");
  });
});

describe("of two promises on one document", () => {
  const older = [{ amountMinor: 60n, untilOn: "2026-12-06" }];
  const LATER: [string, bigint][] = [["2026-12-18", 40n]];

  test("the older one takes first", () => {
    const over = { open: 100n, ahead: older, today: "2026-12-04" };
    expect(verdict(LATER, { ...over, cash: [paid(60n, "2026-12-04")] })).toEqual(["active", "waiting 0", 0n]);
    expect(verdict(LATER, { ...over, cash: [paid(75n, "2026-12-04")] })).toEqual([
      "active",
      "waiting 15",
      0n,
    ]);
    expect(verdict(LATER, { ...over, cash: [paid(100n, "2026-12-04")] })).toEqual(["kept", "kept 40", 0n]);
  });

  test("what comes after the older one's last day is for the younger", () => {
    const over = { open: 100n, ahead: older, cash: [paid(40n, "2026-12-10")], today: "2026-12-10" };
    expect(verdict(LATER, over)).toEqual(["kept", "kept 40", 0n]);
  });

  test("a credit takes from the younger while the older may still ask for all of its own", () => {
    const over = { open: 100n, ahead: older, credited: 30n, today: "2026-12-04" };
    expect(verdict(LATER, { ...over, cash: [paid(70n, "2026-12-04")] })).toEqual(["kept", "kept 40", 0n]);
  });
});

test("what follows from what was judged before is an event of the table, or none", () => {
  expect(eventOf("active", "active")).toBeNull();
  expect(eventOf("active", "kept")).toBe("keep");
  expect(eventOf("kept", "broken")).toBe("break");
  expect(eventOf("broken", "part_kept")).toBe("keep_in_part");
  expect(eventOf("kept", "active")).toBe("reopen");
});
