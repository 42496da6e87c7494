import { isoDay } from "../bank/calendar-day.ts";
import { accountIn, moneyOf, placeOf } from "../bank/camt-values.ts";
import { type Decimal, isZero, negated, sumOf } from "../decimal.ts";
import type { Warn } from "../warning-list.ts";
import { at, childOf, childrenOf, textAt, type XmlElement } from "../xml/xml-element.ts";
import {
  blankLine,
  type ReadRemittance,
  type RemittanceLine,
  type RemittanceParty,
  type RemittanceReference,
} from "./remittance-file.ts";

/** Elements of BillingReference that name a document, with a word for its kind. */
const documentKinds: Readonly<Record<string, string>> = {
  InvoiceDocumentReference: "invoice",
  SelfBilledInvoiceDocumentReference: "self-billed invoice",
  CreditNoteDocumentReference: "credit note",
  SelfBilledCreditNoteDocumentReference: "self-billed credit note",
  DebitNoteDocumentReference: "debit note",
  ReminderDocumentReference: "reminder",
  AdditionalDocumentReference: "document",
};

/**
 * UBL RemittanceAdvice (OASIS UBL 2.0 to 2.4). A line's debit is what is paid, its credit what is taken off; the total
 * is TotalPaymentAmount, or debits less credits.
 */
export function ublRemittance(root: XmlElement, warn: Warn): ReadRemittance {
  const money = (name: string) => moneyOf(currencyOn(childOf(root, name)), warn);
  const debit = money("TotalDebitAmount");
  const credit = money("TotalCreditAmount");
  const paid = money("TotalPaymentAmount");
  const means = childrenOf(root, "PaymentMeans");
  const order = textAt(root, "PaymentOrderReference");
  const id = textAt(root, "ID");
  const due = means.map((element) => textAt(element, "PaymentDueDate")).find(Boolean) ?? null;
  const lines = childrenOf(root, "RemittanceAdviceLine").flatMap((line) => ublLines(line, warn));
  const currency =
    textAt(root, "DocumentCurrencyCode") ?? paid?.currency ?? debit?.currency ?? firstCurrency(root) ?? null;
  return {
    reference: order ?? id,
    paymentDate: due === null ? null : isoDay(due),
    currency,
    total: paid?.amount ?? (debit ? sumOf([debit.amount, negated(credit?.amount ?? "0")]) : null),
    lines: lines.map((line) => (line.currency === currency ? { ...line, currency: null } : line)),
    payerParty: {
      ...partyOf(at(root, "AccountingCustomerParty", "Party")),
      account: accountIn(
        means.map((element) => childOf(element, "PayerFinancialAccount")).find(Boolean) ?? null,
      ),
    },
    payeeParty: {
      ...named(partyOf(childOf(root, "PayeeParty")), partyOf(at(root, "AccountingSupplierParty", "Party"))),
      account: means.map((element) => textAt(element, "PayeeFinancialAccount", "ID")).find(Boolean) ?? null,
    },
    method: means.map((element) => textAt(element, "PaymentMeansCode")).find(Boolean) ?? null,
    note:
      childrenOf(root, "Note")
        .map(({ text }) => text)
        .join("\n") || null,
    references: [
      ...reference("ID", id),
      ...reference("PaymentOrderReference", order),
      ...reference("PayerReference", textAt(root, "PayerReference")),
      ...reference("InvoicingPartyReference", textAt(root, "InvoicingPartyReference")),
      ...reference("IssueDate", textAt(root, "IssueDate")),
      ...means.flatMap((element) => reference("PaymentID", textAt(element, "PaymentID"))),
    ],
    location: placeOf(root),
  };
}

function named(first: RemittanceParty, second: RemittanceParty): RemittanceParty {
  return first.name === null ? second : first;
}

function partyOf(party: XmlElement | null): RemittanceParty {
  return {
    name: textAt(party, "PartyName", "Name") ?? textAt(party, "PartyLegalEntity", "RegistrationName"),
    identifier: textAt(party, "PartyIdentification", "ID") ?? textAt(party, "EndpointID"),
    account: null,
  };
}

function reference(kind: string, value: string | null): RemittanceReference[] {
  return value === null ? [] : [{ kind, value }];
}

/** UBL calls the attribute currencyID; here it is read like the others. */
function currencyOn(element: XmlElement | null): XmlElement | null {
  const currency = element?.attributes.get("currencyID");
  return element && currency ? { ...element, attributes: new Map([["Ccy", currency]]) } : element;
}

function firstCurrency(root: XmlElement): string | null {
  const amounts = childrenOf(root, "RemittanceAdviceLine").flatMap((line) => line.children);
  return amounts.map(({ attributes }) => attributes.get("currencyID")).find(Boolean) ?? null;
}

function ublLines(line: XmlElement, warn: Warn): RemittanceLine[] {
  const documents = childrenOf(line, "BillingReference").flatMap((billing) =>
    billing.children.flatMap((document) => {
      const kind = documentKinds[document.name];
      return kind === undefined ? [] : [{ document, kind }];
    }),
  );
  const whole = amountsOf(line, warn);
  const base: RemittanceLine = {
    ...blankLine,
    ...whole,
    netFrom: whole.net === null ? null : "line",
    currency: firstAmountCurrency(line),
    note:
      childrenOf(line, "Note")
        .map(({ text }) => text)
        .join("\n") || null,
    references: [
      ...reference("ID", textAt(line, "ID")),
      ...reference("InvoicingPartyReference", textAt(line, "InvoicingPartyReference")),
      ...reference("PaymentPurposeCode", textAt(line, "PaymentPurposeCode")),
    ],
    location: placeOf(line),
  };
  const numbered = documents.map(
    ({ document, kind }): RemittanceLine => ({
      ...base,
      documentNumber: textAt(document, "ID"),
      documentDate: isoDay(textAt(document, "IssueDate") ?? ""),
      documentKind: kind,
      location: placeOf(document),
    }),
  );
  if (numbered.length === 0) return [base];
  if (numbered.length === 1) return numbered;
  warn("amount-shared", `An amount is stated for ${numbered.length} documents together.`, placeOf(line));
  const blank = { gross: null, deduction: null, net: null, netFrom: null } as const;
  return [...numbered.map((document) => ({ ...document, ...blank })), base];
}

function amountsOf(line: XmlElement, warn: Warn): Pick<RemittanceLine, "gross" | "deduction" | "net"> {
  const amount = (name: string): Decimal | null => moneyOf(childOf(line, name), warn)?.amount ?? null;
  const debit = amount("DebitLineAmount");
  const credit = amount("CreditLineAmount");
  if (debit === null && credit === null)
    return { gross: null, deduction: null, net: amount("BalanceAmount") };
  if (debit === null || isZero(debit)) {
    return { gross: null, deduction: null, net: credit === null ? debit : negated(credit) };
  }
  if (credit === null || isZero(credit)) return { gross: null, deduction: null, net: debit };
  return { gross: debit, deduction: credit, net: sumOf([debit, negated(credit)]) };
}

function firstAmountCurrency(line: XmlElement): string | null {
  return line.children.map(({ attributes }) => attributes.get("currencyID")).find(Boolean) ?? null;
}
