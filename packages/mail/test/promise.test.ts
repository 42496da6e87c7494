import type { LetterKind, LetterProps } from "@openitem/domain/messages/letter";
import { expect, test } from "vitest";
import { renderLetter } from "../src/render-letter.ts";
import { promiseLetters } from "./promise-letters.ts";

const write = <K extends LetterKind & keyof typeof promiseLetters>(
  kind: K,
  over: Partial<(typeof promiseLetters)[K]> = {},
  locale = "en-GB",
) => renderLetter(kind, { ...promiseLetters[kind], ...over } as LetterProps[K], { locale });

test("a promise that stands says what is paid when, and when it counts as kept", async () => {
  const { subject, text } = await write("promise-stands", { acceptedBy: null });
  expect(subject).toBe("Your promise PRM-0012 of 50,460.07 USD stands");
  expect(text).toMatch(/^4 Dec 2026 +20,000\.00$/m);
  expect(text).toMatch(/^15 Jan 2027 +10,460\.07$/m);
  expect(text).toMatch(/^Promised +50,460\.07$/m);
  expect(text).toContain("Reminders for these amounts pause until then.");
  expect(text).toContain("settled by the day, plus 2 days of grace.");
  expect(text).toMatch(/^For +INV-2026-09261, INV-2026-10188, 1 more$/m);
  expect(text).not.toContain("accepted");
});

test("one that was accepted says by whom, and with which words", async () => {
  const { text } = await write("promise-stands");
  expect(text).toContain("Priya Raman has accepted it.");
  expect(text).toContain("Priya Raman writes: Agreed by telephone.");
  const own = await write("promise-stands", {
    acceptedBy: { side: "customer", name: "Dana Whitfield", note: null },
  });
  expect(own.text).toContain("You have accepted our plan.");
});

test("one that is debited by itself says from where", async () => {
  const { text } = await write("promise-stands", { debitedFrom: "Chase ••6789" });
  expect(text).toContain("Each amount is debited on its day from Chase ••6789.");
  expect(text).not.toContain("bank debit takes");
});

test("without grace none is promised", async () => {
  const { text } = await write("promise-stands", { graceDays: 0 });
  expect(text).toContain("A promise is kept when the money has settled by the day.");
});

test("a request says who answers by when, and that reminders stay paused", async () => {
  expect((await write("promise-requested")).text).toContain(
    "Priya Raman answers by 20 Nov 2026. Until then reminders stay paused.",
  );
  expect((await write("promise-requested", { answerer: null })).text).toContain("We answer by 20 Nov 2026.");
});

test("a plan of the biller waits for an answer, and says whether it takes the place of a request", async () => {
  const { subject, text } = await write("promise-proposed");
  expect(subject).toBe("A plan for 50,460.07 USD waits for your answer, PRM-0012");
  expect(text).toContain("It takes the place of what you asked for.");
  expect(text).toContain("Answer the plan");
  expect((await write("promise-proposed", { isCounter: false, note: null })).text).not.toContain(
    "takes the place",
  );
});

test("a declined request says why, and that reminders go on", async () => {
  const { text } = await write("promise-declined");
  expect(text).toContain("Priya Raman writes: The last day is too late for us.");
  expect(text).toContain("Reminders go on as before.");
});

test("a reminder names what is still to come on the day, in the reader's own figures", async () => {
  const { subject } = await write("promise-reminder", {}, "de-DE");
  expect(subject).toBe("20.000,00 USD is promised for 04.12.2026, PRM-0012");
});

test("a broken promise names what is missing, and what was kept", async () => {
  const { subject, text } = await write("promise-broken");
  expect(subject).toBe("15,000.00 USD of your promise PRM-0012 has not come");
  expect(text).toContain("It was promised for 4 Dec 2026.");
  expect(text).toContain("The promise is kept in part.");
  expect((await write("promise-broken", { isKeptInPart: false })).text).not.toContain("in part");
});
