import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LockedItem } from "../items/lock-items.ts";
import type { Actor, StaffRole } from "../kernel/context.ts";
import { POLICIES } from "../policies/policy.ts";
import { limitOf } from "./limit.ts";
import { type DecisionFacts, type DecisionWish, type DocumentFacts, planDecision } from "./resolution.ts";
import { taxWithin } from "./tax.ts";

const invoice = (over: Partial<LockedItem> = {}): LockedItem => ({
  organizationId: "o",
  id: "i",
  kind: "invoice",
  number: "INV-2026-08417",
  numberTail: "08417",
  legalEntityId: "e",
  customerId: "c",
  currency: "USD",
  amountMinor: 48_216_40n,
  openMinor: 48_216_40n,
  lastAppliedOn: null,
  issuedOn: "2026-10-01",
  dueOn: "2026-10-31",
  postedOn: "2026-10-01",
  heldAs: null,
  poNumber: "PO-1",
  reference: "Usage",
  terms: "Net 30",
  note: null,
  importId: null,
  createdAt: new Date(0),
  closedThroughOn: null,
  ...over,
});

function documentOf(claimMinor: bigint, over: Partial<DocumentFacts> = {}): DocumentFacts {
  const item = over.item ?? invoice();
  return {
    item,
    claimMinor,
    creditedMinor: 0n,
    documentCreditedMinor: 0n,
    inFlightMinor: 0n,
    claims: { disputes: [{ id: "d", number: "DSP-0347", amountMinor: claimMinor }], promises: [] },
    tax: {
      amountMinor: item.amountMinor,
      taxMinor: 0n,
      wholeClaimMinor: claimMinor,
      taxLinesClaimMinor: 0n,
      otherLinesClaimMinor: 0n,
    },
    ...over,
  };
}

const factsOf = (...documents: DocumentFacts[]): DecisionFacts => ({
  dispute: { id: "d", currency: "USD" },
  documents,
  limitMinor: 5_000_00n,
});

const plan = (facts: DecisionFacts, wish: Partial<DecisionWish>) =>
  planDecision(facts, { outcome: "credit", documents: [], reason: "Price, ours", ...wish });

describe("what a decision does", () => {
  test("a credit in full takes what is in question off the invoice and leaves the rest to be chased", () => {
    const { documents, needsApproval, event } = plan(factsOf(documentOf(6_480_00n)), {});
    expect(documents[0]).toMatchObject({
      before: { openMinor: 48_216_40n, heldMinor: 6_480_00n, chaseMinor: 41_736_40n },
      after: { openMinor: 41_736_40n, heldMinor: 0n, chaseMinor: 41_736_40n },
      onAccountMinor: 0n,
    });
    expect(documents[0]!.journal).toMatchObject([
      { debit: "credits_granted", credit: "receivable", amountMinor: 6_480_00n },
    ]);
    expect({ needsApproval, event }).toEqual({ needsApproval: true, event: "accept" });
  });

  test("a rejection credits nothing, and what was held is chased again", () => {
    const facts = factsOf(documentOf(6_480_00n));
    const rejected = plan(facts, { outcome: "reject", grounds: "Rate card 6 applies until 30 June." });
    expect(rejected).toMatchObject({ event: "reject", amountMinor: 0n, needsApproval: false });
    expect(rejected.documents[0]!.after).toEqual({
      openMinor: 48_216_40n,
      heldMinor: 0n,
      chaseMinor: 48_216_40n,
    });
  });

  test("what was paid meanwhile goes on account, and what is being paid is left to the payment", () => {
    const item = invoice({ openMinor: 50_00n });
    const facts = factsOf(documentOf(40_00n, { item, inFlightMinor: 35_00n }));
    expect(plan(facts, {}).documents[0]).toMatchObject({ appliedMinor: 15_00n, onAccountMinor: 25_00n });
  });

  test("billing anew credits the whole, and what was paid counts for the corrected invoice", () => {
    const item = invoice({ amountMinor: 100_00n, openMinor: 40_00n });
    const facts = factsOf(documentOf(20_00n, { item }));
    const corrected = { amountMinor: 80_00n, lines: [] };
    const { documents, event } = plan(facts, {
      outcome: "rebill",
      documents: [{ itemId: "i", corrected }],
    });
    expect(event).toBe("accept");
    expect(documents[0]).toMatchObject({
      amountMinor: 100_00n,
      appliedMinor: 40_00n,
      appliedToCorrectedMinor: 60_00n,
      onAccountMinor: 0n,
    });
    expect(documents[0]!.journal).toMatchObject([
      { debit: "revenue", credit: "receivable", amountMinor: 100_00n },
      { debit: "receivable", credit: "revenue", amountMinor: 80_00n },
    ]);
  });

  test("a promise of the same invoice has to bring less when a credit brings some of it", () => {
    const item = invoice({ amountMinor: 100n, openMinor: 100n });
    const claims = {
      disputes: [{ id: "d", number: "DSP-1", amountMinor: 30n }],
      promises: [{ id: "p", number: "PRM-1", amountMinor: 50n }],
    };
    expect(plan(factsOf(documentOf(30n, { item, claims })), {}).documents[0]!.after).toEqual({
      openMinor: 70n,
      heldMinor: 0n,
      chaseMinor: 50n,
    });
  });
});

