import type { DateFormat } from "./date-format.ts";

/*
 * What a file of one origin looks like: which of its columns says what, and how it writes days and documents. Data
 * only. Column names are compared as `columnKey` (columns.ts) spells them: lower case, underscores.
 */

export type ProfileName = "generic" | "sap-fbl5n" | "ibm-late-payments";

export type Field =
  | "entity"
  | "customerNumber"
  | "customerName"
  | "documentNumber"
  | "documentType"
  | "issuedOn"
  | "dueOn"
  | "currency"
  | "amount"
  | "settledOn"
  | "disputed"
  | "isOpen"
  | "terms"
  | "poNumber"
  | "reference"
  | "note";

/** What a document type of the file means. "by sign": a debit memo when it adds to the debt, else a credit memo. */
export type DocumentType = "invoice" | "debit_memo" | "credit_memo" | "receipt" | "by sign";

export type Profile = {
  /** For each field, the column names it goes by; the first that the file has is read. */
  columns: Readonly<Partial<Record<Field, readonly string[]>>>;
  required: readonly Field[];
  dates: readonly DateFormat[];
  documentTypes: Readonly<Record<string, DocumentType>>;
  /** Whether this origin writes credits with a minus; one without it is then taken as a credit, with a warning. */
  creditsAreNegative: boolean;
  /** Taken, with a warning, when the file has no currency column and the caller names none. */
  currencyAssumed: string | null;
  /** Country of a legal entity by its code; the first pattern that fits. */
  entityCountries: readonly [RegExp, string][];
};

const GENERIC: Profile = {
  columns: {
    entity: ["legal_entity", "entity", "company_code"],
    customerNumber: ["customer_number", "customer", "account"],
    customerName: ["customer_name", "name"],
    documentNumber: ["document_number", "invoice_number", "number"],
    documentType: ["document_type", "type", "kind"],
    issuedOn: ["issued_on", "issue_date", "invoice_date", "document_date"],
    dueOn: ["due_on", "due_date"],
    currency: ["currency"],
    amount: ["open_amount", "amount"],
    terms: ["terms", "payment_terms"],
    poNumber: ["po_number", "purchase_order"],
    reference: ["reference"],
    note: ["note"],
  },
  required: ["customerNumber", "documentNumber", "issuedOn", "amount"],
  dates: ["YYYY-MM-DD"],
  documentTypes: {
    INVOICE: "invoice",
    DEBIT_MEMO: "debit_memo",
    CREDIT_MEMO: "credit_memo",
    RECEIPT: "receipt",
    PAYMENT: "receipt",
  },
  creditsAreNegative: false,
  currencyAssumed: null,
  entityCountries: [],
};

/**
 * Customer line items as SAP exports them (transaction FBL5N), with the column names of the HighRadius samples.
 * Document types are SAP's own: RV and DR invoices, DG credit memo, DZ payment, the others by sign.
 */
const SAP_FBL5N: Profile = {
  columns: {
    entity: ["business_code", "company_code"],
    customerNumber: ["cust_number", "customer"],
    customerName: ["name_customer", "customer_name"],
    documentNumber: ["doc_id", "document_number"],
    documentType: ["document_type"],
    issuedOn: ["posting_date"],
    dueOn: ["due_in_date", "net_due_date"],
    currency: ["invoice_currency", "document_currency"],
    amount: ["total_open_amount", "amount_in_doc_curr", "converted_usd"],
    isOpen: ["isopen"],
    terms: ["cust_payment_terms", "terms_of_payment"],
  },
  required: ["entity", "customerNumber", "documentNumber", "issuedOn", "dueOn", "amount"],
  dates: ["YYYY-MM-DD", "YYYYMMDD"],
  documentTypes: {
    RV: "invoice",
    DR: "invoice",
    DG: "credit_memo",
    DZ: "receipt",
    DA: "by sign",
    AB: "by sign",
    SA: "by sign",
  },
  creditsAreNegative: true,
  currencyAssumed: "USD",
  entityCountries: [
    [/^U(?:S|\d)/, "US"],
    [/^CA/, "CA"],
  ],
};

/** IBM's sample of late payment histories: paid invoices, one settlement date and one dispute flag each. */
const IBM_LATE_PAYMENTS: Profile = {
  columns: {
    customerNumber: ["customerid"],
    documentNumber: ["invoicenumber"],
    issuedOn: ["invoicedate"],
    dueOn: ["duedate"],
    amount: ["invoiceamount"],
    settledOn: ["settleddate"],
    disputed: ["disputed"],
  },
  required: ["customerNumber", "documentNumber", "issuedOn", "dueOn", "amount", "settledOn"],
  dates: ["M/D/YYYY"],
  documentTypes: {},
  creditsAreNegative: false,
  currencyAssumed: "USD",
  entityCountries: [],
};

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  generic: GENERIC,
  "sap-fbl5n": SAP_FBL5N,
  "ibm-late-payments": IBM_LATE_PAYMENTS,
};

/** The country a legal entity's code tells; "ZZ", CLDR's code for an unknown region, when it tells none. */
export function countryOfEntity(profile: Profile, code: string): string {
  return profile.entityCountries.find(([pattern]) => pattern.test(code.toUpperCase()))?.[1] ?? "ZZ";
}
