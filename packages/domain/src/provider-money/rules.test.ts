import { describe, expect, test } from "vitest";
import { endsMandate } from "../autopay/mandate-end.ts";
import { type Judged, judge, keptOf, kindOf } from "./movement.ts";
import { barKey, differencesOf, namedBy, neededMinor, type PayoutFacts, pairsOf } from "./payout.ts";
import { shippedProviderMoneyPolicy as policy } from "./provider-money-policy.ts";

const moved = (id: string, minor: bigint, over: Partial<Judged> = {}): Judged => ({
  id,
  minor,
  kind: "payment",
  isOurs: true,
  isTransfer: false,
  ...over,
});
const causes = (movements: Judged[], bookedMinor: bigint | null) =>
  [...judge(movements, bookedMinor).values()].map(({ cause }) => cause);

describe("a movement is explained", () => {
  test.each<[string, Judged[], bigint | null, (string | null)[]]>([
    ["by the payment that was settled with its amount", [moved("a", 100n)], 100n, [null]],
    ["by nothing while the payment is not settled", [moved("a", 100n)], 0n, ["payment_not_settled"]],
    ["by the refund that was booked", [moved("a", -40n)], -40n, [null]],
    ["by nothing while the refund is not booked", [moved("a", -40n)], null, ["payment_not_reversed"]],
    ["by its own failure, when neither was booked", [moved("a", -40n), moved("b", 40n)], null, [null, null]],
    [
      "in its first part only, while a dispute won is not reinstated",
      [moved("a", -40n), moved("b", 40n)],
      -40n,
      [null, "payment_not_reinstated"],
    ],
    ["not at all when the amounts differ", [moved("a", 100n)], 90n, ["amount_differs"]],
    [
      "only by a payout that is recorded",
      [moved("a", -90n, { kind: "payout" })],
      null,
      ["payout_not_recorded"],
    ],
  ])("%s", (_name, movements, bookedMinor, expected) => {
    expect(causes(movements, bookedMinor)).toEqual(expected);
  });

  test("what is of no payment of ours is parked, and so are adjustments and reserves", () => {
    const verdicts = judge(
      [
        moved("a", 100n, { isOurs: false }),
        moved("b", -5n, { kind: "adjustment" }),
        moved("c", -9n, { kind: "held_back" }),
      ],
      null,
    );
    expect([...verdicts.values()]).toEqual([
      { cause: "payment_not_here", isParked: true },
      { cause: "adjustment", isParked: true },
      { cause: "held_back", isParked: true },
    ]);
  });
});

test("what Stripe kept: beside the amount, or as the amount of a fee of its own", () => {
  const movement = { type: "charge", category: "charge", amountMinor: 100n, feeMinor: 3n };
  expect(keptOf(movement)).toBe(3n);
  expect(keptOf({ ...movement, type: "stripe_fee", category: "fee", amountMinor: -7n, feeMinor: 0n })).toBe(
    7n,
  );
  expect(kindOf({ type: "adjustment", category: "dispute" })).toBe("payment");
  expect(kindOf({ type: "reserved_funds", category: "risk_reserved_funds" })).toBe("held_back");
  expect(kindOf({ type: "topup", category: "topup" })).toBe("other");
});

const facts = (id: string, over: Partial<PayoutFacts["payout"]> = {}, tiedMinor = 0n): PayoutFacts => ({
  payout: {
    id,
    providerId: `po_${id}`,
    status: "paid",
    amountMinor: 900n,
    currency: "USD",
    isAutomatic: true,
    isRead: true,
    descriptor: "STRIPE",
    traceId: null,
    arrivesOn: "2026-11-10",
    ...over,
  },
  movedMinor: 900n,
  tiedMinor,
});
const line = (id: string, over: Partial<Parameters<typeof pairsOf>[1][number]> = {}) => ({
  id,
  amountMinor: 900n,
  currency: "USD",
  bookedOn: "2026-11-11",
  counterpartyName: "Stripe Payments Europe",
  reference: null,
  endToEndId: null,
  unstructured: null,
  structured: [],
  ...over,
});
const tied = (waiting: PayoutFacts[], lines: ReturnType<typeof line>[], barred: string[] = []) =>
  pairsOf(waiting, lines, policy, new Set(barred)).map(({ payoutId, lineId }) => `${payoutId} to ${lineId}`);

