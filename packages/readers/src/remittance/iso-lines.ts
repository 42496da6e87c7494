import type { Money } from "../bank/bank-file.ts";
import { isoDay } from "../bank/calendar-day.ts";
import { accountIn, codeIn, moneyOf, placeOf, textsOf } from "../bank/camt-values.ts";
import { type Decimal, isNegative, negated, sumOf } from "../decimal.ts";
import type { Warn } from "../warning-list.ts";
import { at, childOf, childrenOf, textAt, type XmlElement } from "../xml/xml-element.ts";
import {
  blankLine,
  type RemittanceAdjustment,
  type RemittanceItem,
  type RemittanceLine,
  type RemittanceParty,
  type RemittanceReference,
} from "./remittance-file.ts";
import { settleSigns } from "./settle-line.ts";

/** Kinds of documents that lower what is paid (external code set DocumentType): credit notes. */
const creditNotes = new Set(["CREN"]);

/** Types of amounts since 2023 (external code sets DocumentAmountType and DiscountAmountType). */
const amountTypes: Readonly<Record<string, "due" | "discount" | "creditNote" | "remitted">> = {
  DUPA: "due",
  APDS: "discount",
  STDS: "discount",
  TMDS: "discount",
  CREN: "creditNote",
  REMI: "remitted",
};

/**
 * Lines of remittance information (RmtInf: StructuredRemittanceInformation of pain, pacs, camt and remt, all versions).
 * A payment that names one document only and no amount of it pays that document: the line takes the payment's amount
 * and says so.
 */
export function isoLines(
  information: readonly XmlElement[],
  paid: Money | null,
  warn: Warn,
): RemittanceLine[] {
  const structured = information.flatMap((element) => childrenOf(element, "Strd"));
  const lines = structured.flatMap((element) => structuredLines(element, paid?.currency ?? null, warn));
  const texts = information.flatMap((element) => textsOf(element, "Ustrd") ?? []);
  const note = texts.join("\n") || null;
  const [only] = lines;
  if (!only) {
    if (note === null) return [];
    const place = information[0] ? placeOf(information[0]) : null;
    return [withPayment({ ...blankLine, note, location: place }, paid)];
  }
  if (lines.length > 1)
    return note === null ? lines : [...lines.slice(0, -1), noted(lines.at(-1) ?? only, note)];
  return [withPayment(noted(only, note), paid)];
}

function noted(line: RemittanceLine, note: string | null): RemittanceLine {
  return note === null ? line : { ...line, note: [line.note, note].filter(Boolean).join("\n") };
}

function withPayment(line: RemittanceLine, paid: Money | null): RemittanceLine {
  if (line.net !== null || line.gross !== null || paid === null) return line;
  return { ...line, net: paid.amount, netFrom: "payment" };
}

function structuredLines(element: XmlElement, currency: string | null, warn: Warn): RemittanceLine[] {
  const documents = childrenOf(element, "RfrdDocInf");
  const creditor = creditorReference(childOf(element, "CdtrRefInf"));
  const note = textsOf(element, "AddtlRmtInf");
  const references = [...creditor, ...otherReferences(element)];
  const groups = childrenOf(element, "RfrdDocAmt");
  const shared = { ...blankLine, note, references, location: placeOf(element) };
  const [first] = documents;
  if (documents.length <= 1) {
    const line = first ? documentLine(first, element, shared, warn) : creditorLine(shared, creditor);
    return [amountsOn(line, groups, currency, warn)];
  }
  // Amounts beside several documents belong to none of them alone: they stand on a line of their own.
  const lines = documents.map((document) => documentLine(document, element, { ...shared, note: null }, warn));
  if (groups.length === 0) return lines;
  warn(
    "amount-shared",
    `An amount is stated for ${documents.length} documents together; it stands on a line of its own.`,
    placeOf(element),
  );
  return [...lines, amountsOn({ ...shared, references: [] }, groups, currency, warn)];
}

