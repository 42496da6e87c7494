import { decimalOf, sumOf } from "../decimal.ts";
import type { Warn } from "../warning-list.ts";
import { at, childOf, childrenOf, textAt, type XmlElement } from "../xml/xml-element.ts";
import {
  type BankEntry,
  type BankTransaction,
  type Batch,
  blankEntry,
  blankTransaction,
  type Money,
  noReferences,
  type References,
  referenceOf,
} from "./bank-file.ts";
import { counterpartyOf } from "./camt-parties.ts";
import { remittanceOf } from "./camt-remittance.ts";
import {
  codeIn,
  dayOf,
  directionOf,
  moneyOf,
  placeOf,
  textsOf,
  warnOfDoubleSign,
  warnOfStrangers,
  withDirection,
} from "./camt-values.ts";

/** Elements of an entry (ReportEntry of camt.05x, all versions to 13). */
const entryElements = new Set(
  "NtryRef Amt CdtDbtInd RvslInd Sts BookgDt ValDt AcctSvcrRef Avlbty BkTxCd ComssnWvrInd AddtlInfInd AmtDtls Chrgs TechInptChanl Intrst CardTx NtryDtls AddtlNtryInf Btch TxDtls".split(
    " ",
  ),
);

/** Elements of the details of a payment (EntryTransaction). */
const detailElements = new Set(
  "Refs Amt CdtDbtInd AmtDtls Avlbty BkTxCd Chrgs Intrst RltdPties RltdAgts LclInstrm Purp RltdRmtInf RmtInf RltdDts RltdPric RltdQties FinInstrmId Tax RtrInf CorpActn SfkpgAcct CshDpst CardTx AddtlTxInf SplmtryData".split(
    " ",
  ),
);

/** External code set EntryStatus of ISO 20022. */
const statuses: Readonly<Record<string, BankEntry["status"]>> = {
  BOOK: "booked",
  PDNG: "pending",
  INFO: "information",
  FUTR: "future",
};

/** Reads one Ntry of a statement, report or notification of the account given. */
export function camtEntry(element: XmlElement, account: string | null, warn: Warn): BankEntry {
  warnOfStrangers(element, entryElements, warn);
  const signed = signedAmountOf(element, warn);
  const reversal = flagOf(element, "RvslInd");
  const context = { signed, reversal, account, warn };
  const details = [
    ...childrenOf(element, "NtryDtls").flatMap((group) => childrenOf(group, "TxDtls")),
    // Version 01 has them without a group.
    ...childrenOf(element, "TxDtls"),
  ];
  const batch = batchOf(element, warn);
  const dates = {
    bookingDate: dayOf(childOf(element, "BookgDt"), warn),
    valueDate: dayOf(childOf(element, "ValDt"), warn),
  };
  const alone = details.length === 1 && (batch?.count ?? 1) === 1;
  const transactions = details.map((detail) => camtTransaction(detail, { ...context, dates, alone }));
  return {
    ...blankEntry,
    ...dates,
    ...bankCodesOf(childOf(element, "BkTxCd")),
    amount: signed.amount,
    currency: signed.currency,
    ...entryReferencesOf(element, alone ? (transactions[0]?.reference ?? null) : null),
    // A single payment is the booking: what is known of the one holds for the other.
    ...(alone && transactions[0] && sharedWith(transactions[0])),
    reversal,
    charges: chargesOf(element, warn),
    details: textsOf(element, "AddtlNtryInf"),
    status: statusOf(element, warn),
    batch,
    transactions,
    source: placeOf(element),
  };
}

function sharedWith(transaction: BankTransaction) {
  const { counterparty, remittance, endToEndId, returnReason, instructedAmount, exchangeRate } = transaction;
  return { counterparty, remittance, endToEndId, returnReason, instructedAmount, exchangeRate };
}