describe("a payout and a line at the bank belong to each other", () => {
  test("when only these two can be meant", () => {
    expect(tied([facts("p")], [line("l")])).toEqual(["p to l"]);
    expect(tied([facts("p")], [line("l"), line("m")])).toEqual([]);
    expect(tied([facts("p"), facts("q")], [line("l")])).toEqual([]);
  });
  test("when the trace number stands on the line, whatever else could be meant", () => {
    const trace = "0912-7741 55";
    const waiting = [facts("p", { traceId: trace }), facts("q")];
    expect(tied(waiting, [line("l"), line("m", { unstructured: "TRN 0912774155" })])).toContain("p to m");
  });
  test("not by an amount without a name, another amount, another currency or another time", () => {
    expect(tied([facts("p")], [line("l", { counterpartyName: "Acme" })])).toEqual([]);
    expect(tied([facts("p")], [line("l", { amountMinor: 901n })])).toEqual([]);
    expect(tied([facts("p")], [line("l", { currency: "EUR" })])).toEqual([]);
    expect(tied([facts("p")], [line("l", { bookedOn: "2026-11-21" })])).toEqual([]);
    expect(tied([facts("p")], [line("l", { bookedOn: "2026-11-20" })])).toEqual(["p to l"]);
  });
  test("not when a person took the two apart", () => {
    expect(tied([facts("p")], [line("l")], [barKey("p", "l")])).toEqual([]);
  });
  test("for what has to go back, when it failed after it had arrived", () => {
    const failed = facts("p", { status: "failed" }, 900n);
    expect(neededMinor(failed.payout, failed.tiedMinor)).toBe(-900n);
    expect(tied([failed], [line("l", { amountMinor: -900n })])).toEqual(["p to l"]);
  });
  test("by the name on the line, letters and digits alone", () => {
    expect(
      namedBy(line("l", { counterpartyName: null, unstructured: "S.T.R.I.P.E" }), facts("p").payout, policy),
    ).toBe("descriptor");
  });
});

test("the differences of a payout, each with its cause", () => {
  const seen = { today: "2026-11-20", policy, near: [], unexplained: { minor: 0n, count: 0 } };
  expect(differencesOf(facts("p"), seen)).toEqual([{ cause: "not_at_bank", minor: 900n, days: 7 }]);
  expect(differencesOf(facts("p"), { ...seen, today: "2026-11-12" })).toEqual([
    { cause: "on_its_way", minor: 900n },
  ]);
  expect(differencesOf(facts("p", {}, 900n), seen)).toEqual([]);
  expect(differencesOf({ ...facts("p", {}, 900n), movedMinor: 880n }, seen)).toEqual([
    { cause: "transactions_differ", minor: 20n },
  ]);
  expect(differencesOf({ ...facts("p", { isRead: false }, 900n), movedMinor: 0n }, seen)).toEqual([
    { cause: "transactions_missing", minor: 900n },
  ]);
  expect(differencesOf(facts("p"), { ...seen, near: [{ id: "l", amountMinor: 890n }] })).toEqual([
    { cause: "amount_differs", minor: -10n, lineId: "l" },
  ]);
  expect(differencesOf(facts("p", { status: "failed" }, 900n), seen)).toEqual([
    { cause: "came_back", minor: -900n },
  ]);
});

describe("a return ends the mandate", () => {
  const returned = (networkCode: string | null, reason: string | null = null) => ({ networkCode, reason });
  test.each(["R07", "R08", "R10", "R29"])("of a US bank account by %s", (code) => {
    expect(endsMandate("us_bank_account", returned(code))).toBe(true);
  });
  test.each(["MD01", "AC04", "AC06", "AG01"])("of a SEPA debit by %s", (code) => {
    expect(endsMandate("sepa_debit", returned(code))).toBe(true);
  });
  test("not for lack of money, and by the provider's reason only where no code came", () => {
    expect(endsMandate("us_bank_account", returned("R01", "debit_not_authorized"))).toBe(false);
    expect(endsMandate("sepa_debit", returned("AM04"))).toBe(false);
    expect(endsMandate("us_bank_account", returned(null, "debit_not_authorized"))).toBe(true);
    expect(endsMandate("us_bank_account", returned(null, "insufficient_funds"))).toBe(false);
    expect(endsMandate("card", returned(null, "subscription_canceled"))).toBe(true);
    expect(endsMandate("card", returned("10.4", "fraudulent"))).toBe(false);
  });
});
