import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { least, sum } from "../kernel/money.ts";
import { type Chargeable, type ChargeTerms, fromHeld, planCharge, toHeld } from "./plan-charge.ts";

const LIMITS = { leastMinor: 50n, mostMinor: 99_999_999n };
const TERMS: ChargeTerms = {
  capMinor: null,
  creditMinor: 0n,
  needMinor: null,
  linesMax: 1_000,
  limits: LIMITS,
};

const document = (itemId: string, over: Partial<Chargeable> = {}): Chargeable => ({
  itemId,
  number: itemId,
  customerId: "c",
  dueOn: "2026-11-20",
  openMinor: 100_00n,
  wantedMinor: null,
  isBeforeConsent: false,
  inFlightMinor: 0n,
  disputedMinor: 0n,
  promisedMinor: 0n,
  scheduledMinor: 0n,
  triedMinor: 0n,
  ...over,
});

const heldOf = (found: Chargeable[], terms: Partial<ChargeTerms> = {}) =>
  planCharge(found, { ...TERMS, ...terms }).held.map(({ number, reason, amountMinor }) => [
    number,
    reason,
    amountMinor,
  ]);

test("what nothing speaks against is charged in full", () => {
  expect(planCharge([document("a"), document("b")], TERMS)).toMatchObject({ amountMinor: 200_00n, held: [] });
});

test("each amount that is left out has its reason", () => {
  expect(
    heldOf([
      document("a", { disputedMinor: 40_00n }),
      document("b", { promisedMinor: 100_00n }),
      document("c", { inFlightMinor: 30_00n, disputedMinor: 20_00n }),
      document("d", { isBeforeConsent: true }),
      document("e", { scheduledMinor: 10_00n, triedMinor: 5_00n }),
    ]),
  ).toEqual([
    ["a", "disputed", 40_00n],
    ["b", "promised", 100_00n],
    ["c", "in_flight", 30_00n],
    ["c", "disputed", 20_00n],
    ["d", "before_consent", 100_00n],
    ["e", "scheduled", 10_00n],
    ["e", "tried_before", 5_00n],
  ]);
});

test("credits are used up by the oldest due first, and leave the rest to be charged", () => {
  const plan = planCharge(
    [document("newer", { dueOn: "2026-11-30" }), document("older", { dueOn: "2026-11-10" })],
    { ...TERMS, creditMinor: 130_00n },
  );
  expect(plan.held.map(({ number, amountMinor }) => [number, amountMinor])).toEqual([
    ["older", 100_00n],
    ["newer", 30_00n],
  ]);
  expect(plan.lines).toMatchObject([{ number: "newer", amountMinor: 70_00n }]);
});

test("under a cap documents go in whole while they fit; the others wait for a person", () => {
  const found = [document("a", { openMinor: 60_00n }), document("b"), document("c", { openMinor: 40_00n })];
  expect(heldOf(found, { capMinor: 110_00n })).toEqual([["b", "over_cap", 100_00n]]);
});

test("a claim on a part that is not to be charged keeps nothing from it", () => {
  expect(heldOf([document("a", { wantedMinor: 60_00n, disputedMinor: 40_00n })])).toEqual([]);
  expect(heldOf([document("a", { wantedMinor: 80_00n, disputedMinor: 40_00n })])).toEqual([
    ["a", "disputed", 20_00n],
  ]);
});

test("an instalment brings what is still missing and no more", () => {
  const plan = planCharge([document("a"), document("b")], { ...TERMS, needMinor: 120_00n });
  expect(plan.lines.map((line) => line.amountMinor)).toEqual([100_00n, 20_00n]);
  expect(plan.held).toMatchObject([{ reason: "already_brought", amountMinor: 80_00n }]);
});

test("what is too little for the provider is held, and what is too much is left out", () => {
  expect(heldOf([document("a", { openMinor: 30n })])).toEqual([["a", "too_little", 30n]]);
  expect(heldOf([document("a", { openMinor: 100_000_000n })])).toEqual([["a", "too_much", 100_000_000n]]);
});

