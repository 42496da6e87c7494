import type { LabelledAmount, Paper, SheetLabels } from "./paper.ts";

/** A statement of account. Each currency is a section of its own, on sheets of its own: nothing is added across them. */
export interface StatementPaper extends Paper {
  labels: StatementLabels;
  sections: StatementSection[];
}

export interface StatementSection {
  /** ISO 4217 code, e.g. `USD`. */
  currency: string;
  /** The currency as a heading, e.g. `US dollar, USD`. */
  heading: string;
  /** How the balance comes about; the last term is the balance. May be empty. */
  equation: EquationTerm[];
  /** Open debits, in the order to print. */
  rows: StatementRow[];
  openTotal: string;
  /** Open credits and money on account, with their minus. */
  credits: StatementRow[];
  creditsTotal: string;
  /** `openTotal` with `creditsTotal`; ends the table over the double rule. */
  balance: string;
  /** Every bucket, also the empty ones; credits as a bucket of their own without a bar. */
  ageing: AgeingBucket[];
  /** Equals `balance`; the caller has checked it. */
  ageingTotal: string;
  /** What the reader may do now: lines such as what is ready to pay. */
  advice: LabelledAmount[];
  adviceNotes: string[];
  /** What was checked and when, printed in the foot of each sheet of this section. */
  checkLine: string;
}

export interface StatementRow {
  document: string;
  /** Printed where the reference alone would mislead, e.g. `Credit memo`; leave it out for plain invoices. */
  kind?: string;
  reference: string;
  issuedOn: string;
  /** Empty where nothing falls due, as for a credit. */
  dueOn: string;
  /** Days past due, e.g. `80`; the column is dropped when no row has any. */
  daysText: string;
  amount: string;
  open: string;
  /** Sum of `open` up to and with this row over debits and credits; printed where a sheet ends. */
  runningTotal: string;
  /** A second line in grey: part paid, disputed, promised, in flight. */
  note?: string;
}

export interface EquationTerm extends LabelledAmount {
  /** `+`, `−`, `=`, or empty for the first term. */
  operator: string;
}

export interface AgeingBucket extends LabelledAmount {
  /** Length of the bar, 0 to 1 of the largest bucket; no bar is drawn when it is left out. */
  share?: number;
}

export interface StatementLabels extends SheetLabels {
  document: string;
  issued: string;
  due: string;
  daysPastDue: string;
  concerning: string;
  amount: string;
  /** Holds `{currency}`, e.g. `Open, {currency}`. */
  openIn: string;
  openTotal: string;
  creditsTotal: string;
  /** Holds `{currency}`, e.g. `Balance, {currency}`. */
  balanceIn: string;
  ageing: string;
  advice: string;
  /** Said instead of the table when a section has neither debits nor credits. */
  nothingOpen: string;
}