type EntryContext = {
  readonly signed: Signed;
  readonly reversal: boolean;
  readonly account: string | null;
  readonly warn: Warn;
  readonly dates: { readonly bookingDate: string | null; readonly valueDate: string | null };
  readonly alone: boolean;
};

function camtTransaction(element: XmlElement, entry: EntryContext): BankTransaction {
  const { warn } = entry;
  warnOfStrangers(element, detailElements, warn);
  const direction = directionOf(element, warn) ?? entry.signed.direction;
  const money =
    amountInCurrencyOf(element, entry.signed.currency, warn) ?? (entry.alone ? entry.signed : null);
  const reversal = entry.reversal || flagOf(element, "RvslInd");
  const references = transactionReferencesOf(childOf(element, "Refs"));
  const instructed = at(element, "AmtDtls", "InstdAmt");
  return {
    ...blankTransaction,
    ...entry.dates,
    ...bankCodesOf(childOf(element, "BkTxCd")),
    amount: money?.amount != null && direction ? withDirection(money.amount, direction) : null,
    currency: money?.currency ?? entry.signed.currency,
    reference: references.bank ?? references.transaction ?? references.customer,
    references,
    counterparty: counterpartyOf(element, { credit: direction === "CRDT", reversal, account: entry.account }),
    remittance: remittanceOf(childOf(element, "RmtInf"), warn),
    endToEndId: referenceOf(textAt(element, "Refs", "EndToEndId")),
    reversal,
    returnReason: returnReasonOf(element),
    instructedAmount: moneyOf(childOf(instructed, "Amt"), warn),
    exchangeRate: exchangeRateOf(childOf(element, "AmtDtls")),
    charges: chargesOf(element, warn),
    details: textsOf(element, "AddtlTxInf"),
    source: placeOf(element),
  };
}

type Signed = {
  readonly amount: string | null;
  readonly currency: string | null;
  readonly direction: "CRDT" | "DBIT" | null;
};

function signedAmountOf(element: XmlElement, warn: Warn): Signed {
  const money = moneyOf(childOf(element, "Amt"), warn);
  const currency = money?.currency ?? null;
  const direction = directionOf(element, warn);
  if (!money) {
    if (!childOf(element, "Amt")) warn("amount-missing", "The entry has no amount.", placeOf(element));
    return { amount: null, currency, direction };
  }
  if (direction === null) {
    const said = `The entry of ${money.amount} does not say whether it is a credit or a debit, so it has no amount here.`;
    warn("sign-missing", said, placeOf(element));
    return { amount: null, currency, direction };
  }
  warnOfDoubleSign(money, element, warn);
  return { amount: withDirection(money.amount, direction), currency, direction };
}

/**
 * The payment's amount in the currency of its entry, where one of the several amounts is in it; else the first.
 * AmtDtls: TxAmt is what was moved, CntrValAmt the equivalent, InstdAmt the order.
 */
function amountInCurrencyOf(element: XmlElement, currency: string | null, warn: Warn): Money | null {
  const details = childOf(element, "AmtDtls");
  const candidates = [
    childOf(element, "Amt"),
    at(details, "TxAmt", "Amt"),
    at(details, "CntrValAmt", "Amt"),
    at(details, "InstdAmt", "Amt"),
  ].flatMap((amount) => moneyOf(amount, warn) ?? []);
  return candidates.find((money) => money.currency === currency) ?? candidates[0] ?? null;
}

function exchangeRateOf(details: XmlElement | null): string | null {
  for (const kind of details?.children ?? []) {
    const rate = textAt(kind, "CcyXchg", "XchgRate");
    if (rate !== null) return decimalOf(rate);
  }
  return null;
}

function statusOf(element: XmlElement, warn: Warn): BankEntry["status"] {
  const status = childOf(element, "Sts");
  const code = status && (codeIn(status) ?? (status.text || null));
  if (!code || !status) return null;
  const known = statuses[code];
  if (known) return known;
  warn(
    "status-unknown",
    `The status "${code}" is not known; the entry is not counted as booked.`,
    placeOf(status),
  );
  return "unknown";
}

