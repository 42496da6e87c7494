import type { InvoicePaper } from "../src/invoice-paper.ts";
import { invoiceLabelsEn, receiptLabelsEn, statementLabelsEn } from "../src/labels-en.ts";
import type { Paper } from "../src/paper.ts";
import type { ReceiptPaper } from "../src/receipt-paper.ts";
import type { StatementPaper, StatementRow, StatementSection } from "../src/statement-paper.ts";

const paper: Omit<Paper, "title" | "reference"> = {
  page: "a4",
  language: "en-GB",
  biller: {
    name: "Parlance Communications, Inc.",
    addressLines: ["400 Harbor Row, Suite 900", "Boston, MA 02210"],
    contactLines: ["accounts@parlance.example", "+1 617 555 0140"],
  },
  recipient: {
    name: "Meridian Freight & Customs Brokerage Group, Inc.",
    addressLines: [
      "Accounts Payable, Ms Dana Whitfield",
      "2200 Terminal Way, Building C",
      "Savannah, GA 31408",
    ],
  },
  facts: [
    { label: "Account", value: "104882" },
    { label: "Date", value: "18 November 2026" },
    { label: "Currency", value: "US dollar, USD" },
  ],
  notes: [
    "We never send changed bank details by mail or letter. If someone does, call us on the number you know.",
  ],
  generatedAt: "2026-11-18T14:14:00Z",
};

