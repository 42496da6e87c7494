import { type Decimal, decimalOf, isNegative, isZero } from "../decimal.ts";
import { decodeText } from "../decode-text.ts";
import { RefusedFile } from "../refused-file.ts";
import type { Warn } from "../warning-list.ts";
import { declaredCharset } from "../xml/read-xml.ts";
import { at, childOf, textAt, type XmlElement } from "../xml/xml-element.ts";
import {
  type BankEntry,
  type BankFile,
  type BankStatement,
  blankEntry,
  blankStatement,
  noCounterparty,
  noReferences,
  referenceOf,
} from "./bank-file.ts";
import { compactDay } from "./calendar-day.ts";
import { ofxElements } from "./ofx-elements.ts";

/** Statement aggregates by their response: bank accounts and credit cards. */
const accountElements: Readonly<Record<string, string>> = { STMTRS: "BANKACCTFROM", CCSTMTRS: "CCACCTFROM" };

/** Whether a text is OFX: its header, its processing instruction, or its outermost element. */
export function looksLikeOfx(text: string): boolean {
  const head = text.slice(0, 4096);
  return /^\s*OFXHEADER\s*:/.test(head) || /<\?OFX\s/i.test(head) || /<OFX\s*>/i.test(head);
}

/** The charset that the header of OFX 1.x names by ENCODING and CHARSET; null for ASCII and what is not known. */
function ofxCharset(head: string): string | null {
  const named = (field: string) =>
    new RegExp(`^\\s*${field}\\s*:\\s*([\\w-]+)`, "m").exec(head)?.[1]?.toLowerCase() ?? "";
  const charset = named("CHARSET");
  const candidates = [/^125\d$/.test(charset) ? `windows-${charset}` : charset, named("ENCODING")];
  return candidates.find((candidate) => knownCharsets.has(candidate.replace("iso8859", "iso-8859"))) ?? null;
}

/** Charsets that banks name; UTF-8 is tried first in any case. */
const knownCharsets = new Set(
  "windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1257 iso-8859-1 iso-8859-2 iso-8859-15 utf-16".split(
    " ",
  ),
);

/** Bytes that fit UTF-8 are UTF-8, as banks change what they send and not what they declare. */
function ofxText(bytes: Uint8Array, warn: Warn): string {
  const plain = decodeText(bytes);
  if (plain.replaced === null) return plain.text;
  const declared =
    declaredCharset(bytes) ?? ofxCharset(new TextDecoder("latin1").decode(bytes.subarray(0, 1024)));
  if (declared === null || /^utf-?8$|ascii/i.test(declared)) {
    warn("charset-replaced", "The file is not UTF-8; it was read as windows-1252.");
    return plain.text;
  }
  return decodeText(bytes, declared).text;
}

