import type { InvoiceLabels } from "./invoice-paper.ts";
import type { SheetLabels } from "./paper.ts";
import type { ReceiptLabels } from "./receipt-paper.ts";
import type { StatementLabels } from "./statement-paper.ts";

const sheetLabels: SheetLabels = {
  pageOf: "Page {page} of {pages}",
  carriedForward: "Carried forward",
  broughtForward: "Brought forward",
};

/** English words of the statement. */
export const statementLabelsEn: StatementLabels = {
  ...sheetLabels,
  document: "Document",
  issued: "Issued",
  due: "Due",
  daysPastDue: "Days late",
  concerning: "For",
  amount: "Amount",
  openIn: "Open, {currency}",
  openTotal: "Open documents",
  creditsTotal: "Credits and money on account",
  balanceIn: "Balance, {currency}",
  ageing: "By days past due",
  advice: "To pay",
  nothingOpen: "Nothing is open in this currency.",
};

/** English words of the receipt. */
export const receiptLabelsEn: ReceiptLabels = {
  ...sheetLabels,
  document: "Document",
  concerning: "For",
  openBefore: "Open before",
  paidIn: "Paid, {currency}",
  openAfter: "Open after",
  rowsTotal: "Paid to invoices",
  credits: "Credits used",
  payment: "Payment",
  noInvoices: "This payment settles no invoice.",
};

/** English words of the invoice. */
export const invoiceLabelsEn: InvoiceLabels = {
  ...sheetLabels,
  description: "Description",
  period: "Period",
  quantity: "Quantity",
  unitPrice: "Unit price",
  amountIn: "Amount, {currency}",
  groupTotal: "Total {group}",
  taxes: "Tax",
  taxRate: "Rate",
  taxBase: "Taxed amount",
  tax: "Tax",
  openNow: "What is open now",
};
