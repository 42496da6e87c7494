import { minorDigits } from "../kernel/money.ts";
import { plain } from "./document-number.ts";
import type { Money } from "./match.ts";
import { type Label, labelOf, TAKEN_OFF } from "./vocabulary.ts";

/*
 * What a payer wrote, cut into runs of letters and of digits, each with what it looks like (a date, an amount, a
 * telephone, an account) and what the words before it call it. Pure; knows no books.
 */

export type Guise = "date" | "amount" | "phone" | "account";
export type Atom = {
  text: string;
  start: number;
  end: number;
  isDigits: boolean;
  guise: Guise | null;
  label: Label | null;
};
export type Field = "structured" | "text" | "reference" | "end_to_end";
export type Passage = { field: Field; text: string; atoms: readonly Atom[] };
/** An amount in the text. `reason`: what the payer says it takes off; null for others. */
export type WrittenAmount = { minor: bigint; passage: number; start: number; reason: string | null };
export type Reading = {
  passages: readonly Passage[];
  amounts: readonly WrittenAmount[];
  /** Percentages that the text takes off, in hundredths: "2,5 % Skonto" is 250. */
  percents: readonly { hundredths: bigint; reason: string }[];
};

/** Reads all that came with the money. Nothing is dropped but repetitions of a whole field. */
export function readText(money: Money): Reading {
  const fields: [Field, string | null][] = [
    ...money.structured.map((text): [Field, string] => ["structured", text]),
    ["text", money.unstructured],
    ["reference", money.reference],
    ["end_to_end", money.endToEndId],
  ];
  const texts = new Map<string, Field>();
  for (const [field, written] of fields) {
    const text = clean(written ?? "");
    if (text !== "" && text !== "NOTPROVIDED" && !texts.has(text)) texts.set(text, field);
  }
  const amounts: WrittenAmount[] = [];
  const percents: { hundredths: bigint; reason: string }[] = [];
  const passages = [...texts].map(([text, field], passage): Passage => {
    const spans = guisesOf(text);
    amounts.push(...amountsIn(text, passage, money, spans));
    percents.push(...percentsIn(text));
    return { field, text, atoms: atomsOf(text, field, spans) };
  });
  return { passages, amounts, percents };
}

/** Capitals without accents, one line; the subfield marks of MT940 (?20 to ?63) are no part of the text. */
const clean = (written: string): string =>
  plain(written)
    .replace(/\?(2\d|3[0-4]|6[0-3])(?=\S)/g, " ")
    .replace(/[–—−]/g, "-")
    .replace(/\s/g, " ")
    .trim();

type Span = { start: number; end: number; guise: Guise };

const MONTHS = "JAN|FEB|MAR|APR|MAY|MAI|JUN|JUL|AUG|SEP|OCT|OKT|NOV|DEC|DEZ";
const DATES = [
  /(?<![\d.])(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)/g,
  /(?<!\d)((?:19|20)\d{2})[-/.](\d{2})[-/.](\d{2})(?!\d)/g,
  new RegExp(`(?<!\\d)\\d{1,2}[. -]?(?:${MONTHS})[A-Z]*[. -]{0,2}(?:\\d{4}|\\d{2})?(?![A-Z0-9])`, "g"),
  /(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)/g,
  /(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2}(?!\d)/g,
  /(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?!\d)/g,
  /(?<![\d./-])(?:0[1-9]|1[0-2])[./-]20\d{2}(?!\d)/g,
];
const PHONE = /(?<![\dA-Z])(?:\+|00)\d{2}[ /()-]*\d{2,4}[ /()-]+\d[\d /()-]{4,}/g;
const IBAN = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}/g;
/** Lengths by country. Source: SWIFT's IBAN registry. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  `AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GR27 HR21 HU28 IE22 IS26 IT27 LI21 LT20 LU20 LV21
  MC27 MT31 NL18 NO15 PL28 PT25 RO24 SE24 SI19 SK24 SM27`
    .split(/\s+/)
    .map((each) => [each.slice(0, 2), Number(each.slice(2))]),
);

function guisesOf(text: string): Span[] {
  const spans: Span[] = [];
  const mark = (pattern: RegExp, guise: Guise, is: (found: string) => boolean = () => true) => {
    for (const { 0: found, index } of text.matchAll(pattern))
      if (is(found)) spans.push({ start: index, end: index + found.length, guise });
  };
  for (const pattern of DATES) mark(pattern, "date", isDateLike);
  mark(PHONE, "phone");
  for (const { 0: found, index } of text.matchAll(IBAN)) {
    const account = ibanIn(found);
    if (account) spans.push({ start: index, end: index + account, guise: "account" });
  }
  return spans;
}

/** Day and month in either order; "45-99-12" is none. */
function isDateLike(found: string): boolean {
  const [a = 0, b = 0, c] = (found.match(/\d+/g) ?? []).map(Number);
  if (c === undefined || /[A-Z]/.test(found)) return true;
  const [one, other] = a > 31 ? [b, c] : [a, b];
  return Math.min(one, other) >= 1 && Math.min(one, other) <= 12 && Math.max(one, other) <= 31;
}