/** Reads OFX 1.x (SGML) and 2.x (XML): statements of bank accounts and credit cards. An error of the bank is refused. */
export function readOfx(bytes: Uint8Array, warn: Warn): Pick<BankFile, "format" | "version" | "statements"> {
  const text = ofxText(bytes, warn);
  const head = text.slice(0, 1024);
  const root = ofxElements(text);
  const ofx = childOf(root, "OFX") ?? root;
  const statements = descendants(ofx, (name) => Object.hasOwn(accountElements, name)).map((response) =>
    ofxStatement(response, warn),
  );
  const errors = descendants(ofx, (name) => name === "STATUS").flatMap(errorOf);
  const [error] = errors;
  if (statements.length === 0) {
    if (error) throw new RefusedFile("bank-error", error.sentence, error.place);
    throw new RefusedFile(
      "statement-missing",
      "The file holds no statement of a bank account or credit card.",
    );
  }
  for (const { sentence, place } of errors) warn("bank-error", sentence, place);
  for (const other of descendants(ofx, (name) => name === "INVSTMTRS" || name === "LOANSTMTRS")) {
    warn("statement-unread", `A ${other.name} is in the file, which is not read here.`, placeOf(other));
  }
  const version = /(?:^\s*VERSION\s*:\s*|<\?OFX[^>]{0,200}\sVERSION\s*=\s*["'])(\d{3})/m.exec(head)?.[1];
  return { format: "ofx", version: version ? `OFX ${version}` : null, statements };
}

function placeOf(element: XmlElement) {
  return { path: element.path, line: element.line };
}

function descendants(element: XmlElement, wanted: (name: string) => boolean): XmlElement[] {
  return element.children.flatMap((child) => (wanted(child.name) ? [child] : descendants(child, wanted)));
}

function errorOf(status: XmlElement) {
  const code = textAt(status, "CODE");
  if (textAt(status, "SEVERITY") !== "ERROR" && (code === null || /^0+$/.test(code))) return [];
  if (textAt(status, "SEVERITY") === "WARN") return [];
  const message = textAt(status, "MESSAGE")?.slice(0, 200) ?? "no message";
  return [{ sentence: `The bank answered with error ${code ?? ""}: ${message}.`, place: placeOf(status) }];
}

function ofxStatement(response: XmlElement, warn: Warn): BankStatement {
  const account = childOf(response, accountElements[response.name] ?? "");
  const currency = textAt(response, "CURDEF");
  const lists = response.children.filter(({ name }) => name.startsWith("BANKTRANLIST"));
  const [first = null] = lists;
  const entries = lists.flatMap((list) =>
    list.children.flatMap((child) =>
      child.name === "STMTTRN" || child.name === "STMTTRNP" ? [ofxEntry(child, currency, warn)] : [],
    ),
  );
  warnOfRepeats(entries, warn);
  const balances = ["LEDGERBAL", "AVAILBAL"].flatMap((type) => {
    const balance = childOf(response, type);
    if (!balance) return [];
    return [
      { type, amount: amountIn(balance, "BALAMT", warn), currency, date: dayIn(balance, "DTASOF", warn) },
    ];
  });
  const ledger = balances.find(({ type }) => type === "LEDGERBAL") ?? null;
  return {
    ...blankStatement,
    kind: "statement",
    account: textAt(account, "ACCTID"),
    currency,
    closingBalance: ledger?.amount ?? null,
    closingBalanceType: ledger?.amount == null ? null : ledger.type,
    balances,
    from: first && dayIn(first, "DTSTART", warn),
    to: first && dayIn(first, "DTEND", warn),
    entries,
    information: textAt(response, "MKTGINFO"),
    source: placeOf(response),
  };
}

function ofxEntry(element: XmlElement, currency: string | null, warn: Warn): BankEntry {
  const amount = amountIn(element, "TRNAMT", warn);
  const type = textAt(element, "TRNTYPE");
  warnOfDoubtfulSign(element, type, amount, warn);
  const references = {
    ...noReferences,
    bank: referenceOf(textAt(element, "FITID")),
    customer: referenceOf(textAt(element, "REFNUM")),
    transaction: referenceOf(textAt(element, "SRVRTID")),
    cheque: referenceOf(textAt(element, "CHECKNUM")),
  };
  const pending = element.name === "STMTTRNP";
  const own = at(element, "CURRENCY");
  const original = at(element, "ORIGCURRENCY");
  const symbol = textAt(own, "CURSYM");
  return {
    ...blankEntry,
    bookingDate: dayIn(element, pending ? "DTTRAN" : "DTPOSTED", warn),
    valueDate: dayIn(element, "DTAVAIL", warn),
    amount,
    currency: symbol ?? currency,
    reference: references.bank ?? references.customer,
    references,
    bankTransactionCode: type,
    counterparty: counterpartyOf(element),
    remittance: { structured: [], unstructured: textAt(element, "MEMO") },
    reversal: textAt(element, "CORRECTACTION") === "DELETE",
    instructedAmount: null,
    exchangeRate: decimalOf(textAt(original ?? own, "CURRATE")?.replace(",", ".") ?? ""),
    status: pending ? "pending" : "booked",
    details: correctionOf(element),
    source: placeOf(element),
  };
}

function correctionOf(element: XmlElement): string | null {
  const corrected = textAt(element, "CORRECTFITID");
  return corrected && `${textAt(element, "CORRECTACTION") ?? "CORRECT"} ${corrected}`;
}

function counterpartyOf(element: XmlElement) {
  const account = childOf(element, "BANKACCTTO") ?? childOf(element, "CCACCTTO");
  return {
    ...noCounterparty,
    name: textAt(element, "NAME") ?? textAt(element, "PAYEE", "NAME") ?? textAt(element, "EXTDNAME"),
    account: textAt(account, "ACCTID"),
    bank: textAt(account, "BANKID"),
  };
}

/** OFX allows a point or a comma before the decimals and no mark for thousands; banks send those too. */
function amountIn(parent: XmlElement, name: string, warn: Warn): Decimal | null {
  const element = childOf(parent, name);
  if (!element) {
    warn("amount-missing", `${parent.name} has no ${name}.`, placeOf(parent));
    return null;
  }
  const text = element.text.replaceAll(" ", "");
  const thousands = /^[+-]?\d{1,3}(?:,\d{3})+\.\d*$/.test(text);
  const amount = decimalOf(thousands ? text.replaceAll(",", "") : text.replace(",", "."));
  if (amount === null) {
    warn("amount-unreadable", `"${element.text.slice(0, 40)}" is not an amount.`, placeOf(element));
  }
  return amount;
}

function dayIn(parent: XmlElement, name: string, warn: Warn): string | null {
  const element = childOf(parent, name);
  if (!element || element.text === "") return null;
  const day = compactDay(element.text);
  if (day === null)
    warn("date-unreadable", `"${element.text.slice(0, 40)}" is not a date.`, placeOf(element));
  return day;
}

function warnOfDoubtfulSign(
  element: XmlElement,
  type: string | null,
  amount: Decimal | null,
  warn: Warn,
): void {
  if (amount === null || isZero(amount)) return;
  const contradicts = (type === "DEBIT" && !isNegative(amount)) || (type === "CREDIT" && isNegative(amount));
  if (contradicts) {
    warn(
      "sign-doubtful",
      `A ${type} of ${amount} contradicts itself; the sign of the amount is kept.`,
      placeOf(element),
    );
  }
}

/** FITID names one transaction of an account once and for all. */
function warnOfRepeats(entries: readonly BankEntry[], warn: Warn): void {
  const seen = new Set<string>();
  for (const { references, source } of entries) {
    if (references.bank === null) continue;
    if (seen.has(references.bank)) {
      warn(
        "reference-repeated",
        `The identification ${references.bank.slice(0, 60)} comes more than once.`,
        source,
      );
    }
    seen.add(references.bank);
  }
}