/** A line for a creditor's reference without a document: the reference is the number of what is paid. */
function creditorLine(line: RemittanceLine, creditor: readonly RemittanceReference[]): RemittanceLine {
  const [reference] = creditor;
  if (!reference) return line;
  return {
    ...line,
    documentNumber: reference.value,
    documentKind: reference.kind,
    references: line.references.filter((other) => other !== reference),
  };
}

function documentLine(
  document: XmlElement,
  structured: XmlElement,
  line: RemittanceLine,
  warn: Warn,
): RemittanceLine {
  const date =
    at(document, "RltdDt", "Dt") ?? childOf(document, "RltdDt") ?? childOf(structured, "RfrdDocRltdDt");
  return {
    ...line,
    documentNumber: textAt(document, "Nb") ?? textAt(document, "RfrdDocNb"),
    documentKind: codeIn(at(document, "Tp", "CdOrPrtry")) ?? codeIn(childOf(document, "RfrdDocTp")),
    documentDate: date ? isoDay(date.text) : null,
    items: childrenOf(document, "LineDtls").map((details) => itemOf(details, warn)),
    location: placeOf(document),
  };
}

function itemOf(details: XmlElement, warn: Warn): RemittanceItem {
  const ids = childrenOf(details, "Id");
  const found = amountsIn(childrenOf(details, "Amt"), warn);
  const description = textAt(details, "Desc");
  return {
    reference: ids.map((id) => textAt(id, "Nb")).find(Boolean) ?? null,
    quantity: null,
    amount: found.remitted?.amount ?? found.due?.amount ?? found.creditNote?.amount ?? null,
    references: [
      ...ids.flatMap((id) => referenceOf(codeIn(at(id, "Tp", "CdOrPrtry")) ?? "Id", textAt(id, "Nb"))),
      ...referenceOf("Desc", description),
    ],
  };
}

function referenceOf(kind: string, value: string | null): RemittanceReference[] {
  return value === null ? [] : [{ kind, value }];
}

/** CdtrRefInf, in the first versions CdtrRef beside its type. */
function creditorReference(information: XmlElement | null): RemittanceReference[] {
  const value = textAt(information, "Ref") ?? textAt(information, "CdtrRef");
  const kind = codeIn(at(information, "Tp", "CdOrPrtry")) ?? codeIn(childOf(information, "CdtrRefTp"));
  return referenceOf(kind ?? "CdtrRef", value);
}

/** Who billed and who was billed, and tax and garnishment references, where they are stated. */
function otherReferences(structured: XmlElement): RemittanceReference[] {
  return [
    ...referenceOf("Invcr", textAt(structured, "Invcr", "Nm")),
    ...referenceOf("Invcee", textAt(structured, "Invcee", "Nm")),
    ...referenceOf("TaxRmt", textAt(structured, "TaxRmt", "RefNb")),
    ...referenceOf("GrnshmtRmt", textAt(structured, "GrnshmtRmt", "RefNb")),
  ];
}

type IsoAmounts = {
  due: Money | null;
  creditNote: Money | null;
  remitted: Money | null;
  discounts: Money[];
  taxes: Money[];
  others: { kind: string; money: Money }[];
  adjustments: RemittanceAdjustment[];
};

function amountsIn(groups: readonly XmlElement[], warn: Warn): IsoAmounts {
  const found: IsoAmounts = {
    due: null,
    creditNote: null,
    remitted: null,
    discounts: [],
    taxes: [],
    others: [],
    adjustments: [],
  };
  for (const element of groups.flatMap((group) => group.children)) {
    const money = moneyOf(childOf(element, "Amt") ?? element, warn);
    if (!money) continue;
    const type = codeIn(at(element, "Tp", "CdOrPrtry")) ?? codeIn(childOf(element, "Tp")) ?? "";
    const kind = element.name === "RmtAmtAndTp" ? amountTypes[type] : undefined;
    if (element.name === "DuePyblAmt" || kind === "due") found.due ??= money;
    else if (element.name === "CdtNoteAmt" || kind === "creditNote") found.creditNote ??= money;
    else if (element.name === "RmtdAmt" || kind === "remitted") found.remitted ??= money;
    else if (element.name === "DscntApldAmt" || kind === "discount") found.discounts.push(money);
    else if (element.name === "TaxAmt") found.taxes.push(money);
    else if (element.name === "AdjstmntAmtAndRsn")
      found.adjustments.push(adjustmentOf(element, money.amount));
    else found.others.push({ kind: type || element.name, money });
  }
  return found;
}