/** How many signs of `found` are an IBAN of its country's length whose check digits are right (ISO 13616); 0 for none. */
function ibanIn(found: string): number {
  const length = IBAN_LENGTHS[found.slice(0, 2)];
  if (length === undefined) return 0;
  let end = 0;
  for (let signs = 0; signs < length && end < found.length; end++) if (found[end] !== " ") signs++;
  const account = found.slice(0, end).replace(/ /g, "");
  return account.length === length && remainder97(account.slice(4) + account.slice(0, 4)) === 1 ? end : 0;
}

/** ISO 7064 mod 97-10, letters as 10 to 35. */
export function remainder97(text: string): number {
  let rest = 0;
  for (const sign of text) {
    const value = sign >= "A" ? sign.charCodeAt(0) - 55 : Number(sign);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

function amountsIn(text: string, passage: number, money: Money, spans: Span[]): WrittenAmount[] {
  const digits = minorDigits(money.currency);
  const mostMinor = money.amountMinor * 1_000n;
  const isTaken = (start: number, end: number) =>
    spans.some((span) => span.guise !== "amount" && start < span.end && end > span.start);
  const found = new Map<number, WrittenAmount>();
  const add = (start: number, end: number, whole: string, fraction: string) => {
    if (isTaken(start, end) || found.has(start) || whole.length > 15) return;
    const minor = BigInt(whole.replace(/\D/g, "") + fraction.padEnd(digits, "0"));
    // Far more than came is a number with a point behind it.
    if (minor > mostMinor) return;
    found.set(start, { minor, passage, start, reason: reasonBefore(text, start) });
    spans.push({ start, end, guise: "amount" });
  };
  if (digits > 0) {
    const decimals = new RegExp(
      `(?<![\\d.,])(\\d{1,3}(?:[.,']\\d{3})+|\\d+)[.,](\\d{${digits}})(?![\\d])(?![.,]\\d)`,
      "g",
    );
    for (const { 0: all, 1: whole = "", 2: fraction = "", index } of text.matchAll(decimals))
      add(index, index + all.length, whole, fraction);
  }
  const marked =
    /(?:EUR|USD|CAD|GBP|CHF|JPY|SEK|DKK|NOK|PLN|€|\$|£|¥) ?(\d{1,3}(?:[.,']\d{3})+|\d{1,9})(?![\d.,]*\d)/g;
  for (const { 0: all, 1: whole = "", index } of text.matchAll(marked))
    add(index + all.length - whole.length, index + all.length, whole, "");
  const trailing = /(?<![\d.,])(\d{1,3}(?:[.,']\d{3})+|\d{1,7})(?: ?€|,-|\.-)/g;
  for (const { 0: all, 1: whole = "", index } of text.matchAll(trailing))
    add(index, index + all.length, whole, "");
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** The words that take the amount at `start` off, when such stand shortly before it and no other amount between. */
function reasonBefore(text: string, start: number): string | null {
  const before = text.slice(Math.max(0, start - 48), start);
  const said = TAKEN_OFF.exec(before.replace(/.*\d[.,]\d{2}(?!\d)/, ""));
  if (!said) return null;
  const tail = before.slice(before.lastIndexOf(said[0]));
  return (
    tail
      .replace(/[^A-Z%./ ]+/g, " ")
      .replace(/\b(EUR|USD|CAD|GBP|CHF)\b/g, "")
      .replace(/^[./ ]+/, "")
      .trim() || said[0]
  );
}

function percentsIn(text: string): { hundredths: bigint; reason: string }[] {
  return [...text.matchAll(/(?<![\d.,])(\d{1,2})(?:[.,](\d{1,2}))? ?%/g)].flatMap((found) => {
    const around = text.slice(Math.max(0, found.index - 20), found.index + 24);
    const said = TAKEN_OFF.exec(around);
    if (!said) return [];
    return [{ hundredths: BigInt((found[1] ?? "0") + (found[2] ?? "").padEnd(2, "0")), reason: said[0] }];
  });
}

function atomsOf(text: string, field: Field, spans: readonly Span[]): Atom[] {
  let label: Label | null = field === "structured" ? "invoice" : null;
  let before: Label | null = label;
  const runs = [...text.matchAll(/[A-Z]+|\d+/g)];
  return runs.map(({ 0: run, index }, place) => {
    const end = index + run.length;
    const isDigits = /\d/.test(run);
    if (!isDigits) {
      const isGlued = runs[place + 1]?.index === end;
      const said = labelOf(run);
      // Letters that run into digits are mostly a part of the number: they end nothing.
      if (said !== undefined && !(isGlued && said === null)) {
        if (!isOnce(label)) before = label;
        label = said;
      }
    }
    const guise = spans.find((span) => index < span.end && end > span.start)?.guise ?? null;
    const atom: Atom = { text: run, start: index, end, isDigits, guise, label };
    // "RG 10417 vom 12.03., 10418": the day does not turn what follows into a day.
    const isLast = /[ ,;]/.test(text.slice(end, runs[place + 1]?.index ?? end));
    if (isDigits && isOnce(label) && isLast) label = before;
    return atom;
  });
}

/** A list of invoices may follow its label; a date, a delivery or a customer number is said of one number. */
const isOnce = (label: Label | null): boolean => label === "aside" || label === "customer";
