import { newId } from "@openitem/db/ids";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sum } from "../kernel/money.ts";
import { type PaymentPolicy, POLICIES } from "../policies/policy.ts";
import { planPayment, planUnapply, spreadPayment, statusAfterReversals } from "./payment.ts";

const policy: PaymentPolicy = {
  ...POLICIES.payment.shipped,
  partPayment: { allowed: true, shortReasons: ["price"] },
  methods: { "*": ["card"] },
};
const invoice = (openMinor: bigint, over = {}) => ({
  id: newId(),
  kind: "invoice" as const,
  number: "INV-1",
  currency: "USD",
  openMinor,
  dueOn: "2026-01-01" as string | null,
  ...over,
});
const wishes = (over = {}) => ({ currency: "USD", debits: [], credits: [], onAccountMinor: 0n, ...over });

describe("planning a payment", () => {
  test("the cash is the debits and what goes on account, less the credits", () => {
    const [bill, credit] = [invoice(100_00n), invoice(30_00n, { kind: "credit_memo" })];
    const plan = planPayment(
      wishes({
        debits: [{ itemId: bill.id, amountMinor: 100_00n }],
        credits: [{ itemId: credit.id, amountMinor: 30_00n }],
        onAccountMinor: 5_00n,
      }),
      [bill, credit],
      new Map(),
      policy,
    );
    expect(plan.cashMinor).toBe(75_00n);
  });

  const bill = invoice(100_00n);
  test.each([
    [
      "more than is open",
      { debits: [{ itemId: bill.id, amountMinor: 100_01n }] },
      new Map(),
      "payment.over_open",
    ],
    [
      "what a colleague is paying",
      { debits: [{ itemId: bill.id, amountMinor: 1n }] },
      new Map([[bill.id, 100_00n]]),
      "payment.in_flight",
    ],
    [
      "more than a colleague leaves",
      { debits: [{ itemId: bill.id, amountMinor: 50_00n }] },
      new Map([[bill.id, 60_00n]]),
      "payment.over_open",
    ],
    [
      "less than is open without a reason",
      { debits: [{ itemId: bill.id, amountMinor: 99_99n }] },
      new Map(),
      "payment.reason_missing",
    ],
    [
      "a reason nobody knows",
      { debits: [{ itemId: bill.id, amountMinor: 1n, shortReason: "mood" }] },
      new Map(),
      "payment.reason_missing",
    ],
    [
      "another currency",
      { currency: "EUR", debits: [{ itemId: bill.id, amountMinor: 1n }] },
      new Map(),
      "payment.mixed_currency",
    ],
    [
      "a document that is not there",
      { debits: [{ itemId: newId(), amountMinor: 1n }] },
      new Map(),
      "payment.item_missing",
    ],
    [
      "an invoice as a credit",
      { credits: [{ itemId: bill.id, amountMinor: 1n }] },
      new Map(),
      "payment.item_missing",
    ],
    ["nothing at all", {}, new Map(), "payment.empty"],
  ] as const)("refuses %s", (_case, over, inFlight, code) => {
    expect(() => planPayment(wishes(over), [bill], inFlight, policy)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test("refuses credits beyond the debts, more of a credit than it has, and parts where the policy wants the whole", () => {
    const credit = invoice(200_00n, { kind: "receipt" });
    const plan =
      (over: object, rules = policy) =>
      () =>
        planPayment(wishes(over), [bill, credit], new Map(), rules);
    const full = [{ itemId: bill.id, amountMinor: 100_00n }];
    expect(plan({ debits: full, credits: [{ itemId: credit.id, amountMinor: 100_01n }] })).toThrow(
      expect.objectContaining({ code: "payment.credit_exceeds" }),
    );
    expect(plan({ debits: full, credits: [{ itemId: credit.id, amountMinor: 200_01n }] })).toThrow(
      expect.objectContaining({ code: "payment.over_credit" }),
    );
    const wholeOnly = {
      ...policy,
      onAccountAllowed: false,
      partPayment: { ...policy.partPayment, allowed: false },
    };
    expect(plan({ debits: [{ itemId: bill.id, amountMinor: 1n, shortReason: "price" }] }, wholeOnly)).toThrow(
      expect.objectContaining({ code: "payment.part_not_allowed" }),
    );
    expect(plan({ onAccountMinor: 1n }, wholeOnly)).toThrow(
      expect.objectContaining({ code: "payment.on_account_not_allowed" }),
    );
  });
});

describe("spreading a payment", () => {
  test("the oldest debt is paid first, credits before cash, the rest stays on the receipt", () => {
    const newer = invoice(40_00n, { dueOn: "2026-02-01" });
    const older = invoice(40_00n, { dueOn: "2026-01-01" });
    const credit = invoice(10_00n, { dueOn: null });
    const receipt = invoice(50_00n, { dueOn: null });
    const shares = [
      { itemId: newer.id, side: "debit" as const, amountMinor: 40_00n },
      { itemId: older.id, side: "debit" as const, amountMinor: 40_00n },
      { itemId: credit.id, side: "credit" as const, amountMinor: 10_00n },
    ];
    const uses = spreadPayment(shares, [newer, older, credit], receipt);
    expect(uses.map(({ credit: from, debit, amountMinor }) => [from.id, debit.id, amountMinor])).toEqual([
      [credit.id, older.id, 10_00n],
      [receipt.id, older.id, 30_00n],
      [receipt.id, newer.id, 20_00n],
    ]);
  });

  test("nothing is taken beyond what is open, wished or there, and nothing is made or lost, whatever the amounts", () => {
    const amount = fc.bigInt({ min: 0n, max: 500n });
    const wished = fc.record({
      openMinor: amount,
      wishMinor: fc.bigInt({ min: 1n, max: 500n }),
      side: fc.constantFrom("debit" as const, "credit" as const),
      due: fc.integer({ min: 1, max: 28 }),
    });
    fc.assert(
      fc.property(fc.array(wished, { maxLength: 12 }), amount, (drawn, cashMinor) => {
        const items = drawn.map((each, index) =>
          invoice(each.openMinor, {
            id: `id-${String(index).padStart(2, "0")}`,
            dueOn: `2026-01-${String(each.due).padStart(2, "0")}`,
          }),
        );
        const shares = drawn.map((each, index) => ({
          itemId: items[index]!.id,
          side: each.side,
          amountMinor: each.wishMinor,
        }));
        const receipt = cashMinor > 0n ? invoice(cashMinor, { id: "receipt", dueOn: null }) : null;
        const uses = spreadPayment(shares, items, receipt);
        const totalOf = (id: string) =>
          sum(
            uses.filter((use) => use.credit.id === id || use.debit.id === id).map((use) => use.amountMinor),
          );
        for (const [index, item] of items.entries()) {
          expect(totalOf(item.id)).toBeLessThanOrEqual(item.openMinor);
          expect(totalOf(item.id)).toBeLessThanOrEqual(shares[index]!.amountMinor);
        }
        expect(totalOf("receipt")).toBeLessThanOrEqual(cashMinor);
        // Money is only left over when no debit could take more.
        const least = (a: bigint, b: bigint) => (a < b ? a : b);
        const room = sum(
          drawn.map((each) => (each.side === "debit" ? least(each.openMinor, each.wishMinor) : 0n)),
        );
        const means =
          sum(drawn.map((each) => (each.side === "credit" ? least(each.openMinor, each.wishMinor) : 0n))) +
          cashMinor;
        expect(sum(uses.map((use) => use.amountMinor))).toBe(least(room, means));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("money that goes back", () => {
  test("reopens the newest debts first and no more than it must", () => {
    const on = (dueOn: string, amountMinor: bigint) => ({
      id: newId(),
      amountMinor,
      debit: { id: newId(), dueOn },
    });
    const [old, middle, young] = [on("2026-01-01", 50n), on("2026-02-01", 50n), on("2026-03-01", 50n)];
    expect(planUnapply(70n, 0n, [old, young, middle])).toEqual({
      undo: [young, middle],
      again: { application: middle, amountMinor: 30n },
    });
    expect(planUnapply(70n, 70n, [old, young])).toEqual({ undo: [], again: null });
    expect(planUnapply(50n, 0n, [young])).toEqual({ undo: [young], again: null });
  });

  test("frees exactly what is needed, whatever was applied", () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 1n, max: 90n }), { maxLength: 8 }),
        fc.bigInt({ min: 0n, max: 50n }),
        fc.bigInt({ min: 1n, max: 600n }),
        (amounts, openMinor, wanted) => {
          const applications = amounts.map((amountMinor, index) => ({
            id: `a${index}`,
            amountMinor,
            debit: { id: `d${index}`, dueOn: "2026-01-01" },
          }));
          const most = sum(amounts) + openMinor;
          fc.pre(most > 0n);
          const needed = wanted > most ? most : wanted;
          const { undo, again } = planUnapply(needed, openMinor, applications);
          const freed = openMinor + sum(undo.map((each) => each.amountMinor)) - (again?.amountMinor ?? 0n);
          expect(freed).toBe(needed > openMinor ? needed : openMinor);
        },
      ),
    );
  });

  test.each([
    [[], "settled"],
    [[["refund", "booked", 40]], "part_refunded"],
    [
      [
        ["refund", "booked", 40],
        ["refund", "booked", 60],
      ],
      "refunded",
    ],
    [[["refund", "reinstated", 100]], "settled"],
    [[["return", "booked", 100]], "returned"],
    [[["chargeback", "booked", 100]], "charged_back"],
    [
      [
        ["chargeback", "reinstated", 100],
        ["refund", "booked", 1],
      ],
      "part_refunded",
    ],
  ] as const)("what went back %j makes it %s", (reversals, status) => {
    const rows = reversals.map(
      ([kind, state, amountMinor]: readonly [
        "refund" | "return" | "chargeback",
        "booked" | "reinstated",
        number,
      ]) => ({ kind, state, amountMinor: BigInt(amountMinor) }),
    );
    expect(statusAfterReversals({ amountMinor: 100n }, rows)).toBe(status);
  });
});
