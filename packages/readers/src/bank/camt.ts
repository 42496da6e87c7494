import { RefusedFile } from "../refused-file.ts";
import type { Warn } from "../warning-list.ts";
import { readXml } from "../xml/read-xml.ts";
import { at, childOf, childrenOf, textAt, type XmlElement } from "../xml/xml-element.ts";
import { type BankEntry, type BankFile, type BankStatement, blankStatement } from "./bank-file.ts";
import { camtBalances } from "./camt-balances.ts";
import { camtEntry, countIn } from "./camt-entry.ts";
import { accountIn, dayIn, moneyOf, placeOf, textsOf, warnOfStrangers } from "./camt-values.ts";
import { checkTotals, type DeclaredTotals } from "./check-statements.ts";

type Family = {
  readonly format: BankFile["format"];
  readonly kind: BankStatement["kind"];
  /** The element of one account. */
  readonly statement: string;
  readonly information: string;
};

/** The three messages by their element below Document; version 01 adds its number (`BkToCstmrAcctRptV01`). */
const families: Readonly<Record<string, Family>> = {
  BkToCstmrAcctRpt: { format: "camt.052", kind: "report", statement: "Rpt", information: "AddtlRptInf" },
  BkToCstmrStmt: { format: "camt.053", kind: "statement", statement: "Stmt", information: "AddtlStmtInf" },
  BkToCstmrDbtCdtNtfctn: {
    format: "camt.054",
    kind: "notification",
    statement: "Ntfctn",
    information: "AddtlNtfctnInf",
  },
};

/** Elements of an account statement, report or notification, of all versions to 13. */
const statementElements = new Set(
  "Id StmtPgntn RptPgntn NtfctnPgntn ElctrncSeqNb RptgSeq LglSeqNb CreDtTm FrToDt CpyDplctInd RptgSrc Acct RltdAcct Intrst Bal TxsSummry AddtlRptInf AddtlStmtInf AddtlNtfctnInf".split(
    " ",
  ),
);

/**
 * Reads a bank-to-customer message of ISO 20022: account report (camt.052), statement (camt.053) or debit and credit
 * notification (camt.054), any version, in a Document or in an envelope of some kind around it.
 */
export function readCamt(bytes: Uint8Array, warn: Warn): Pick<BankFile, "format" | "version" | "statements"> {
  const entries = new Map<XmlElement, BankEntry[]>();
  const { root, replacedCharset } = readXml(bytes, {
    take: (element, around) => {
      const parent = around.at(-1);
      if (element.name !== "Ntry" || !parent || !isStatement(parent.name)) return false;
      const listed = entries.get(parent) ?? [];
      entries.set(parent, listed);
      listed.push(camtEntry(element, accountIn(childOf(parent, "Acct")), warn));
      return true;
    },
  });
  if (replacedCharset) {
    warn("charset-replaced", `The file is declared as ${replacedCharset}, but is written in windows-1252.`);
  }
  const messages = messagesIn(root);
  const [first] = messages;
  if (!first) {
    throw new RefusedFile(
      "format-unknown",
      `The XML document is no bank statement that is known: its outermost element is ${root.name}.`,
      placeOf(root),
    );
  }
  const statements = messages.flatMap(({ element, family }) => {
    checkGroup(element, warn);
    return childrenOf(element, family.statement).map((statement) =>
      camtStatement(statement, family, entries.get(statement) ?? [], warn),
    );
  });
  if (statements.length === 0) {
    throw new RefusedFile("statement-missing", "The message holds no statement.", placeOf(first.element));
  }
  return { format: first.family.format, version: versionOf(first.element), statements };
}

function isStatement(name: string): boolean {
  return name === "Stmt" || name === "Rpt" || name === "Ntfctn";
}

function familyOf(name: string): Family | null {
  return families[name.replace(/V\d\d$/, "")] ?? null;
}

/** Messages at any depth: banks wrap documents in business headers, SOAP and lists of their own. */
function messagesIn(element: XmlElement): { element: XmlElement; family: Family }[] {
  const family = familyOf(element.name);
  return family ? [{ element, family }] : element.children.flatMap(messagesIn);
}

