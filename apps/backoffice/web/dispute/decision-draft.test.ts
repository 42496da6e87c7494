import { expect, test } from "vitest";
import { type DecisionDraft, type Subject, subjectsOf, wishOf } from "./decision-draft.ts";
import type { Detail } from "./dispute-context.ts";

const WRITING = { currency: "USD", locale: "en-GB" };
const billed = [
  { lineNo: 1, description: "SMS, Ghana", quantity: "10", unit: "", unitPrice: "1.00", amountMinor: 10_00n },
  { lineNo: 2, description: "SMS, India", quantity: "10", unit: "", unitPrice: "2.00", amountMinor: 20_00n },
].map((line) => ({ ...line, periodFromOn: null, periodToOn: null }));
const claim = (lineNo: number, disputedMinor: bigint, expectedUnitPrice: string | null = null) => ({
  lineNo,
  disputedMinor,
  expectedQuantity: null,
  expectedUnitPrice,
  billed: null,
});
const subject = (over: Partial<Subject> = {}): Subject => ({
  itemId: "a",
  number: "INV-1",
  amountMinor: 30_00n,
  leftMinor: 5_00n,
  poNumber: null,
  dueOn: null,
  disputed: [claim(2, 5_00n, "1.50")],
  ...over,
});
const draft = (over: Partial<DecisionDraft>): DecisionDraft => ({
  outcome: "credit",
  amounts: {},
  taxes: {},
  corrected: {},
  reason: "Price",
  grounds: "",
  note: "",
  id: "1",
  ...over,
});
const wish = (over: Partial<DecisionDraft>, subjects = [subject()], lines: typeof billed | null = billed) =>
  wishOf(draft(over), subjects, { ...WRITING, linesOf: () => lines });

test("a credit in full names no document unless its tax is said", () => {
  expect(wish({})).toEqual({ documents: [], faults: {} });
  expect(wish({ amounts: { a: "nonsense" } }).faults).toEqual({});
  const two = [subject(), subject({ itemId: "b" }), subject({ itemId: "c", leftMinor: 0n })];
  expect(wish({ taxes: { b: "0" } }, two).documents).toEqual([
    { itemId: "a", amountMinor: null, taxMinor: null, corrected: null },
    { itemId: "b", amountMinor: null, taxMinor: 0n, corrected: null },
  ]);
});

test("a credit in part takes the amounts that were typed, and names what it cannot read", () => {
  const two = [subject(), subject({ itemId: "b" })];
  expect(wish({ outcome: "part_credit", amounts: { b: "2,50" } }, two)).toEqual({
    documents: [{ itemId: "b", amountMinor: 2_50n, taxMinor: null, corrected: null }],
    faults: {},
  });
  expect(wish({ outcome: "goodwill", amounts: { a: "-1", b: "x" }, taxes: { a: "-1" } }, two).faults).toEqual(
    {
      "amount-a": "not-above-zero",
      "amount-b": "not-a-number",
      "tax-a": "not-above-zero",
    },
  );
});

test("a rejection credits nothing, whatever was typed before", () => {
  expect(wish({ outcome: "reject", amounts: { a: "5" } })).toEqual({ documents: [], faults: {} });
});

test("a bill is corrected line by line: as the customer has it, then as it is typed", () => {
  const corrected = (over: Partial<DecisionDraft> = {}) =>
    wish({ outcome: "rebill", ...over }).documents[0]?.corrected;
  expect(corrected()).toMatchObject({
    amountMinor: 25_00n,
    lines: [
      { unitPrice: "1.00", amountMinor: 10_00n },
      { unitPrice: "1.50", amountMinor: 15_00n },
    ],
  });
  const lines = { 2: { quantity: "10", unitPrice: "1.60", amount: "16.00" } };
  expect(
    corrected({ corrected: { a: { amount: "", dueOn: "2026-12-01", poNumber: " 45 ", lines } } }),
  ).toMatchObject({
    amountMinor: 26_00n,
    dueOn: "2026-12-01",
    poNumber: "45",
  });
});

test("a bill of too many lines is corrected by its amount; one that is wholly in question has none to begin with", () => {
  expect(wish({ outcome: "rebill" }, [subject()], null).documents[0]?.corrected).toEqual({
    amountMinor: 25_00n,
    dueOn: null,
    poNumber: null,
    lines: [],
  });
  expect(
    wish({ outcome: "rebill" }, [subject({ leftMinor: 30_00n })], null).documents[0]?.corrected,
  ).toBeNull();
});

test("what an earlier decision credited is no longer to be decided", () => {
  const document = { itemId: "a", number: "INV-1", amountMinor: 30_00n, claimMinor: 5_00n, lines: [] };
  const decision = (status: string, amountMinor: bigint) => ({
    status,
    items: [{ itemId: "a", amountMinor }],
  });
  const detail = {
    documents: [{ ...document, poNumber: null, dueOn: null }],
    decisions: [decision("applied", 2_00n), decision("refused", 5_00n)],
  } as unknown as Detail;
  expect(subjectsOf(detail)).toMatchObject([{ leftMinor: 3_00n }]);
});