describe("what a decision may not be", () => {
  const item = invoice({ amountMinor: 100n, openMinor: 60n });
  const facts = factsOf(documentOf(50n, { item, inFlightMinor: 20n }));
  const of = (amountMinor: bigint, over = {}) => ({ documents: [{ itemId: "i", amountMinor, ...over }] });
  const corrected = (amountMinor: bigint, lines: never[] = []) => ({ amountMinor, lines });
  test.each<[string, DecisionFacts, Partial<DecisionWish>]>([
    ["resolution.reason_missing", facts, { reason: "  " }],
    ["resolution.grounds_missing", facts, { outcome: "reject" }],
    ["resolution.nothing_to_credit", facts, { outcome: "reject", grounds: "No.", ...of(1n) }],
    ["resolution.not_claimed", facts, { documents: [{ itemId: "another" }] }],
    ["resolution.amount_missing", facts, { outcome: "goodwill", documents: [{ itemId: "i" }] }],
    ["resolution.amount_missing", facts, { outcome: "part_credit" }],
    ["resolution.over_claim", facts, { outcome: "goodwill", ...of(51n) }],
    ["resolution.not_in_full", facts, { outcome: "credit", ...of(49n) }],
    ["resolution.in_full", facts, { outcome: "part_credit", ...of(50n) }],
    ["resolution.over_open", facts, { outcome: "write_off", ...of(41n) }],
    ["resolution.tax", facts, { outcome: "part_credit", ...of(10n, { taxMinor: 11n }) }],
    ["resolution.corrected_missing", facts, { outcome: "rebill", documents: [{ itemId: "i" }] }],
    [
      "resolution.over_invoice",
      facts,
      { outcome: "rebill", documents: [{ itemId: "i", corrected: corrected(101n) }] },
    ],
    [
      "resolution.over_claim",
      facts,
      { outcome: "rebill", documents: [{ itemId: "i", corrected: corrected(49n) }] },
    ],
    [
      "resolution.over_document",
      factsOf(documentOf(50n, { item, documentCreditedMinor: 70n })),
      { outcome: "credit" },
    ],
    [
      "resolution.over_claim",
      factsOf(documentOf(50n, { item, creditedMinor: 30n })),
      { outcome: "goodwill", ...of(21n) },
    ],
  ])("%s", (code, given, wish) => {
    expect(() => plan(given, wish)).toThrow(expect.objectContaining({ code }));
  });

  test("a refusal names the document and how much there is", () => {
    expect(() => plan(facts, { outcome: "write_off", ...of(41n) })).toThrow(
      "Of INV-2026-08417, 0.40 USD is open and not being paid.",
    );
  });
});

test("whatever is wished, never more is credited than is claimed, billed and left, and nothing is lost on the way", () => {
  const amount = fc.bigInt({ min: 0n, max: 10_000n });
  const carriedOut = new Set<string>();
  const outcome = fc.constantFrom("credit", "part_credit", "goodwill", "write_off", "rebill", "reject");
  fc.assert(
    fc.property(
      fc.record({
        total: amount,
        open: amount,
        claim: amount,
        earlier: amount,
        flight: amount,
        wish: amount,
      }),
      outcome,
      fc.option(amount),
      ({ total, open, claim, earlier, flight, wish }, chosen, taxMinor) => {
        const amountMinor = total + 1n;
        const item = invoice({ amountMinor, openMinor: open < amountMinor ? open : amountMinor });
        const claimMinor = (claim % amountMinor) + 1n;
        const creditedMinor = earlier % (claimMinor + 1n);
        const given = factsOf(
          documentOf(claimMinor, {
            item,
            creditedMinor,
            documentCreditedMinor: creditedMinor,
            inFlightMinor: flight,
          }),
        );
        let made: ReturnType<typeof plan>;
        try {
          const corrected = { amountMinor: wish + 1n, lines: [] };
          const document =
            chosen === "credit" ? {} : chosen === "rebill" ? { corrected } : { amountMinor: wish };
          const documents = chosen === "reject" ? [] : [{ itemId: "i", taxMinor, ...document }];
          made = plan(given, { outcome: chosen, documents, grounds: "No." });
        } catch (error) {
          expect(error).toMatchObject({ name: "Refusal" });
          return;
        }
        carriedOut.add(chosen);
        const [planned] = made.documents;
        const { appliedMinor, appliedToCorrectedMinor, onAccountMinor } = planned!;
        expect(appliedMinor + appliedToCorrectedMinor + onAccountMinor).toBe(planned!.amountMinor);
        expect(planned!.amountMinor <= amountMinor - creditedMinor).toBe(true);
        const givenUp = planned!.amountMinor - (planned!.corrected?.amountMinor ?? 0n);
        expect(givenUp <= claimMinor - creditedMinor).toBe(true);
        expect(appliedMinor === 0n || appliedMinor <= item.openMinor - flight).toBe(true);
        if (chosen === "write_off") expect(onAccountMinor).toBe(0n);
        expect(planned!.taxMinor >= 0n && planned!.taxMinor <= planned!.amountMinor).toBe(true);
        expect(made.needsApproval).toBe(made.amountMinor > given.limitMinor);
        expect(planned!.after.openMinor).toBe(item.openMinor - appliedMinor);
        expect((chosen === "reject") === (made.amountMinor === 0n)).toBe(true);
      },
    ),
    { numRuns: 2_000 },
  );
  expect(carriedOut.size).toBe(6);
});

