import { expect, test } from "vitest";
import { renderLetter } from "../src/render-letter.ts";
import { letters } from "./letters.ts";

const write = (over: Partial<(typeof letters)["approval-requested"]> = {}) =>
  renderLetter("approval-requested", { ...letters["approval-requested"], ...over }, { locale: "en-GB" });

test("who may approve learns who asks for what and why, and that nothing happens before", async () => {
  const { subject, text } = await write();
  expect(subject).toBe("Priya Raman asks you to approve 6,480.00 USD, DSP-0347");
  expect(text).toContain("Priya Raman wants to credit 6,480.00 USD in DSP-0347.");
  expect(text).toContain("Priya Raman writes: Card 7 was loaded a month late.");
  expect(text).toContain("https://office.example/approvals/0192");
});

test("a write-off is called one, and silence is not quoted", async () => {
  const { text } = await write({ outcome: "write_off", note: null });
  expect(text).toContain("wants to write off 6,480.00 USD in DSP-0347");
  expect(text).not.toContain("writes:");
});

const answer = (over: Partial<(typeof letters)["approval-decided"]> = {}) =>
  renderLetter("approval-decided", { ...letters["approval-decided"], ...over }, { locale: "en-GB" });

test("who asked learns who granted it, what was said, and that it is booked", async () => {
  const { subject, text } = await answer();
  expect(subject).toBe("Helen Strand approved 6,480.00 USD, DSP-0347");
  expect(text).toContain("Helen Strand writes: Agreed, card 7 was late.");
  expect(text).toContain("It is booked and the customer is told.");
  expect(text).toContain("https://office.example/approvals/0192");
  const refund = await answer({ about: "payment", number: "PAY-0007", note: null });
  expect(refund.text).toContain("It is on its way back to the customer.");
  expect(refund.text).not.toContain("writes:");
});

test("a refusal is called one, and nothing is booked", async () => {
  const { subject, text } = await answer({ isGranted: false, note: "Ask billing first." });
  expect(subject).toBe("Helen Strand refused 6,480.00 USD, DSP-0347");
  expect(text).toContain("Nothing is booked; the dispute is in review again.");
  expect((await answer({ isGranted: false, about: "cash" })).text).toContain("Nothing is booked.");
});
