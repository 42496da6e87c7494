import fc from "fast-check";
import { expect, test } from "vitest";
import { stripQuote } from "./strip-quote.ts";

const ANSWER = "All of it went out as MRDFRT.\n\nA screenshot is attached.";
const QUESTION = "Which of your two sender IDs carried this traffic?";
const quoted = `> Rafael Ochoa asks:\n>\n> ${QUESTION}\n>> The DLT route moved to rate card 7.`;

test.each([
  [
    "Gmail",
    `${ANSWER}\n\nOn Tue, Nov 17, 2026 at 3:20 PM Parlance <billing@parlance.example> wrote:\n\n${quoted}\n`,
  ],
  [
    "Gmail, attribution over two lines",
    `${ANSWER}\n\nOn Tue, Nov 17, 2026 at 3:20\u202fPM Parlance Communications Billing <\nbilling@parlance.example> wrote:\n\n${quoted}`,
  ],
  [
    "Apple Mail",
    `${ANSWER}\n\n> On 17 Nov 2026, at 15:20, Parlance <billing@parlance.example> wrote:\n> \n${quoted}`,
  ],
  [
    "iPhone",
    `${ANSWER}\n\nSent from my iPhone\n\n> On 17 Nov 2026, at 15:20, Parlance <b@p.example> wrote:\n${quoted}`,
  ],
  [
    "Thunderbird",
    `On 17/11/2026 15:20, Parlance wrote:\n${quoted}\n\n${ANSWER}\n-- \nDana Whitfield\nMeridian Freight`,
  ],
  [
    "Outlook for Windows",
    `${ANSWER}\r\n\r\nDana\r\n\r\nFrom: Parlance <billing@parlance.example>\r\nSent: Tuesday, November 17, 2026 3:20 PM\r\nTo: Dana Whitfield <dana@harrow.example>\r\nSubject: A question about DSP-0347\r\n\r\n${QUESTION}`,
  ],
  [
    "Outlook on the web",
    `${ANSWER}\n\n________________________________\nFrom: Parlance <billing@parlance.example>\nSent: Tuesday, November 17, 2026 3:20 PM\nTo: Dana\nSubject: DSP-0347\n\n${QUESTION}`,
  ],
  [
    "Outlook for a telephone",
    `${ANSWER}\n\nGet Outlook for iOS\n________________________________\nFrom: Parlance <b@p.example>\nSent: Tuesday\nTo: Dana\nSubject: DSP-0347\n\n${QUESTION}`,
  ],
  ["an older Outlook", `${ANSWER}\n\n-----Original Message-----\nFrom: Parlance\n${QUESTION}`],
  [
    "Yahoo",
    `${ANSWER}\n\n    On Tuesday, November 17, 2026 at 03:20:11 PM EST, Parlance <b@p.example> wrote:  \n \n ${QUESTION}`,
  ],
  [
    "Gmail in German",
    `${ANSWER}\n\nAm Di., 17. Nov. 2026 um 15:20 Uhr schrieb Parlance <b@p.example>:\n\n${quoted}`,
  ],
  ["Thunderbird in German", `${ANSWER}\n\nAm 17.11.26 um 15:20 schrieb Parlance:\n${quoted}`],
  [
    "Outlook in German",
    `${ANSWER}\n\nVon: Parlance <b@p.example>\nGesendet: Dienstag, 17. November 2026 15:20\nAn: Dana\nBetreff: DSP-0347\n\n${QUESTION}`,
  ],
  [
    "Gmail in French",
    `${ANSWER}\n\nLe mar. 17 nov. 2026 à 15:20, Parlance <b@p.example> a écrit :\n\n${quoted}`,
  ],
  [
    "Gmail in Spanish",
    `${ANSWER}\n\nEl mar, 17 nov 2026 a las 15:20, Parlance (<b@p.example>) escribió:\n\n${quoted}`,
  ],
  [
    "Outlook in French",
    `${ANSWER}\n\nDe : Parlance <b@p.example>\nEnvoyé : mardi 17 novembre 2026 15:20\nÀ : Dana\nObjet : DSP-0347\n\n${QUESTION}`,
  ],
  [
    "a Samsung",
    `${ANSWER}\n\n-------- Original message --------\nFrom: Parlance <b@p.example>\nDate: 17/11/2026\n${QUESTION}`,
  ],
])("%s: what was answered to is left out", (_client, text) => {
  const own = stripQuote(text);
  expect(own.replace(/\n\nDana$/, "")).toBe(ANSWER);
  expect(own).not.toContain(QUESTION);
});

test("answers between quoted lines are kept, in their order", () => {
  const text = `On 17 Nov 2026, at 15:20, Parlance <b@p.example> wrote:\n\n> Which sender ID?\nMRDFRT.\n> Since when?\nSince 1 July.`;
  expect(stripQuote(text)).toBe("MRDFRT.\nSince 1 July.");
});

test("a sentence that sounds like an attribution is no quote", () => {
  const text = "On 12 Nov 2026 Rafael wrote:\nthe price is right. I do not agree.";
  expect(stripQuote(text)).toBe(text);
  expect(stripQuote("From: Delhi\nthe traffic went over DLT.")).toBe(
    "From: Delhi\nthe traffic went over DLT.",
  );
});

test("a signature goes, a rule between two parts of a text stays", () => {
  expect(stripQuote("Yes.\n\n-- \nDana Whitfield\nMeridian")).toBe("Yes.");
  expect(stripQuote("Yes.\n--\nDana")).toBe("Yes.");
  const long = `Part one\n--\n${Array(12).fill("more").join("\n")}`;
  expect(stripQuote(long)).toBe(long);
});

test("an answer of nothing but quote is nothing", () => {
  expect(stripQuote(`On 17 Nov 2026, at 15:20, P <b@p.example> wrote:\n${quoted}`)).toBe("");
  expect(stripQuote("  \n\n")).toBe("");
});

test("plain words survive whatever is quoted below them", () => {
  const words = fc.array(fc.stringMatching(/^[a-z][a-z ,.]{0,40}[a-z]$/), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(words, fc.array(fc.string()), (own, below) => {
      const quote = below.map((line) => `> ${line.replace(/[\r\n]/g, " ")}`).join("\n");
      const text = `${own.join("\n")}\n\nOn 17 Nov 2026, at 15:20, P <b@p.example> wrote:\n> x\n${quote}`;
      expect(stripQuote(text)).toBe(own.join("\n"));
    }),
  );
});