/** `camt.053.001.08` from `urn:iso:std:iso:20022:tech:xsd:camt.053.001.08`, or of national variants of it. */
function versionOf(message: XmlElement): string | null {
  return /camt\.\d{3}\.\d{3}\.\d{2}/.exec(message.namespace ?? "")?.[0] ?? null;
}

function checkGroup(message: XmlElement, warn: Warn): void {
  checkPages(at(message, "GrpHdr", "MsgPgntn"), "message", warn);
}

/** A page that is not all of its message or statement leaves something out, unless the others come too. */
function checkPages(pages: XmlElement | null, whole: string, warn: Warn): void {
  const number = textAt(pages, "PgNb");
  if (!pages || number === null) return;
  const first = /^0*1$/.test(number);
  if (first && textAt(pages, "LastPgInd") !== "false") return;
  const rest =
    textAt(pages, "LastPgInd") === "false" ? "more pages follow in other files" : "it is the last page";
  warn("page-of-several", `This is page ${number.slice(0, 10)} of a ${whole}; ${rest}.`, placeOf(pages));
}

function camtStatement(
  element: XmlElement,
  family: Family,
  entries: readonly BankEntry[],
  warn: Warn,
): BankStatement {
  warnOfStrangers(element, statementElements, warn);
  const account = childOf(element, "Acct");
  const { openingDate, closingDate, ...balances } = camtBalances(
    element,
    { account: textAt(account, "Ccy"), entries: commonCurrency(entries) },
    warn,
  );
  checkCopies(element, warn);
  checkPages(
    childOf(element, "StmtPgntn") ?? childOf(element, "RptPgntn") ?? childOf(element, "NtfctnPgntn"),
    "statement",
    warn,
  );
  for (const declared of declaredTotals(element, warn))
    checkTotals(declared, entries, placeOf(element), warn);
  return {
    ...blankStatement,
    ...balances,
    kind: family.kind,
    id: textAt(element, "Id"),
    sequence: textAt(element, "LglSeqNb") ?? textAt(element, "ElctrncSeqNb"),
    account: accountIn(account),
    accountName:
      textAt(account, "Nm") ?? textAt(account, "Ownr", "Nm") ?? textAt(account, "Ownr", "Pty", "Nm"),
    from: periodEnd(element, ["FrDtTm", "FrDt"], warn) ?? openingDate,
    to: periodEnd(element, ["ToDtTm", "ToDt"], warn) ?? closingDate,
    entries,
    information: textsOf(element, family.information),
    source: placeOf(element),
  };
}

/** The currency of all entries, when the statement itself names none. */
function commonCurrency(entries: readonly BankEntry[]): string | null {
  const currency = entries[0]?.currency ?? null;
  return entries.every((entry) => entry.currency === currency) ? currency : null;
}

function periodEnd(statement: XmlElement, names: readonly string[], warn: Warn): string | null {
  const period = childOf(statement, "FrToDt");
  for (const name of names) {
    const end = childOf(period, name);
    if (end) return dayIn(end, warn);
  }
  return null;
}

function checkCopies(statement: XmlElement, warn: Warn): void {
  const indicator = childOf(statement, "CpyDplctInd");
  if (indicator) {
    warn(
      "statement-copy",
      `The bank marks this statement as a copy or duplicate (${indicator.text.slice(0, 10)}).`,
      placeOf(indicator),
    );
  }
}

/** What TxsSummry declares; details by code (TtlNtriesPerBkTxCd) only repeat it. */
function declaredTotals(statement: XmlElement, warn: Warn): DeclaredTotals[] {
  const summary = childOf(statement, "TxsSummry");
  const kinds = { TtlNtries: "entries", TtlCdtNtries: "credits", TtlDbtNtries: "debits" } as const;
  return Object.entries(kinds).flatMap(([name, what]) => {
    const total = childOf(summary, name);
    if (!total) return [];
    const sum = childOf(total, "Sum");
    return [
      {
        what,
        count: countIn(childOf(total, "NbOfNtries"), warn),
        sum: moneyOf(sum, warn)?.amount ?? null,
      },
    ];
  });
}
