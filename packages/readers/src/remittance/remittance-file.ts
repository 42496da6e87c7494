import type { Decimal } from "../decimal.ts";
import type { Location } from "../location.ts";
import type { Warning } from "../warning.ts";

export type RemittanceFormat =
  | "x12-820"
  | "pain.001"
  | "pain.002"
  | "remt.001"
  | "camt.054"
  | "camt.053"
  | "camt.052"
  | "ubl-remittance-advice"
  | "csv"
  | "xlsx"
  | "text"
  | "pdf"
  | "image";

/** How the words were found: as text in the file, or guessed from a picture of it. */
export type ReadBy = "text" | "ocr";

/** Another number that goes with a line or a payment; `kind` is the format's own code or word for it. */
export type RemittanceReference = { readonly kind: string; readonly value: string };

/** One adjustment as the file gives it, sign included. */
export type RemittanceAdjustment = {
  readonly amount: Decimal | null;
  readonly reasonCode: string | null;
  /** The meaning of the code, where its list is known. */
  readonly reason: string | null;
  readonly reference: string | null;
};

/** A part of a document: an item of the invoice, a contribution. */
export type RemittanceItem = {
  readonly reference: string | null;
  readonly quantity: string | null;
  readonly amount: Decimal | null;
  readonly references: readonly RemittanceReference[];
};

/**
 * What is paid of one document. `gross - discount - deduction = net`: discounts and deductions are positive when they
 * lower the payment, whatever sign the file writes. What the file does not say is null.
 */
export type RemittanceLine = {
  readonly documentNumber: string | null;
  readonly gross: Decimal | null;
  readonly discount: Decimal | null;
  readonly deduction: Decimal | null;
  readonly reasonCode: string | null;
  readonly net: Decimal | null;
  /** Where `net` stands: in the line, or it is the whole payment because that names this one document only. */
  readonly netFrom: "line" | "payment" | null;
  /** ISO date of the document. */
  readonly documentDate: string | null;
  /** The format's own code or word: `IV`, `CINV`, `CREN`, `credit note`. */
  readonly documentKind: string | null;
  /** ISO 4217, only where a line says another than its remittance. */
  readonly currency: string | null;
  readonly note: string | null;
  readonly references: readonly RemittanceReference[];
  readonly adjustments: readonly RemittanceAdjustment[];
  readonly items: readonly RemittanceItem[];
  /** 0 to 100, the least sure word of the line; null unless read by OCR. */
  readonly confidence: number | null;
  readonly location: Location | null;
};

export type RemittanceParty = {
  readonly name: string | null;
  /** As given: tax number, DUNS, customer number. */
  readonly identifier: string | null;
  /** IBAN or account number. */
  readonly account: string | null;
};

/** What one payment pays. */
export type Remittance = {
  readonly format: RemittanceFormat;
  readonly payer: string | null;
  readonly payee: string | null;
  /** The payment's own number: trace number, end-to-end id, number of the advice. */
  readonly reference: string | null;
  /** ISO date the money moves. */
  readonly paymentDate: string | null;
  readonly currency: string | null;
  readonly total: Decimal | null;
  readonly lines: readonly RemittanceLine[];
  readonly warnings: readonly Warning[];
  readonly payerParty: RemittanceParty;
  readonly payeeParty: RemittanceParty;
  /** The format's own code or word: `ACH`, `CHK`, `TRF`. */
  readonly method: string | null;
  readonly note: string | null;
  readonly references: readonly RemittanceReference[];
  readonly readBy: ReadBy;
  readonly location: Location | null;
};

/**
 * A remittance file in one form. With one remittance, the fields are that one's. With several, a field is what they
 * all agree on (else null), `total` their sum when the currency is one, `lines` are all lines in the order of the
 * file. `remittances` holds every one by itself, always; `warnings` hold those of the file and of all remittances.
 */
export type RemittanceFile = Remittance & {
  /** The exact dialect: `005010X218`, `pain.001.001.09`, `2.1`; null where the format has none. */
  readonly version: string | null;
  readonly remittances: readonly Remittance[];
};

/** A remittance as a reader hands it over: not yet checked. */
export type ReadRemittance = Omit<Remittance, "format" | "warnings" | "readBy" | "payer" | "payee">;

/** What a reader of one format hands over: `checkedFile` makes the file of it. */
export type ReadFile = {
  readonly format: RemittanceFormat;
  readonly version: string | null;
  readonly readBy: ReadBy;
  readonly remittances: readonly ReadRemittance[];
  readonly warnings: readonly Warning[];
};

export const nobody: RemittanceParty = { name: null, identifier: null, account: null };

/** A line of which nothing is known yet. */
export const blankLine: RemittanceLine = {
  documentNumber: null,
  gross: null,
  discount: null,
  deduction: null,
  reasonCode: null,
  net: null,
  netFrom: null,
  documentDate: null,
  documentKind: null,
  currency: null,
  note: null,
  references: [],
  adjustments: [],
  items: [],
  confidence: null,
  location: null,
};

export const blankRemittance: ReadRemittance = {
  reference: null,
  paymentDate: null,
  currency: null,
  total: null,
  lines: [],
  payerParty: nobody,
  payeeParty: nobody,
  method: null,
  note: null,
  references: [],
  location: null,
};
