import type { LetterKind, LetterProps } from "@openitem/domain/messages/letter";
import { describe, expect, test } from "vitest";
import { renderLetter } from "../src/render-letter.ts";
import { letters } from "./letters.ts";

const write = <K extends LetterKind>(kind: K, over: Partial<LetterProps[K]> = {}) =>
  renderLetter(kind, { ...letters[kind], ...over }, { locale: "en-GB" });

test("who disputes learns what is held, and by when he is answered", async () => {
  const { subject, text } = await write("dispute-raised");
  expect(subject).toBe("We have your dispute DSP-0347 of 6,480.00 USD");
  expect(text).toContain("This amount is held at once: no reminders go out for it.");
  expect(text).toContain("You get an answer by Thu 19 Nov 2026, 10:02 EST.");
  expect(text).toContain("DSP-0347, price, 6,480.00 USD");
});

test("a clock that has stopped promises no day", async () => {
  expect((await write("dispute-raised", { answerBy: null })).text).not.toContain("You get an answer by");
});

test("a question is told in the words it was asked in, and that the clock stops", async () => {
  const { subject, text } = await write("dispute-question");
  expect(subject).toBe("A question about DSP-0347");
  expect(text).toContain("Rafael Ochoa asks\n\nWhich of your two sender IDs carried this?\n");
  expect(text).toContain("Until then the clock stops");
});

test("who can answer by mail is told so, and nobody else", async () => {
  expect((await write("dispute-message")).text).toContain("You can also answer this mail");
  expect((await write("dispute-message", { canReply: false })).text).not.toContain("answer this mail");
});

test("many documents are named up to a few, and counted", async () => {
  const documents = { shown: ["INV-1", "INV-2"], more: 7 };
  expect((await write("dispute-withdrawn", { documents })).text).toContain("INV-1, INV-2, 7 more");
});

test("a reason of the biller's own is not shown as a code", async () => {
  expect((await write("dispute-taken", { reason: "rate_card_7" })).text).toContain("DSP-0347, other reason,");
});

describe("an outcome", () => {
  test("accepted in part names both amounts, the grounds, the memo and how to contest", async () => {
    const { subject, text } = await write("dispute-decided");
    expect(subject).toBe("DSP-0347 is accepted in part: 4,000.00 of 6,480.00 USD");
    expect(text).toContain("We have credited 4,000.00 USD.");
    expect(text).toContain("Our grounds: The route changed on 12 July, not on the 1st.");
    expect(text).toContain("Of this, 250.00 USD found nothing open and is on your account.");
    expect(text).toContain("you can contest this once, until Wed 2 Dec 2026, 23:59 EST.");
    expect(text).toMatch(/^Credit memo +CM-0532$/m);
  });

  test("accepted in full leaves nothing to contest", async () => {
    const { subject, text } = await write("dispute-decided", {
      outcome: "accepted",
      means: "credit",
      granted: "6480.00",
      grounds: null,
      onAccount: null,
      contestUntil: null,
    });
    expect(subject).toBe("DSP-0347 is accepted: 6,480.00 USD");
    expect(text).toContain("We have credited 6,480.00 USD.");
    expect(text).not.toMatch(/contest|no longer held|grounds/);
  });

  test("rejected says why, that it is due, and no amount given", async () => {
    const { subject, text } = await write("dispute-decided", {
      outcome: "rejected",
      means: "reject",
      granted: "0.00",
      grounds: "The signed rate card says 0.0146.",
      creditMemos: [],
      onAccount: null,
    });
    expect(subject).toBe("DSP-0347 is not accepted");
    expect(text).toContain("The amount is no longer held and is due as before.");
    expect(text).not.toContain("credited");
  });

  test("billed anew names the corrected invoice", async () => {
    const { text } = await write("dispute-decided", {
      outcome: "accepted",
      means: "rebill",
      rebills: ["RB-0001"],
    });
    expect(text).toContain("We have credited the invoice and issued a corrected one.");
    expect(text).toMatch(/^Corrected invoice +RB-0001$/m);
  });
});
