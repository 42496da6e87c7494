import type { LabelledAmount, Paper, SheetLabels } from "./paper.ts";

/** A receipt for one payment in one currency: what was paid, how, by whom, and what it settled. */
export interface ReceiptPaper extends Paper {
  labels: ReceiptLabels;
  /** ISO 4217 code. */
  currency: string;
  /** The one figure of the paper, e.g. the money received. */
  total: LabelledAmount;
  /** The state in a word, e.g. `Settled`, with the sentence that says what it means. */
  state: { word: string; sentence: string; tone: ReceiptTone };
  /** When it was paid, method, payer, the payment's number. */
  payment: { label: string; value: string }[];
  /** Invoices that the payment settles, in whole or in part. */
  rows: ReceiptRow[];
  rowsTotal: string;
  /** Credits that were used beside the money, with their minus. */
  credits: ReceiptCredit[];
  /** The part that stays on the account, if any. */
  onAccount?: LabelledAmount;
  /** What was checked, printed in the foot. */
  checkLine: string;
}

/** `arrived`: the money is there. `under-way`: it may still fail. `gone`: failed, returned or refunded. */
export type ReceiptTone = "arrived" | "under-way" | "gone";

export interface ReceiptRow {
  document: string;
  reference: string;
  /** What was open before this payment. */
  openBefore: string;
  amount: string;
  openAfter: string;
  /** Sum of `amount` up to and with this row; printed where a sheet ends. */
  runningTotal: string;
  /** A second line in grey, e.g. the reason for a short payment. */
  note?: string;
}

export interface ReceiptCredit {
  document: string;
  reference: string;
  amount: string;
}

export interface ReceiptLabels extends SheetLabels {
  document: string;
  concerning: string;
  openBefore: string;
  /** Holds `{currency}`, e.g. `Paid, {currency}`. */
  paidIn: string;
  openAfter: string;
  rowsTotal: string;
  credits: string;
  payment: string;
  /** Said instead of the table when the payment settles no invoice. */
  noInvoices: string;
}
