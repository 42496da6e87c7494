import type { LabelledAmount, Paper, SheetLabels } from "./paper.ts";

/** An invoice, or a credit memo by another title, with lines by the thousand in groups. */
export interface InvoicePaper extends Paper {
  labels: InvoiceLabels;
  /** ISO 4217 code. */
  currency: string;
  /** The mark between whole and fraction, by which quantities and unit prices are lined up: `.` or `,`. */
  decimalSeparator: string;
  /** The figures at the top, e.g. total and due date. */
  summary: LabelledAmount[];
  groups: InvoiceLineGroup[];
  /** Net total of the lines, discounts, taxes; everything above the last sum. */
  totals: LabelledAmount[];
  /** The sum over the double rule. */
  total: LabelledAmount;
  /** Tax per rate. May be empty. */
  taxes: InvoiceTaxRow[];
  /** From the total to what is open now: payments, credits. May be empty. */
  openNow: LabelledAmount[];
  /** What is open now; left out while nothing has happened since the invoice was issued. */
  openTotal?: LabelledAmount;
  checkLine: string;
}

export interface InvoiceLineGroup {
  /** Printed over the lines and again where a sheet begins within the group; empty for an invoice without groups. */
  heading: string;
  lines: InvoiceLine[];
  /** Printed under the lines when there is a heading. */
  subtotal: string;
}

export interface InvoiceLine {
  description: string;
  period: string;
  quantity: string;
  /** With its own decimals, e.g. `0.0079`. */
  unitPrice: string;
  amount: string;
  /** Sum of `amount` up to and with this line over all groups; printed where a sheet ends. */
  runningTotal: string;
}

export interface InvoiceTaxRow {
  /** Rate and kind, e.g. `VAT 19%` or `Reverse charge`. */
  label: string;
  base: string;
  tax: string;
}

export interface InvoiceLabels extends SheetLabels {
  description: string;
  period: string;
  quantity: string;
  unitPrice: string;
  /** Holds `{currency}`, e.g. `Amount, {currency}`. */
  amountIn: string;
  /** Holds `{group}`, e.g. `Total {group}`. */
  groupTotal: string;
  taxes: string;
  taxRate: string;
  taxBase: string;
  tax: string;
  openNow: string;
}