describe("tax", () => {
  const tax = {
    amountMinor: 119_00n,
    taxMinor: 19_00n,
    wholeClaimMinor: 0n,
    taxLinesClaimMinor: 0n,
    otherLinesClaimMinor: 0n,
  };
  test("of a part of the whole document is its share, to the nearest cent", () => {
    expect(taxWithin(10_00n, { ...tax, wholeClaimMinor: 10_00n })).toBe(1_60n);
    expect(taxWithin(119_00n, { ...tax, wholeClaimMinor: 119_00n })).toBe(19_00n);
  });
  test("of lines is all or nothing, by whether they bill tax", () => {
    expect(taxWithin(5_00n, { ...tax, taxLinesClaimMinor: 5_00n })).toBe(5_00n);
    expect(taxWithin(5_00n, { ...tax, otherLinesClaimMinor: 5_00n })).toBe(0n);
    expect(taxWithin(6_00n, { ...tax, otherLinesClaimMinor: 6_00n, taxLinesClaimMinor: 6_00n })).toBe(3_00n);
  });
  test("is never negative and never more than the credit", () => {
    const amount = fc.bigInt({ min: -1_000n, max: 1_000_000n });
    const positive = fc.bigInt({ min: 0n, max: 1_000_000n });
    fc.assert(
      fc.property(
        positive,
        amount,
        positive,
        positive,
        positive,
        positive,
        (credit, taxMinor, amountMinor, a, b, c) => {
          const found = taxWithin(credit, {
            amountMinor,
            taxMinor,
            wholeClaimMinor: a,
            taxLinesClaimMinor: b,
            otherLinesClaimMinor: c,
          });
          expect(found >= 0n && found <= credit).toBe(true);
        },
      ),
    );
  });
});

describe("limits", () => {
  const policy = POLICIES.dispute.shipped;
  const staff = (role: StaffRole): Actor => ({ kind: "staff", staffId: "s", name: "Rafael", role });
  test("are the role's own in each currency, and nothing where the policy names none", () => {
    expect(limitOf(policy, staff("collector"), "credit", "USD")).toBe(5_000_00n);
    expect(limitOf(policy, staff("collector"), "goodwill", "EUR")).toBe(4_500_00n);
    expect(limitOf(policy, staff("collector"), "write_off", "USD")).toBe(10_00n);
    expect(limitOf(policy, staff("collector"), "credit", "JPY")).toBe(0n);
    expect(limitOf(policy, staff("manager"), "credit", "JPY")).toBe(1_000_000n);
    expect(limitOf(policy, staff("manager"), "write_off", "KWD")).toBe(25_000_000n);
    expect(limitOf(policy, staff("auditor"), "credit", "USD")).toBe(0n);
    expect(limitOf(policy, staff("admin"), "credit", "USD")).toBe(0n);
    expect(limitOf(policy, { kind: "worker", name: "w" }, "credit", "USD")).toBe(0n);
  });
  test("are cut to what the currency can say", () => {
    const halves = { creditLimits: { collector: { "*": "10.559" } }, writeOffLimits: {} };
    expect(limitOf(halves, staff("collector"), "credit", "JPY")).toBe(10n);
    expect(limitOf(halves, staff("collector"), "credit", "USD")).toBe(10_55n);
    expect(limitOf(halves, staff("collector"), "credit", "KWD")).toBe(10_559n);
  });
});
