import type { StatementWords } from "./statement-paper.ts";

/** English sentences of the statement. */
export const statementWordsEn: StatementWords = {
  title: "Statement of account",
  lead: (day) => `All documents open on ${day}`,
  account: "Account",
  accounts: (count) => `${count} accounts`,
  alsoOnBehalfOf: "Also on behalf of",
  date: "As of",
  currency: "Currency",
  currencies: "Currencies",
  openDocuments: (count) => (count === 1 ? "1 open document" : `${count} open documents`),
  credits: "Credits and money on account",
  balance: (currency) => `Balance, ${currency}`,
  kinds: {
    debit_memo: "Debit memo",
    refund: "Refund",
    credit_memo: "Credit memo",
    receipt: "Payment, not yet used",
  },
  partPaid: "part paid",
  buckets: {
    current: "Not yet due",
    "1-30": "1–30",
    "31-60": "31–60",
    "61-90": "61–90",
    "90+": "Over 90",
  },
  overdue: (currency) => `Overdue, ${currency}`,
  payAt: (host) => `Pay at ${host} after you sign in. Payments under way are not taken off here.`,
  checkLine: (moment) =>
    `Checked on ${moment}: open documents − credits = balance; ageing = balance; our books = balance.`,
  noChangedDetails:
    "We never send changed bank details by mail or letter. If someone does, call us on the number you know.",
};
