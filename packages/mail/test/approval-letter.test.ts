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
