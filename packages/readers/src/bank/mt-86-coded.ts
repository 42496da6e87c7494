import { decimalOf } from "../decimal.ts";
import { referenceOf, type StructuredReference } from "./bank-file.ts";
import { type MtDetails, noDetails } from "./mt-details.ts";
import { moneyIn } from "./mt-values.ts";

/**
 * Codes between slashes: the Dutch form (ABN AMRO, ING, Rabobank) and that of SWIFT's MT940 guidelines for field 86.
 * Only these part the text; a slash around anything else is text.
 */
const codes = new Set(
  "TRTP TRCD IBAN BIC NAME ADDR REMI EREF KREF PREF NRTX ORDP BENM CNTP MARF MREF CSID CRED ISDT RTRN PURP ULTC ULTD ULTB UDTR UCRD SVCL CUID CRED OAMT OCMT CHGS EXCH IACC BUSP INFO ID SUM PT BO OB AC CCTP CHQN INSTRID TXID BREF TXT".split(
    " ",
  ),
);

const code = /\/([A-Z]{2,7})\//g;

export function hasCodes(text: string): boolean {
  const first = /^\s*\/([A-Z]{2,7})\//.exec(text)?.[1];
  return first !== undefined && codes.has(first);
}

/** Reads the codes; those of a party that are nested (`/BENM//NAME/…`) are found by their own name. */
export function codedDetails(text: string): MtDetails {
  const values = valuesOf(text);
  const first = (...names: readonly string[]) =>
    names.map((name) => referenceOf(values.get(name))).find((value) => value !== null) ?? null;
  const party = counterpartOf(values.get("CNTP") ?? "");
  const charge = moneyIn(first("CHGS"));
  return {
    ...noDetails,
    proprietaryCode: first("TRCD", "TRTP"),
    counterparty: {
      name: party.name ?? plainText(first("NAME")),
      account: party.account ?? first("IBAN", "AC"),
      bank: party.bank ?? first("BIC"),
      ultimateName: plainText(
        first("ULTD", "ULTC", "ULTB", "UDTR", "UCRD")?.replace(/^\/?NAME\//, "") ?? null,
      ),
    },
    remittance: remittanceIn(values.get("REMI") ?? values.get("TXT") ?? ""),
    endToEndId: compact(first("EREF")),
    customerReference: compact(first("KREF", "PREF")),
    mandate: compact(first("MARF", "MREF")),
    creditor: compact(first("CSID", "CRED")),
    returnReason: plainText(first("RTRN")),
    instructedAmount: moneyIn(first("OCMT", "OAMT")),
    charges: charge ? [charge] : [],
    exchangeRate: decimalOf((first("EXCH") ?? "").replace(",", ".")),
  };
}

/** Each code with what follows it up to the next; of a code that comes twice, what is first. */
function valuesOf(text: string): Map<string, string> {
  const marks: { name: string; start: number; end: number }[] = [];
  code.lastIndex = 0;
  for (let match = code.exec(text); match; match = code.exec(text)) {
    const name = match[1] ?? "";
    if (codes.has(name)) marks.push({ name, start: match.index, end: match.index + match[0].length });
    // The closing slash may open the next code.
    code.lastIndex = match.index + match[0].length - 1;
  }
  const values = new Map<string, string>();
  for (const [position, { name, end }] of marks.entries()) {
    const value = text.slice(end, Math.max(end, marks[position + 1]?.start ?? text.length));
    if (!values.get(name)) values.set(name, withoutSlashes(value));
  }
  return values;
}

function withoutSlashes(value: string): string {
  const trimmed = value.trim();
  let start = 0;
  let end = trimmed.length;
  while (trimmed[start] === "/") start += 1;
  while (end > start && trimmed[end - 1] === "/") end -= 1;
  return trimmed.slice(start, end).trim();
}

/** ING: `/CNTP/account/BIC/name/city//`. */
function counterpartOf(value: string): { account: string | null; bank: string | null; name: string | null } {
  const [account, bank, name] = value.split("/");
  return { account: referenceOf(account), bank: referenceOf(bank), name: plainText(name ?? null) };
}

/** `USTD//text`, `STRD/CUR/reference` (ING) or plain text. */
function remittanceIn(value: string): MtDetails["remittance"] {
  const structured = /^STRD\/([A-Z0-9]{1,10})\/(.*)$/s.exec(value);
  if (structured?.[2]) {
    const reference: StructuredReference = {
      type: structured[1] ?? null,
      reference: compact(structured[2]),
      issuer: null,
      date: null,
      amounts: [],
      text: null,
    };
    return { structured: [reference], unstructured: null };
  }
  return { structured: [], unstructured: plainText(value.replace(/^USTD\/+/, "")) };
}

/** A reference that was broken over lines. */
function compact(text: string | null): string | null {
  return referenceOf(text?.replaceAll("\n", ""));
}

function plainText(text: string | null): string | null {
  return text?.replace(/\s+/g, " ").trim() || null;
}