/** An amount of minor units as it is printed in English. */
export function printed(minor: bigint): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${minor < 0n ? "−" : ""}${whole}.${digits.slice(-2)}`;
}

function statementRow(row: Partial<StatementRow> & { document: string; open: string }): StatementRow {
  return {
    reference: "",
    issuedOn: "31 Aug 2026",
    dueOn: "30 Sep 2026",
    daysText: "49",
    amount: row.open,
    runningTotal: "",
    ...row,
  };
}

const openRows: StatementRow[] = [
  statementRow({
    document: "INV-2026-07031",
    issuedOn: "30 Jun 2026",
    dueOn: "30 Jul 2026",
    daysText: "111",
    reference: "Usage June 2026",
    note: "part paid; rest promised for 27 Nov",
    amount: "12,904.15",
    open: "1,904.15",
    runningTotal: "1,904.15",
  }),
  statementRow({
    document: "INV-2026-08417",
    issuedOn: "31 Jul 2026",
    dueOn: "30 Aug 2026",
    daysText: "80",
    reference: "Usage July 2026",
    note: "6,480.00 disputed, DSP-0347",
    open: "48,216.40",
    runningTotal: "50,120.55",
  }),
  statementRow({
    document: "INV-2026-11102",
    issuedOn: "6 Nov 2026",
    dueOn: "6 Dec 2026",
    daysText: "",
    reference: "Porting of 412 numbers",
    open: "1,236.00",
    runningTotal: "51,356.55",
  }),
];

const usDollars: StatementSection = {
  currency: "USD",
  heading: "US dollar, USD",
  equation: [
    { operator: "", label: "Balance on 1 Oct", amount: "41,820.54" },
    { operator: "+", label: "Invoices", amount: "55,969.88" },
    { operator: "−", label: "Credit memos", amount: "2,350.00" },
    { operator: "−", label: "Payments, less returned", amount: "50,433.87" },
    { operator: "=", label: "Balance on 18 Nov, USD", amount: "45,006.55" },
  ],
  rows: openRows,
  openTotal: "51,356.55",
  credits: [
    statementRow({
      document: "CM-2026-0532",
      kind: "Credit memo",
      issuedOn: "9 Oct 2026",
      dueOn: "",
      daysText: "",
      reference: "Route outage 12 Sep",
      open: "−2,350.00",
      runningTotal: "49,006.55",
    }),
    statementRow({
      document: "RCT-88210",
      issuedOn: "2 Oct 2026",
      dueOn: "",
      daysText: "",
      reference: "Overpaid on 2 Oct",
      amount: "−49,300.00",
      open: "−4,000.00",
      runningTotal: "45,006.55",
    }),
  ],
  creditsTotal: "−6,350.00",
  balance: "45,006.55",
  ageing: [
    { label: "Not yet due", amount: "1,236.00", share: 0.0256 },
    { label: "1–30", amount: "0.00", share: 0 },
    { label: "31–60", amount: "0.00", share: 0 },
    { label: "61–90", amount: "48,216.40", share: 1 },
    { label: "Over 90", amount: "1,904.15", share: 0.0395 },
    { label: "Credits and money on account", amount: "−6,350.00" },
  ],
  ageingTotal: "45,006.55",
  advice: [{ label: "Ready to pay now, USD", amount: "41,736.40" }],
  adviceNotes: [
    "That is what is overdue, less what is in flight, disputed or promised. Pay at pay.parlance.example after you sign in; our bank details are shown there.",
  ],
  checkLine:
    "Checked on 18 Nov 2026, 09:14 EST: opening + movements = balance; open items = balance; ageing = balance.",
};

/** A statement in US dollars with debits, credits and every part of a section. */
export function statementPaper(changes: Partial<StatementPaper> = {}): StatementPaper {
  return {
    ...paper,
    title: "Statement of account",
    lead: "1 October to 18 November 2026, with all items open at the end of the period",
    reference: "ST-104882-USD-20261118",
    labels: statementLabelsEn,
    sections: [usDollars],
    ...changes,
  };
}

/** A section of so many rows of 1.25 to 9,999.99 with true running totals. */
export function longSection(count: number): StatementSection {
  let totalMinor = 0n;
  const rows = Array.from({ length: count }, (_, index) => {
    const openMinor = 125n + ((BigInt(index) * 7919n) % 999874n);
    totalMinor += openMinor;
    return statementRow({
      document: `INV-2026-${String(index + 1).padStart(5, "0")}`,
      reference: `Usage of campaign ${index + 1}`,
      open: printed(openMinor),
      runningTotal: printed(totalMinor),
      ...(index % 7 === 0 ? { note: "part paid" } : {}),
    });
  });
  const total = printed(totalMinor);
  return {
    ...usDollars,
    equation: [{ operator: "", label: "Balance on 18 Nov, USD", amount: total }],
    rows,
    openTotal: total,
    credits: [],
    creditsTotal: "0.00",
    balance: total,
    ageing: [
      { label: "Not yet due", amount: "0.00", share: 0 },
      { label: "1–30", amount: "0.00", share: 0 },
      { label: "31–60", amount: total, share: 1 },
      { label: "61–90", amount: "0.00", share: 0 },
      { label: "Over 90", amount: "0.00", share: 0 },
    ],
    ageingTotal: total,
  };
}

/** A settled payment of two invoices, one in part, with a credit and a rest on account. */
export function receiptPaper(changes: Partial<ReceiptPaper> = {}): ReceiptPaper {
  return {
    ...paper,
    title: "Receipt",
    lead: "For your payment of 18 November 2026",
    reference: "RCT-88341",
    facts: [
      { label: "Account", value: "104882" },
      { label: "Receipt", value: "RCT-88341" },
      { label: "Date", value: "18 November 2026" },
    ],
    labels: receiptLabelsEn,
    currency: "USD",
    total: { label: "Received, USD", amount: "50,000.00" },
    state: { word: "Settled", sentence: "The money arrived on 18 November 2026.", tone: "arrived" },
    payment: [
      { label: "Paid on", value: "18 November 2026, 14:02 EST" },
      { label: "Method", value: "Bank debit, account ending in 6789" },
      { label: "Paid by", value: "Dana Whitfield, Meridian Freight" },
      { label: "Payment", value: "PAY-2026-3318" },
    ],
    rows: [
      {
        document: "INV-2026-09261",
        reference: "Short code 24365, lease Q4",
        openBefore: "3,000.00",
        amount: "3,000.00",
        openAfter: "0.00",
        runningTotal: "3,000.00",
      },
      {
        document: "INV-2026-10188",
        reference: "Usage September 2026",
        note: "820.07 left out: price in dispute",
        openBefore: "46,820.07",
        amount: "46,000.00",
        openAfter: "820.07",
        runningTotal: "49,000.00",
      },
    ],
    rowsTotal: "49,000.00",
    credits: [{ document: "CM-2026-0532", reference: "Route outage 12 Sep", amount: "−2,350.00" }],
    onAccount: { label: "Left on your account", amount: "3,350.00" },
    checkLine: "Checked on 18 Nov 2026, 14:02 EST: paid to invoices − credits + on account = received.",
    ...changes,
  };
}

/** An invoice of usage in two groups, with tax, partly paid. */
export function invoicePaper(changes: Partial<InvoicePaper> = {}): InvoicePaper {
  return {
    ...paper,
    title: "Invoice",
    lead: "Usage September 2026",
    reference: "INV-2026-10188",
    facts: [
      { label: "Invoice", value: "INV-2026-10188" },
      { label: "Account", value: "104882" },
      { label: "Issued", value: "30 September 2026" },
      { label: "Due", value: "30 October 2026" },
      { label: "Your order", value: "PO 4500018823" },
    ],
    labels: invoiceLabelsEn,
    currency: "USD",
    decimalSeparator: ".",
    summary: [
      { label: "Net", amount: "45,000.00" },
      { label: "Tax", amount: "1,820.07" },
      { label: "Total due on 30 Oct 2026, USD", amount: "46,820.07" },
    ],
    groups: [
      {
        heading: "Messages",
        lines: [
          {
            description: "Outbound messages, United States",
            period: "Sep 2026",
            quantity: "4,810,127",
            unitPrice: "0.0079",
            amount: "38,000.00",
            runningTotal: "38,000.00",
          },
          {
            description: "Outbound messages, Germany",
            period: "Sep 2026",
            quantity: "40,000.5",
            unitPrice: "0.075",
            amount: "3,000.04",
            runningTotal: "41,000.04",
          },
        ],
        subtotal: "41,000.04",
      },
      {
        heading: "Numbers",
        lines: [
          {
            description: "Local numbers, monthly",
            period: "1 to 30 Sep 2026",
            quantity: "3,999.96",
            unitPrice: "1",
            amount: "3,999.96",
            runningTotal: "45,000.00",
          },
        ],
        subtotal: "3,999.96",
      },
    ],
    totals: [
      { label: "Net", amount: "45,000.00" },
      { label: "Communications tax", amount: "1,820.07" },
    ],
    total: { label: "Total, USD", amount: "46,820.07" },
    taxes: [
      { label: "Communications tax 4.33%", base: "42,034.00", tax: "1,820.07" },
      { label: "Not taxed", base: "2,966.00", tax: "0.00" },
    ],
    openNow: [
      { label: "Total", amount: "46,820.07" },
      { label: "Paid on 18 Nov 2026", amount: "−46,000.00" },
    ],
    openTotal: { label: "Open on 18 Nov 2026, USD", amount: "820.07" },
    checkLine: "Checked on 18 Nov 2026, 09:14 EST: lines = net; net + tax = total; total − paid = open.",
    ...changes,
  };
}
