import type { ReceiptWords } from "./receipt-paper.ts";

const METHODS: Readonly<Record<string, string>> = {
  card: "Card",
  us_bank_account: "Bank debit (ACH)",
  sepa_debit: "SEPA direct debit",
  customer_balance: "Bank transfer",
  credits: "Credits",
};

const REASONS: Readonly<Record<string, string>> = {
  price: "price differs",
  quantity: "quantity differs",
  not_received: "not received",
  tax: "tax",
  credit_expected: "a credit is expected",
  installment: "installment",
  other: "other reason",
};

/** English sentences of the receipt. */
export const receiptWordsEn: ReceiptWords = {
  title: "Receipt",
  lead: (day) => `For your payment of ${day}`,
  account: "Account",
  receipt: "Receipt",
  date: "Date",
  received: (currency) => `Received, ${currency}`,
  settled: "Settled",
  arrived: (day) => `The money arrived on ${day}.`,
  creditsOnly: (day) => `Settled with credits on ${day}. No money was charged.`,
  returned: "Returned",
  chargedBack: "Charged back",
  refunded: "Refunded",
  partRefunded: "Part refunded",
  wentBack: (amount, day) =>
    `${amount} went back on ${day}. What it paid is open again as far as it was undone.`,
  paidOn: "Settled on",
  method: "Method",
  methodName: (method) => (method ? (METHODS[method] ?? method.replaceAll("_", " ")) : "Not known"),
  paidBy: "Paid by",
  payment: "Payment",
  leftOut: (amount, reason, note) =>
    `${amount} left out: ${[REASONS[reason] ?? reason, note].filter(Boolean).join(", ")}`,
  creditMemo: "Credit memo",
  onAccountUsed: "Money on account",
  debitMemo: "Debit memo",
  onAccount: "Left on your account",
  checkLine: (moment) => `Checked on ${moment}: paid to invoices − credits + on account = received.`,
  noChangedDetails:
    "We never send changed bank details by mail or letter. If someone does, call us on the number you know.",
};