const minor = fc.bigInt({ min: 0n, max: 500_00n });
const claim = fc.oneof({ weight: 3, arbitrary: fc.constant(0n) }, { weight: 2, arbitrary: minor });
const chargeable = fc.record({
  dueOn: fc.constantFrom("2026-11-10", "2026-11-20", "2026-11-30"),
  openMinor: minor,
  wantedMinor: fc.option(minor),
  isBeforeConsent: fc.boolean(),
  inFlightMinor: claim,
  disputedMinor: claim,
  promisedMinor: claim,
  scheduledMinor: claim,
  triedMinor: claim,
});
const documents = fc
  .array(chargeable, { maxLength: 8 })
  .map((rows) => rows.map((row, at) => document(`item-${at}`, row)));
const terms = fc.record({
  capMinor: fc.option(fc.bigInt({ min: 1n, max: 1_000_00n })),
  creditMinor: claim,
  needMinor: fc.option(minor),
  linesMax: fc.integer({ min: 1, max: 8 }),
});

describe("whatever the documents and terms", () => {
  test("a charge is never above its cap, its need or what was announced, nor touches what somebody else has a claim on", () => {
    fc.assert(
      fc.property(documents, terms, (found, over) => {
        const plan = planCharge(found, { ...TERMS, ...over });
        expect(plan.amountMinor).toBe(sum(plan.lines.map((line) => line.amountMinor)));
        if (over.capMinor !== null) expect(plan.amountMinor <= over.capMinor).toBe(true);
        if (over.needMinor !== null) expect(plan.amountMinor <= over.needMinor).toBe(true);
        expect(plan.lines.length <= over.linesMax).toBe(true);
        for (const line of plan.lines) {
          const item = found.find(({ itemId }) => itemId === line.itemId)!;
          const claimedMinor =
            item.inFlightMinor +
            item.disputedMinor +
            item.promisedMinor +
            item.scheduledMinor +
            item.triedMinor;
          expect(line.amountMinor > 0n).toBe(true);
          expect(line.amountMinor + claimedMinor <= item.openMinor).toBe(true);
          expect(line.amountMinor <= (item.wantedMinor ?? item.openMinor)).toBe(true);
          expect(item.isBeforeConsent).toBe(false);
        }
      }),
    );
  });

  test("what is charged and what is left out add up to what is wanted and open, document by document", () => {
    fc.assert(
      fc.property(documents, terms, (found, over) => {
        const plan = planCharge(found, { ...TERMS, ...over });
        for (const item of found) {
          const of = (rows: readonly { itemId: string; amountMinor: bigint }[]) =>
            sum(rows.filter(({ itemId }) => itemId === item.itemId).map(({ amountMinor }) => amountMinor));
          expect(of(plan.lines) + of(plan.held)).toBe(
            least(item.wantedMinor ?? item.openMinor, item.openMinor),
          );
        }
      }),
    );
  });

  test("credits never cover more than there are, and what they cover is not charged", () => {
    fc.assert(
      fc.property(documents, terms, (found, over) => {
        const plan = planCharge(found, { ...TERMS, ...over });
        const covered = plan.held.filter(({ reason }) => reason === "covered_by_credit");
        const coveredMinor = sum(covered.map(({ amountMinor }) => amountMinor));
        expect(coveredMinor <= over.creditMinor).toBe(true);
        // While credit is left, nothing is charged in cash.
        if (coveredMinor < over.creditMinor) expect(plan.lines).toEqual([]);
      }),
    );
  });

  test("what is held reads back as it was kept", () => {
    fc.assert(
      fc.property(documents, terms, (found, over) => {
        const { held } = planCharge(found, { ...TERMS, ...over });
        expect(fromHeld(JSON.parse(JSON.stringify(toHeld(held))))).toEqual(held);
      }),
    );
  });
});
