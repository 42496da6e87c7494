import { plain } from "./document-number.ts";
import { distance } from "./spelling.ts";

/*
 * Names of payers as banks write them: in capitals, without accents, cut after 27, 35 or 70 signs, with or without the
 * legal form, abbreviated, run together. Pure.
 */

/** Words that say what kind of body it is, not which. Sources: usual short forms in DE, AT, CH, NL, FR, IT, ES, UK, US, Nordics. */
const LEGAL_FORMS = new Set(
  `GMBH MBH KG KGAA OHG GBR UG COKG COMPANY CIE INC INCORPORATED CORP CORPORATION LLC LLP LTD LIMITED PLC PTY BV VOF
  SARL EURL SRL SPZOO OYJ KFT ZRT SRO DOO UND AND ET TRUST
  FOUNDATION ASSOCIATES SYSTEMS GROUP HOLDING HOLDINGS`.split(/\s+/),
);
/** Those that are also names, or cut ones ("IN" for INC): only at the end do they say nothing. */
const AT_THE_END = new Set(
  "AG EV EG SE EK CO PVT NV SA SAS SNC SCI SPA SL SLU OY AB ASA AS APS LP US IN".split(" "),
);

export type PayerName = { words: readonly string[]; joined: string };

/** "Müller & Söhne GmbH" and "MUELLER + SOEHNE" become MULLER SOHNE. */
export function payerName(written: string): PayerName {
  const words = plain(written.replace(/[ßẞ]/g, "ss"))
    .replace(/['’`´.-]/g, "")
    .replace(/[^A-Z0-9]+/g, " ")
    .trim()
    .split(" ")
    .map((word) => word.replace(/AE/g, "A").replace(/OE/g, "O").replace(/UE/g, "U"));
  const telling = words.filter((word) => word !== "" && !LEGAL_FORMS.has(word));
  while (telling.length > 1 && AT_THE_END.has(telling.at(-1)!)) telling.pop();
  const kept = telling.length > 0 ? telling : words.filter((word) => word !== "");
  return { words: kept, joined: kept.join("") };
}

/** An account's number, IBAN or other, as it is compared. */
export const payerAccount = (written: string): string => plain(written).replace(/[^A-Z0-9]/g, "");

const CUT_AT = [27, 32, 34, 35, 40, 70];

/**
 * How alike a written name is to a customer's, 0 to 1. Words count by their rarity (`weight`): what every second name
 * holds says little. `writtenLength` is the length of the name as it came, to tell a cut one.
 */
export function likeness(
  written: PayerName,
  customer: PayerName,
  weight: (word: string) => number,
  writtenLength: number,
): number {
  if (written.joined === "" || customer.joined === "") return 0;
  if (written.joined === customer.joined) return 1;
  const isCut = CUT_AT.some((cut) => writtenLength === cut || writtenLength === cut - 1);
  if (isCut && written.joined.length >= 12 && customer.joined.startsWith(written.joined)) return 0.97;
  const longest = Math.max(written.joined.length, customer.joined.length);
  if (longest >= 8 && distance(written.joined, customer.joined, 1) <= 1) return 0.95;
  if (longest >= 14 && distance(written.joined, customer.joined, 2) <= 2) return 0.92;
  const ofCustomer = covered(customer.words, written.words, weight);
  const ofWritten = covered(written.words, customer.words, weight);
  // A word of two or three letters is found in many names by accident.
  const isTelling = customer.joined.length >= 4 || ofWritten >= 0.8;
  return isTelling ? 0.7 * ofCustomer + 0.3 * ofWritten : 0.5 * ofCustomer;
}

/** The share of `words`, by weight, that has a counterpart among `others`. */
function covered(
  words: readonly string[],
  others: readonly string[],
  weight: (word: string) => number,
): number {
  let all = 0;
  let found = 0;
  for (const word of words) {
    const weighs = weight(word);
    all += weighs;
    let best = 0;
    for (const other of others) if (best < 1) best = Math.max(best, alike(word, other));
    found += weighs * best;
  }
  return all === 0 ? 0 : found / all;
}

function alike(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 3 && long.startsWith(short)) return short.length >= 5 ? 0.9 : 0.75;
  if (short.length >= 5 && distance(a, b, 1) <= 1) return 0.9;
  if (short.length >= 9 && distance(a, b, 2) <= 2) return 0.85;
  return 0;
}
