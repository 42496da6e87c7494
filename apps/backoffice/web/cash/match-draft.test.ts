import { expect, test } from "vitest";
import { markedText } from "./marked-text.ts";
import { type Document, draftOf, newDifference, type Proposal, readDraft, wishOf } from "./match-draft.ts";

const WRITING = { currency: "USD", locale: "en" };
const REASONS = { discount: "By the terms", write_off: "Small" };

const document = (itemId: string, freeMinor: bigint): Document => ({
  itemId,
  number: itemId,
  customerId: "c",
  customerNumber: "1",
  customerName: "Payer",
  currency: "USD",
  amountMinor: freeMinor,
  openMinor: freeMinor,
  freeMinor,
  issuedOn: "2026-10-01",
  dueOn: "2026-10-31",
  poNumber: null,
  discount: null,
});
const DOCUMENTS = new Map([document("a", 100_00n), document("b", 50_00n)].map((each) => [each.itemId, each]));

const proposal = (
  uses: readonly (readonly [string, bigint, bigint])[],
  difference: Proposal["difference"],
): Proposal => ({
  customerId: "c",
  rule: "reference",
  applications: uses.map(([itemId, amountMinor, discountMinor]) => ({
    ...{ itemId, number: itemId, customerId: "c", freeMinor: DOCUMENTS.get(itemId)?.freeMinor ?? 0n },
    amountMinor,
    discountMinor,
  })),
  difference,
  remittanceId: null,
  signals: [],
  rejected: null,
});
const NONE = { minor: 0n, kind: "none", reason: null } as const;

test("what the money pays, what is left of it and what stays open always add up", () => {
  const draft = draftOf(
    proposal(
      [
        ["a", 100_00n, 0n],
        ["b", 37_66n, 0n],
      ],
      NONE,
    ),
    "Payer",
    WRITING,
    REASONS,
  );
  const read = readDraft(draft, DOCUMENTS, { ...WRITING, availableMinor: 140_00n });
  expect(read).toMatchObject({
    appliedMinor: 137_66n,
    leftMinor: 2_34n,
    invoicesLeftMinor: 12_34n,
    staysOpenMinor: 12_34n,
    ok: true,
  });
  const written = { ...draft, differences: { b: newDifference({ choice: "write_off", reason: " Small " }) } };
  const after = readDraft(written, DOCUMENTS, { ...WRITING, availableMinor: 140_00n });
  expect(after.staysOpenMinor).toBe(0n);
  expect(wishOf(written, after).differences).toEqual([
    { itemId: "b", kind: "write_off", amountMinor: 12_34n, reason: "Small", note: null, dispute: null },
  ]);
});

test("more than there is, or than is open, cannot be sent", () => {
  const draft = draftOf(proposal([["a", 100_00n, 0n]], NONE), "Payer", WRITING, REASONS);
  expect(readDraft(draft, DOCUMENTS, { ...WRITING, availableMinor: 99_99n }).ok).toBe(false);
  const over = { ...draft, rows: [{ itemId: "b", ticked: true, typed: "50.01" }] };
  expect(readDraft(over, DOCUMENTS, { ...WRITING, availableMinor: 99_99n }).rows[0]?.fault).toBe("over-open");
  const unticked = { ...over, rows: over.rows.map((row) => ({ ...row, ticked: false })) };
  expect(readDraft(unticked, DOCUMENTS, { ...WRITING, availableMinor: 99_99n })).toMatchObject({
    ok: true,
    appliedMinor: 0n,
  });
});

test("a discount of the terms and a difference in tolerance are laid out as decisions", () => {
  const discounted = draftOf(proposal([["a", 98_00n, 2_00n]], NONE), "Payer", WRITING, REASONS);
  expect(discounted.differences.a).toMatchObject({ choice: "discount", reason: "By the terms" });
  const tolerated = draftOf(
    proposal([["b", 49_98n, 0n]], { minor: -2n, kind: "tolerance", reason: null }),
    "Payer",
    WRITING,
    REASONS,
  );
  expect(tolerated.differences.b).toMatchObject({ choice: "write_off", reason: "Small" });
});

test("the words the engine went by are marked as they stand in the text", () => {
  const laid = {
    id: "o",
    proposals: [
      {
        ...proposal([["a", 1n, 0n]], NONE),
        signals: [{ code: "reference_exact", facts: { written: "INV202610417" } }],
      },
    ],
    waits: [{ code: "reference_unresolved", facts: { written: "7781" } }],
  };
  expect(markedText("RG INV-2026-10417 LIEFERANT 7781", laid)).toEqual([
    { part: "RG ", mark: null },
    { part: "INV-2026-10417", mark: "for" },
    { part: " LIEFERANT ", mark: null },
    { part: "7781", mark: "against" },
  ]);
});
