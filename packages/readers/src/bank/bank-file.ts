import type { Decimal } from "../decimal.ts";
import type { Location } from "../location.ts";
import type { Warning } from "../warning.ts";

/** Any of the formats of bank statements, in one form. What a file does not say is null; nothing is made up. */
export type BankFile = {
  readonly format: BankFormat;
  /** The format's own version as written: `camt.053.001.08`, `OFX 211`; null when the format has none. */
  readonly version: string | null;
  readonly statements: readonly BankStatement[];
  readonly warnings: readonly Warning[];
};

export type BankFormat =
  | "camt.052"
  | "camt.053"
  | "camt.054"
  | "mt940"
  | "mt942"
  | "bai2"
  | "ofx"
  | "csv"
  | "xlsx";

/** One account over one period. Days are `YYYY-MM-DD` as the bank wrote them, without any conversion of zones. */
export type BankStatement = {
  /** A statement is final, a report is of the day so far, a notification has entries but no balances. */
  readonly kind: "statement" | "report" | "notification";
  /** The bank's identification of this statement. */
  readonly id: string | null;
  /** The statement's number in the bank's series, as written (`00143/1`). */
  readonly sequence: string | null;
  readonly account: string | null;
  readonly accountName: string | null;
  readonly currency: string | null;
  /** Signed, credit to the holder positive; the booked balance, or what `openingBalanceType` names instead. */
  readonly openingBalance: Decimal | null;
  readonly closingBalance: Decimal | null;
  /** The file's own name of the balance: `OPBD`, `60M`, `010`, `LEDGERBAL`. */
  readonly openingBalanceType: string | null;
  readonly closingBalanceType: string | null;
  /** All balances of the file, in its order. */
  readonly balances: readonly BankBalance[];
  /** The period stated, or else the days of the two balances. */
  readonly from: string | null;
  readonly to: string | null;
  readonly entries: readonly BankEntry[];
  /** Free text about the statement as a whole. */
  readonly information: string | null;
  readonly source: Location;
};

export type BankBalance = {
  readonly type: string;
  readonly amount: Decimal | null;
  readonly currency: string | null;
  readonly date: string | null;
};

/** One payment. In a batch, `transactions` of an entry hold one each. */
export type BankTransaction = {
  readonly bookingDate: string | null;
  readonly valueDate: string | null;
  /** Signed, money coming to the account positive; null when the file gives none that can be read. */
  readonly amount: Decimal | null;
  readonly currency: string | null;
  /** The bank's reference, or the customer's where the bank gives none; both are in `references`. */
  readonly reference: string | null;
  readonly bankTransactionCode: string | null;
  /** Codes of the bank's own or of its country (the German GVC). */
  readonly proprietaryCode: string | null;
  readonly counterparty: Counterparty;
  readonly remittance: Remittance;
  readonly endToEndId: string | null;
  /** The booking takes back an earlier one; the sign is already what the balance demands. */
  readonly reversal: boolean;
  readonly references: References;
  /** Why a payment came back, as a code (`AC04`) or in words. */
  readonly returnReason: string | null;
  /** What was ordered, before exchange and charges. */
  readonly instructedAmount: Money | null;
  /** From the currency instructed to that of the account, as written. */
  readonly exchangeRate: Decimal | null;
  readonly charges: readonly Money[];
  /** The bank's own words about the booking, whole, as far as they are not already in `remittance`. */
  readonly details: string | null;
  readonly source: Location;
};

/** A booking as the bank's books have it; `transactions` are the payments of a batch, as far as the file has them. */
export type BankEntry = BankTransaction & {
  /** Null when the file does not say; such an entry of a statement is booked. */
  readonly status: "booked" | "pending" | "information" | "future" | "unknown" | null;
  readonly batch: Batch | null;
  /** When the money can be used, where it differs by parts (BAI2): days from the day of the statement. */
  readonly availability: readonly { readonly days: number; readonly amount: Decimal }[];
  readonly transactions: readonly BankTransaction[];
};

export type Counterparty = {
  readonly name: string | null;
  readonly account: string | null;
  /** BIC, or the number of the bank in its country. */
  readonly bank: string | null;
  /** On whose behalf the counterparty paid or was paid. */
  readonly ultimateName: string | null;
};

export type Remittance = {
  readonly structured: readonly StructuredReference[];
  /** Free text of the payer; several lines are parted by line feeds. */
  readonly unstructured: string | null;
};

/** One document paid, or one reference of the creditor. */
export type StructuredReference = {
  /** Code of ISO 20022 (`CINV`, `CREN`, `SCOR`, `QRR`) or what the file has instead. */
  readonly type: string | null;
  readonly reference: string | null;
  readonly issuer: string | null;
  readonly date: string | null;
  readonly amounts: readonly ReferenceAmount[];
  readonly text: string | null;
};

export type ReferenceAmount = Money & {
  readonly kind: "due" | "discount" | "credit-note" | "tax" | "adjustment" | "remitted";
  readonly reason: string | null;
};

export type Money = { readonly amount: Decimal; readonly currency: string | null };

export type References = {
  /** The bank's own. */
  readonly bank: string | null;
  /** The account holder's, or the first part of the entry's own reference. */
  readonly customer: string | null;
  readonly instruction: string | null;
  readonly transaction: string | null;
  readonly mandate: string | null;
  readonly creditor: string | null;
  readonly cheque: string | null;
  readonly clearing: string | null;
};

export type Batch = {
  readonly id: string | null;
  readonly count: number | null;
  /** Total stated for the batch, without sign. */
  readonly total: Decimal | null;
};

export const noCounterparty: Counterparty = { name: null, account: null, bank: null, ultimateName: null };

export const noReferences: References = {
  bank: null,
  customer: null,
  instruction: null,
  transaction: null,
  mandate: null,
  creditor: null,
  cheque: null,
  clearing: null,
};

/** A payment of which nothing is known yet: readers fill in what their format has. */
export const blankTransaction = {
  bookingDate: null,
  valueDate: null,
  amount: null,
  currency: null,
  reference: null,
  bankTransactionCode: null,
  proprietaryCode: null,
  counterparty: noCounterparty,
  remittance: { structured: [], unstructured: null },
  endToEndId: null,
  reversal: false,
  references: noReferences,
  returnReason: null,
  instructedAmount: null,
  exchangeRate: null,
  charges: [],
  details: null,
  source: {},
} satisfies BankTransaction;

export const blankEntry = {
  ...blankTransaction,
  status: null,
  batch: null,
  availability: [],
  transactions: [],
} satisfies BankEntry;

export const blankStatement = {
  kind: "statement",
  id: null,
  sequence: null,
  account: null,
  accountName: null,
  currency: null,
  openingBalance: null,
  closingBalance: null,
  openingBalanceType: null,
  closingBalanceType: null,
  balances: [],
  from: null,
  to: null,
  entries: [],
  information: null,
  source: {},
} satisfies BankStatement;

/** The words that stand for "no reference" in payments; they refer to nothing. */
const saysNothing = new Set([
  "NOTPROVIDED",
  "NOT PROVIDED",
  "NONREF",
  "NOREF",
  "NONE",
  "N/A",
  "NOTAVAILABLE",
]);

/** A reference, trimmed; null when it is empty or one of the words for none. */
export function referenceOf(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" || saysNothing.has(trimmed.toUpperCase()) ? null : trimmed;
}
