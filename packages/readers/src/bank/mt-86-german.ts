import { referenceOf } from "./bank-file.ts";
import { type MtDetails, noDetails } from "./mt-details.ts";
import { moneyIn } from "./mt-values.ts";

/**
 * The business transaction code (GVC, three digits; a few banks leave it out) and subfields that begin with a sign and two digits: the form of
 * the German banks' DFÜ agreement, annex 3, with `?`; Polish banks use the same with `~`, `<` or `^`.
 */
const opening = /^\s*(?:(\d{3})([^A-Za-z0-9\s/.,:+-])(?=\d\d)|(\?)(?=(?:00|10|2\d|3[0-4])\S))/;

/** Subfields of remittance text, in order; ?60 to ?63 continue what ?20 to ?29 began. */
const textFields = "20 21 22 23 24 25 26 27 28 29 60 61 62 63 64 65".split(" ");

/** A segment of ?20 to ?29 that fills its 27 characters goes on in the next without a break. */
const segmentLength = 27;

/** Keywords of SEPA bookings inside the text, each ended by a plus sign. */
const keywords = /(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|BREF|RREF|PURP|RTRN)\+/g;

/** GVC of payments and direct debits that came back; their ?34 is the reason as a key of the agreement. */
const returns = new Set(["108", "109", "159", "181", "182", "183", "184"]);

type Segment = { readonly text: string; readonly fills: boolean };

export function hasSubfields(text: string): boolean {
  return opening.test(text);
}

/** Reads the numbered subfields; `text` has its lines already joined, since they break anywhere. */
export function germanDetails(text: string): MtDetails {
  const [whole = "", code = null, sign = "?"] = opening.exec(text) ?? [];
  const fields = subfields(text.slice(whole.length - sign.length), sign);
  const field = (number: string) => fields.get(number) ?? null;
  const { values, free } = keyed(textFields.flatMap((number) => segmentOf(number, fields)));
  const value = (keyword: string) => referenceOf(values.get(keyword));
  const amounts = { charges: moneyIn(value("COAM")), instructed: moneyIn(value("OAMT")) };
  return {
    ...noDetails,
    proprietaryCode: code,
    counterparty: {
      name: joined([field("32"), field("33")], ""),
      account: referenceOf(field("31")) ?? referenceOf(field("38")) ?? value("IBAN"),
      bank: referenceOf(field("30")) ?? value("BIC"),
      ultimateName: value("ABWA") ?? value("ABWE") ?? joined([field("70"), field("71")], ""),
    },
    remittance: {
      structured: [],
      unstructured: joined([free, values.get("SVWZ") ?? null], " "),
    },
    endToEndId: value("EREF"),
    customerReference: value("KREF"),
    mandate: value("MREF"),
    creditor: value("CRED"),
    returnReason: value("RTRN") ?? (code !== null && returns.has(code) ? referenceOf(field("34")) : null),
    instructedAmount: amounts.instructed,
    charges: amounts.charges ? [amounts.charges] : [],
  };
}

/** A subfield of text, which fills its segment; what comes before ?60 goes on in it from ?29 only. */
function segmentOf(number: string, fields: ReadonlyMap<string, string>): Segment[] {
  const text = fields.get(number);
  if (text === undefined) return [];
  const next = String(Number(number) + 1);
  const goesOn = number === "29" ? fields.has("60") : fields.has(next);
  return [{ text, fills: text.length >= segmentLength && goesOn }];
}

/** Splits at the sign where two digits follow; a subfield that comes twice is one. */
function subfields(text: string, sign: string): Map<string, string> {
  const fields = new Map<string, string>();
  let number: string | null = null;
  for (const part of text.split(sign)) {
    const begins = /^(\d\d)(.*)$/s.exec(part);
    if (begins?.[1] !== undefined) {
      number = begins[1];
      fields.set(number, (fields.get(number) ?? "") + (begins[2] ?? ""));
    } else if (number !== null) fields.set(number, `${fields.get(number)}${sign}${part}`);
  }
  return fields;
}

/**
 * Joins the segments of text and parts it at the keywords. A keyword counts at the beginning of a segment or after a
 * space only: the same letters inside a word are text. An identification ends with a segment that it does not fill;
 * what comes after that is free text, as is what stands before the first keyword.
 */
function keyed(segments: readonly Segment[]): { values: Map<string, string>; free: string | null } {
  let text = "";
  const beginnings = new Set<number>([0]);
  const breaks: number[] = [];
  for (const { text: segment, fills } of segments) {
    beginnings.add(text.length);
    text += fills ? segment : `${segment} `;
    if (!fills) breaks.push(text.length);
  }
  const marks = [...text.matchAll(keywords)].filter(
    ({ index }) => beginnings.has(index) || /\s/.test(text.charAt(index - 1)),
  );
  const values = new Map<string, string>();
  const free = [clean(text.slice(0, marks[0]?.index))];
  for (const [position, mark] of marks.entries()) {
    const keyword = mark[1] ?? "";
    const start = mark.index + mark[0].length;
    const next = marks[position + 1]?.index ?? text.length;
    const end = keyword === "SVWZ" ? next : Math.min(next, breaks.find((at) => at > start) ?? next);
    const before = values.get(keyword);
    const value = clean(text.slice(start, end));
    values.set(keyword, before === undefined ? value : `${before} ${value}`.trim());
    free.push(clean(text.slice(end, next)));
  }
  return { values, free: free.filter((part) => part !== "").join(" ") || null };
}

function clean(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function joined(parts: readonly (string | null)[], separator: string): string | null {
  return clean(parts.flatMap((part) => part || []).join(separator)) || null;
}