function flagOf(element: XmlElement, name: string): boolean {
  const text = textAt(element, name);
  return text === "true" || text === "1";
}

function bankCodesOf(code: XmlElement | null) {
  const domain = childOf(code, "Domn");
  const family = childOf(domain, "Fmly");
  const parts = [textAt(domain, "Cd"), textAt(family, "Cd"), textAt(family, "SubFmlyCd")];
  const structured = parts.some((part) => part !== null) ? parts.map((part) => part ?? "").join("-") : null;
  const proprietary = textAt(code, "Prtry", "Cd");
  return { bankTransactionCode: structured ?? proprietary, proprietaryCode: proprietary };
}

/** The entry's own references, or that of its single payment where it has none. */
function entryReferencesOf(element: XmlElement, single: string | null) {
  const bank = referenceOf(textAt(element, "AcctSvcrRef"));
  const customer = referenceOf(textAt(element, "NtryRef"));
  return { reference: bank ?? customer ?? single, references: { ...noReferences, bank, customer } };
}

function transactionReferencesOf(references: XmlElement | null): References {
  return {
    bank: referenceOf(textAt(references, "AcctSvcrRef")),
    customer: referenceOf(textAt(references, "PmtInfId") ?? textAt(references, "MsgId")),
    instruction: referenceOf(textAt(references, "InstrId")),
    transaction: referenceOf(textAt(references, "TxId") ?? textAt(references, "UETR")),
    mandate: referenceOf(textAt(references, "MndtId")),
    creditor: null,
    cheque: referenceOf(textAt(references, "ChqNb")),
    clearing: referenceOf(textAt(references, "ClrSysRef")),
  };
}

function batchOf(element: XmlElement, warn: Warn): Batch | null {
  const batches = [
    ...childrenOf(element, "NtryDtls").flatMap((group) => childrenOf(group, "Btch")),
    ...childrenOf(element, "Btch"),
  ];
  const [first] = batches;
  if (!first) return null;
  const counts = batches.map((batch) => countIn(childOf(batch, "NbOfTxs"), warn));
  const totals = batches.map((batch) => moneyOf(childOf(batch, "TtlAmt"), warn));
  return {
    id: textAt(first, "PmtInfId") ?? textAt(first, "MsgId"),
    count: counts.reduce(
      (sum: number | null, count) => (sum === null || count === null ? null : sum + count),
      0,
    ),
    total: totals.every((total) => total !== null) ? sumOf(totals.map(({ amount }) => amount)) : null,
  };
}

/** A count as the standard writes it (up to 15 digits); null when missing, warned of when it is no number. */
export function countIn(element: XmlElement | null, warn: Warn): number | null {
  if (!element) return null;
  if (/^\d{1,15}$/.test(element.text)) return Number(element.text);
  warn("count-unreadable", `"${element.text.slice(0, 40)}" is not a count.`, placeOf(element));
  return null;
}

function chargesOf(element: XmlElement, warn: Warn): Money[] {
  return childrenOf(element, "Chrgs").flatMap((charges) => {
    const records = childrenOf(charges, "Rcrd");
    return (records.length > 0 ? records : [charges]).flatMap((record) => {
      const money = moneyOf(childOf(record, "Amt") ?? childOf(record, "TtlChrgsAndTaxAmt"), warn);
      if (!money) return [];
      const direction = directionOf(record, warn);
      return [direction ? { ...money, amount: withDirection(money.amount, direction) } : money];
    });
  });
}

function returnReasonOf(element: XmlElement): string | null {
  const reason = at(element, "RtrInf", "Rsn") ?? at(element, "RtrInf", "RtrRsn");
  const said = [codeIn(reason), textsOf(childOf(element, "RtrInf"), "AddtlInf")].flatMap(
    (text) => text ?? [],
  );
  return said.length > 0 ? said.join(": ") : null;
}