/** An adjustment marked DBIT is taken from the payment, one marked CRDT added; unmarked it is as its sign says. */
function adjustmentOf(element: XmlElement, amount: Decimal): RemittanceAdjustment {
  const debit = textAt(element, "CdtDbtInd") === "DBIT";
  return {
    amount: debit && !isNegative(amount) ? negated(amount) : amount,
    reasonCode: textAt(element, "Rsn"),
    reason: textAt(element, "AddtlInf"),
    reference: null,
  };
}

function amountsOn(
  line: RemittanceLine,
  groups: readonly XmlElement[],
  currency: string | null,
  warn: Warn,
): RemittanceLine {
  const found = amountsIn(groups, warn);
  const isCredit = line.documentKind !== null && creditNotes.has(line.documentKind);
  const lowering = (amount: Decimal) => (isCredit && !isNegative(amount) ? negated(amount) : amount);
  const deducted = found.adjustments.flatMap(({ amount }) => (amount === null ? [] : negated(amount)));
  const creditNote = found.creditNote?.amount ?? null;
  // A credit note's own amount is its gross; beside an invoice it is taken off the invoice.
  if (creditNote !== null && !isCredit && found.due !== null) deducted.push(creditNote);
  const gross = found.due?.amount ?? creditNote;
  const net = found.remitted?.amount ?? (isCredit && found.discounts.length === 0 ? creditNote : null);
  const moneys = [found.due, found.creditNote, found.remitted, ...found.discounts].filter(
    (money) => money !== null,
  );
  const other = moneys.map((money) => money.currency).find((code) => code !== null && code !== currency);
  const codes = found.adjustments.flatMap(({ reasonCode }) => reasonCode ?? []);
  const negativeGross = gross !== null && (isCredit || (creditNote !== null && found.due === null));
  return settleSigns({
    ...line,
    gross: gross !== null && negativeGross && !isNegative(gross) ? negated(gross) : gross,
    discount:
      found.discounts.length > 0 ? lowering(sumOf(found.discounts.map(({ amount }) => amount))) : null,
    deduction: deducted.length > 0 ? sumOf(deducted) : null,
    reasonCode: [...new Set(codes)].join(", ") || null,
    net: net === null ? null : lowering(net),
    netFrom: net === null ? null : "line",
    currency: other ?? null,
    adjustments: found.adjustments,
    references: [
      ...line.references,
      ...found.taxes.map(({ amount }) => ({ kind: "TaxAmt", value: amount })),
      ...found.others.map(({ kind, money }) => ({ kind, value: money.amount })),
    ],
  });
}

/** Name, number and account of a party of any version (`Dbtr/Nm`, `Dbtr/Pty/Nm`), the name of a bank included. */
export function isoParty(party: XmlElement | null, account: XmlElement | null): RemittanceParty {
  const inner = childOf(party, "Pty") ?? party;
  const organisation = at(inner, "Id", "OrgId") ?? at(inner, "Id", "PrvtId");
  return {
    name: textAt(inner, "Nm") ?? textAt(party, "Agt", "FinInstnId", "Nm"),
    identifier:
      textAt(organisation, "Othr", "Id") ??
      textAt(organisation, "LEI") ??
      textAt(organisation, "AnyBIC") ??
      textAt(organisation, "BICOrBEI") ??
      textAt(organisation, "PrtryId", "Id") ??
      null,
    account: accountIn(account),
  };
}
