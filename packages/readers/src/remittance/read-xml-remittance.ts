import { placeOf } from "../bank/camt-values.ts";
import { RefusedFile } from "../refused-file.ts";
import { type Warn, warningList } from "../warning-list.ts";
import { readXml } from "../xml/read-xml.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { camtRemittances } from "./camt-remittances.ts";
import { painRemittances, remtRemittances } from "./iso-payments.ts";
import { warnOfStatus } from "./pain-status.ts";
import type { ReadFile, ReadRemittance, RemittanceFormat } from "./remittance-file.ts";
import { ublRemittance } from "./ubl-remittance.ts";

type Reader = {
  readonly format: RemittanceFormat;
  readonly read: (message: XmlElement, warn: Warn) => readonly ReadRemittance[];
};

/** Messages by the element that holds them; the first versions of pain.001 and remt.001 named it after themselves. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["CstmrCdtTrfInitn", { format: "pain.001", read: painRemittances }],
  ["pain.001.001.02", { format: "pain.001", read: painRemittances }],
  ["pain.001.001.01", { format: "pain.001", read: painRemittances }],
  ["RmtAdvc", { format: "remt.001", read: remtRemittances }],
  ["CstmrPmtStsRpt", { format: "pain.002", read: warnOfStatus }],
  ["BkToCstmrDbtCdtNtfctn", { format: "camt.054", read: camtRemittances }],
  ["BkToCstmrStmt", { format: "camt.053", read: camtRemittances }],
  ["BkToCstmrAcctRpt", { format: "camt.052", read: camtRemittances }],
  [
    "RemittanceAdvice",
    { format: "ubl-remittance-advice", read: (root, warn) => [ublRemittance(root, warn)] },
  ],
]);

/** What other documents of the same families are, for a refusal that says so. */
const others: ReadonlyMap<string, string> = new Map([
  ["CstmrDrctDbtInitn", "a direct debit collection (pain.008)"],
  ["FIToFICstmrCdtTrf", "a transfer between banks (pacs.008)"],
  ["Invoice", "an invoice"],
  ["CrossIndustryInvoice", "an invoice"],
  ["CreditNote", "a credit note"],
  ["ApplicationResponse", "a response to a document"],
  ["OFX", "a bank statement (OFX)"],
]);

/** Envelopes around a message, of banks and networks, are looked through so deep. */
const maxDepth = 6;

/** Reads a remittance written in XML, told by its elements; namespaces and envelopes do not matter. */
export function readXmlRemittance(bytes: Uint8Array): ReadFile {
  const { root, replacedCharset } = readXml(bytes);
  const list = warningList();
  if (replacedCharset) {
    list.warn(
      "charset-replaced",
      `The file is declared as ${replacedCharset}, but is written in windows-1252.`,
    );
  }
  const messages = messagesIn(root, 0);
  const [first] = messages;
  if (!first) throw notRemittance(root);
  const format = first.reader.format;
  for (const { element, reader } of messages) {
    if (reader.format !== format) {
      list.warn(
        "message-other",
        `The file holds a ${reader.format} message too, which was left aside.`,
        placeOf(element),
      );
    }
  }
  const remittances = messages
    .filter(({ reader }) => reader.format === format)
    .flatMap(({ element, reader }) => reader.read(element, list.warn));
  return { format, version: versionOf(first.element), readBy: "text", remittances, warnings: list.all() };
}

type Message = { readonly element: XmlElement; readonly reader: Reader };

function messagesIn(element: XmlElement, depth: number): Message[] {
  const reader = readers.get(element.name) ?? readers.get(element.name.replace(/V\d\d$/, ""));
  if (reader) return [{ element, reader }];
  if (depth >= maxDepth) return [];
  return element.children.flatMap((child) => messagesIn(child, depth + 1));
}

/** `pain.001.001.09` of a namespace, with what a country added to it; the version of UBL. */
function versionOf(message: XmlElement): string | null {
  const { namespace } = message;
  const iso = /(?:pain|remt|camt)\.\d{3}\.\d{3}\.\d{2}(?:\.[a-z]{2}\.\d{2})?/.exec(
    `${namespace ?? ""} ${message.name}`,
  );
  if (iso) return iso[0];
  return message.children.find(({ name }) => name === "UBLVersionID")?.text || null;
}

function notRemittance(root: XmlElement): RefusedFile {
  const known = others.get(root.name) ?? root.children.map(({ name }) => others.get(name)).find(Boolean);
  const sentence = known
    ? `The file is ${known}, not a remittance.`
    : `The XML document is no remittance that is known: its outermost element is ${root.name.slice(0, 60)}.`;
  return new RefusedFile("format-unknown", sentence, placeOf(root));
}
