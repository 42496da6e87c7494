import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Claim } from "../holds/hold.ts";
import type { Item } from "../items/item.ts";
import { sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { POLICIES } from "../policies/policy.ts";
import {
  type Disputable,
  disputedMinor,
  type Line,
  lineDifference,
  planDispute,
  roomMinor,
  type Wish,
} from "./claim.ts";
import { inMinor, minus, readDecimal, times } from "./exact-decimal.ts";
import { answerMinutes, groundsOf, largeFrom, type Reason } from "./reason.ts";

const line = (over: Partial<Line> = {}): Line => ({
  lineNo: 1,
  description: "Outbound SMS, India",
  quantity: "1080000",
  unitPrice: "0.0146",
  amountMinor: 15_768_00n,
  ...over,
});

describe("what a line is too high by", () => {
  const by = (quantity: string | null, unitPrice: string | null, of = line(), currency = "USD") =>
    lineDifference(of, { quantity, unitPrice }, currency);

  test("quantity times the difference of the prices, exactly", () => {
    expect(by(null, "0.0086")).toBe(6_480_00n);
    expect(by("1000000", null)).toBe(1_168_00n);
    expect(by("1000000", "0.0086")).toBe(7_168_00n);
  });

  test("half a minor unit goes up, and is rounded once", () => {
    expect(by(null, "0.995", line({ quantity: "1", unitPrice: "1", amountMinor: 1_00n }))).toBe(1n);
    expect(by(null, "0.33", line({ quantity: "3", unitPrice: "0.3333", amountMinor: 1_00n }))).toBe(1n);
  });

  test("in currencies without and with three decimals", () => {
    expect(by(null, "9.5", line({ quantity: "10", unitPrice: "10", amountMinor: 100n }), "JPY")).toBe(5n);
    expect(by(null, "9.9995", line({ quantity: "1", unitPrice: "10", amountMinor: 10_000n }), "KWD")).toBe(
      1n,
    );
  });

  test("nothing expected is the whole line, however its source rounded", () => {
    expect(by("0", null, line({ amountMinor: 15_768_01n }))).toBe(15_768_01n);
    expect(by(null, "0.00001", line({ amountMinor: 100_00n }))).toBe(100_00n);
  });
});

const decimals = fc
  .record({
    units: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
    scale: fc.integer({ min: 0, max: 8 }),
  })
  .map((value) => value);

test("decimals are added up and multiplied without losing anything", () => {
  fc.assert(
    fc.property(decimals, decimals, decimals, (a, b, c) => {
      const left = times(a, minus(b, c));
      const right = minus(times(a, b), times(a, c));
      const scale = Math.max(left.scale, right.scale);
      expect(left.units * 10n ** BigInt(scale - left.scale)).toBe(
        right.units * 10n ** BigInt(scale - right.scale),
      );
    }),
  );
});

test("minor units are never further off than half of one", () => {
  fc.assert(
    fc.property(decimals, fc.constantFrom("USD", "JPY", "KWD"), (value, currency) => {
      const digits = { USD: 2, JPY: 0, KWD: 3 }[currency] ?? 0;
      const minor = inMinor(value, currency);
      const off = 2n * (minor * 10n ** BigInt(value.scale) - value.units * 10n ** BigInt(digits));
      const limit = 10n ** BigInt(value.scale);
      expect((off < 0n ? -off : off) <= limit).toBe(true);
    }),
  );
});

test("only plain decimals are read", () => {
  for (const text of ["", "1,000", "1e3", "0x10", "1.", ".5", "--1", "1 000", "NaN"])
    expect(readDecimal(text)).toBeNull();
  expect(readDecimal(" 0.0086 ")).toEqual({ units: 86n, scale: 4 });
});

const item = (over: Partial<Item>): Item => ({
  organizationId: "o",
  id: "i",
  kind: "invoice",
  number: "INV-1",
  numberTail: "1",
  legalEntityId: "e",
  customerId: "c",
  currency: "USD",
  amountMinor: 1_000_00n,
  openMinor: 1_000_00n,
  lastAppliedOn: null,
  issuedOn: "2026-10-01",
  dueOn: "2026-10-31",
  postedOn: "2026-10-01",
  heldAs: null,
  poNumber: null,
  reference: null,
  terms: null,
  note: null,
  importId: null,
  createdAt: new Date(0),
  ...over,
});

const frame = { customerId: "c", currency: "USD", reason: "price", today: "2026-11-18", windowDays: 365 };

describe("whatever was disputed, paid and is wished for", () => {
  const minor = fc.bigInt({ min: 0n, max: 1_200n });
  const cases = fc.record({
    open: minor,
    inFlight: minor,
    claims: fc.array(minor, { maxLength: 4 }),
    wished: fc.option(fc.bigInt({ min: -5n, max: 1_500n }), { nil: null }),
  });

  const disputableOf = ({
    open,
    inFlight,
    claims,
  }: {
    open: bigint;
    inFlight: bigint;
    claims: bigint[];
  }): Disputable => ({
    item: item({ openMinor: open, amountMinor: 1_200n }),
    inFlightMinor: inFlight,
    claims: claims.map(
      (amountMinor, index): Claim => ({ id: `d${index}`, number: `DSP-${index}`, amountMinor }),
    ),
    lines: [],
    lineClaims: [],
  });

  test("all disputes together, the new one included, never claim more than is open and not being paid", () => {
    fc.assert(
      fc.property(cases, ({ wished, ...facts }) => {
        const disputable = disputableOf(facts);
        const wish: Wish = { itemId: "i", amountMinor: wished, lines: [] };
        try {
          const { amountMinor, rows } = planDispute([wish], [disputable], frame);
          expect(amountMinor > 0n).toBe(true);
          expect(sum(rows.map((row) => row.amountMinor))).toBe(amountMinor);
          expect(amountMinor + disputedMinor(disputable) + facts.inFlight <= facts.open).toBe(true);
          if (wished !== null) expect(amountMinor).toBe(wished);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          // Refused only for a reason.
          expect(
            wished === null ? roomMinor(disputable) === 0n : wished <= 0n || wished > roomMinor(disputable),
          ).toBe(true);
          if (error.code === "dispute.already_disputed") expect(error.facts.number).toBe("DSP-0");
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("disputes of one line after the other never come to more than the line", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 900n }), { minLength: 1, maxLength: 8 }), (wishes) => {
        let lineClaims: Disputable["lineClaims"] = [];
        for (const [index, amountMinor] of wishes.entries()) {
          const disputable: Disputable = {
            item: item({}),
            inFlightMinor: 0n,
            claims: [],
            lines: [line({ amountMinor: 1_000n })],
            lineClaims,
          };
          const wish: Wish = {
            itemId: "i",
            amountMinor: null,
            lines: [{ lineNo: 1, amountMinor, quantity: null, unitPrice: null }],
          };
          try {
            planDispute([wish], [disputable], frame);
            const number = `DSP-${index}`;
            lineClaims = [
              ...lineClaims,
              { lineNo: 1, disputeId: number, number, status: "in_review", reason: "price", amountMinor },
            ];
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            expect(error.code).toBe("dispute.already_disputed");
          }
        }
        expect(sum(lineClaims.map((claim) => claim.amountMinor)) <= 1_000n).toBe(true);
      }),
    );
  });
});

test("a line whose outcome can still be contested is contested, not disputed anew for the same reason", () => {
  const disputable: Disputable = {
    item: item({}),
    inFlightMinor: 0n,
    claims: [],
    lines: [line({ amountMinor: 1_000n })],
    lineClaims: [
      { lineNo: 1, disputeId: "d", number: "DSP-9", status: "rejected", reason: "price", amountMinor: 600n },
    ],
  };
  const plan = (amountMinor: bigint, reason: string) =>
    planDispute(
      [
        {
          itemId: "i",
          amountMinor: null,
          lines: [{ lineNo: 1, amountMinor, quantity: null, unitPrice: null }],
        },
      ],
      [disputable],
      { ...frame, reason },
    );
  expect(() => plan(500n, "price")).toThrow(expect.objectContaining({ code: "dispute.contest_instead" }));
  expect(plan(400n, "price").amountMinor).toBe(400n);
  expect(plan(500n, "quantity").amountMinor).toBe(500n);
});

describe("reasons", () => {
  const reason = (over: Partial<Reason> = {}): Reason => ({
    code: "price",
    facts: ["billed_price", "expected_price", "agreed_in"],
    proof: "helpful",
    team: "sales",
    answerHours: 40,
    answerHoursLarge: 24,
    ...over,
  });
  const form = (over: Partial<Parameters<typeof groundsOf>[1]> = {}) => ({
    facts: { expected_price: "0.0086", agreed_in: "Card 7" },
    comment: "",
    fileCount: 0,
    lines: [],
    ...over,
  });

  test("what every line says for itself need not be said again", () => {
    const lines = [{ quantity: null, unitPrice: "0.0086" }];
    expect(groundsOf(reason(), form({ facts: { agreed_in: "Card 7" }, lines }), 10)).toEqual({
      agreed_in: "Card 7",
    });
    expect(() =>
      groundsOf(
        reason(),
        form({ facts: { agreed_in: "Card 7" }, lines: [...lines, { quantity: "1", unitPrice: null }] }),
        10,
      ),
    ).toThrow(expect.objectContaining({ code: "dispute.fact_missing" }));
  });

  test("a currency that the policy does not name has no small amounts", () => {
    const policy = POLICIES.dispute.shipped;
    expect(largeFrom(policy, "USD")).toBe(10_000_00n);
    expect(largeFrom(policy, "JPY")).toBe(0n);
    expect(largeFrom({ largeFrom: { "*": "500" } }, "JPY")).toBe(500n);
  });

  test("from the limit on the answer comes sooner", () => {
    const policy = { ...POLICIES.dispute.shipped, reasons: [reason()] };
    expect(answerMinutes(reason(), 9_999_99n, "USD", policy)).toBe(40 * 60);
    expect(answerMinutes(reason(), 10_000_00n, "USD", policy)).toBe(24 * 60);
  });
});
