import { describe, expect, test } from "vitest";
import { type Draft, fieldName, readDraft } from "./draft.ts";
import { sumsOf } from "./sums.ts";

const A = "01a1ffef-b84e-7295-b42c-ce51a74ae64a";
const B = "01a1ffef-b84e-7295-b42c-ce51a74ae64b";
const facts = {
  currency: "USD",
  locale: "en-US",
  debits: [{ id: A, freeMinor: 100_00n }],
  credits: [{ id: B, freeMinor: 30_00n }],
};
const draft = (amount: string, over: Partial<Draft> = {}): Draft => ({
  rows: [{ itemId: A, amount, reason: "", note: "", was: "" }],
  credits: [{ itemId: B, used: false, amount: "30.00" }],
  onAccount: "",
  ...over,
});

test.each([
  ["100.00", 100_00n, null, 0n, 0n],
  ["100,00", 100_00n, null, 0n, 0n],
  ["40", 40_00n, null, 60_00n, 0n],
  ["120", 120_00n, "over", 0n, 20_00n],
  ["0", 0n, "zero", 0n, 0n],
  ["-5", -5_00n, "zero", 0n, 0n],
  ["", null, "empty", 0n, 0n],
  ["ten", null, "not-a-number", 0n, 0n],
  ["1.005", null, "ambiguous", 0n, 0n],
])(
  "“%s” for 100.00 open is read as %s, refused as %s, short by %s, over by %s",
  (text, minor, refusal, short, over) => {
    const [row] = sumsOf(draft(text), facts).rows;
    expect(row).toEqual({ itemId: A, minor, refusal, shortMinor: short, overMinor: over });
  },
);

test("documents less the ticked credits plus what goes on account is what is charged", () => {
  const credits = [{ itemId: B, used: true, amount: "25" }];
  const sums = sumsOf(draft("80", { credits, onAccount: "10.50" }), facts);
  expect(sums).toMatchObject({
    documentsMinor: 80_00n,
    creditsMinor: 25_00n,
    cashMinor: 65_50n,
    leftOutMinor: 20_00n,
  });
});

test("a credit that is not ticked takes nothing off, and its amount is not looked at", () => {
  const credits = [{ itemId: B, used: false, amount: "nonsense" }];
  expect(sumsOf(draft("100", { credits }), facts)).toMatchObject({
    cashMinor: 100_00n,
    credits: [{ refusal: null }],
  });
});

describe("the form as it is sent", () => {
  test("comes back as it was typed, and fields that are none of ours are passed over", () => {
    const form = new FormData();
    form.set(fieldName.amount(A), " 44,000 ");
    form.set(fieldName.reason(A), "tax");
    form.set(fieldName.note(A), "form 1042-S");
    form.set(fieldName.was(A), "4682007");
    form.set(fieldName.credit(B), "30.00");
    form.set(fieldName.use(B), "on");
    form.set("amount.1; drop table", "1");
    form.set("onAccount", "5");
    expect(readDraft(form)).toEqual({
      rows: [{ itemId: A, amount: " 44,000 ", reason: "tax", note: "form 1042-S", was: "4682007" }],
      credits: [{ itemId: B, used: true, amount: "30.00" }],
      onAccount: "5",
    });
  });
});
