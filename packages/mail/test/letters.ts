import type { DisputeFacts, LetterProps, PaymentFacts } from "@openitem/domain/messages/letter";
import { chargeLetters } from "./charge-letters.ts";
import { promiseLetters } from "./promise-letters.ts";

/* One letter of each kind as the domain would ask for it; tests change what they are about. */

const facts: PaymentFacts = {
  biller: "Parlance",
  legalEntity: "Parlance, Inc.",
  reader: "Dana Whitfield",
  account: { number: "100423", name: "Harrow & Pike Logistics" },
  paymentNumber: "PAY-7F3K-22QX",
  currency: "USD",
  method: "us_bank_account",
  url: "https://portal.example/payments/0192",
};

const returned = {
  ...facts,
  amount: "3000.00",
  on: "2026-10-23",
  reopened: {
    shown: [
      { number: "INV-2026-09260", amount: "1000.00", open: "4000.00", dueOn: "2026-09-30" },
      { number: "INV-2026-09261", amount: "1500.00", open: "1500.00", dueOn: "2026-10-01" },
    ],
    rest: null,
    total: "2500.00",
  },
  fromAccount: "500.00",
};

const dispute: DisputeFacts = {
  biller: "Parlance",
  legalEntity: "Parlance, Inc.",
  reader: "Dana Whitfield",
  account: { number: "100423", name: "Harrow & Pike Logistics" },
  disputeNumber: "DSP-0347",
  reason: "price",
  currency: "USD",
  amount: "6480.00",
  documents: { shown: ["INV-2026-08417"], more: 0 },
  canReply: true,
  url: "https://portal.example/disputes/0192",
  timeZone: "America/New_York",
};
const answerBy = new Date("2026-11-19T15:02:00Z");

export const letters: LetterProps = {
  "approval-requested": {
    biller: "Parlance",
    reader: "Helen Strand",
    requester: "Priya Raman",
    account: { number: "100423", name: "Harrow & Pike Logistics" },
    disputeNumber: "DSP-0347",
    outcome: "credit",
    currency: "USD",
    amount: "6480.00",
    note: "Card 7 was loaded a month late.",
    url: "https://office.example/approvals/0192",
  },
  "approval-decided": {
    biller: "Parlance",
    reader: "Priya Raman",
    decider: "Helen Strand",
    isGranted: true,
    account: { number: "100423", name: "Harrow & Pike Logistics" },
    about: "dispute",
    number: "DSP-0347",
    currency: "USD",
    amount: "6480.00",
    note: "Agreed, card 7 was late.",
    url: "https://office.example/approvals/0192",
  },
  invitation: {
    biller: "Parlance",
    reader: "Dana Whitfield",
    inviter: "Priya Raman",
    accounts: [{ number: "100423", name: "Harrow & Pike Logistics" }],
    url: "https://portal.example/invitation/0192#k=5m1Yd0zQ2mX8oJ0bq3v7w4tL9rE6sA1cU5nH8kP2fGi",
    expiresAt: new Date("2026-11-27T14:14:00Z"),
    timeZone: "America/New_York",
  },
  "payment-receipt": {
    ...facts,
    received: "51377.92",
    receivedOn: "2026-11-18",
    receiptNumber: "RCT-4M2D-9QXA",
    count: { full: 1, part: 1, kind: "invoice" },
    paid: {
      shown: [
        { number: "INV-2026-09260", amount: "46820.07", left: null },
        { number: "INV-2026-10188", amount: "5061.31", left: "1904.15" },
      ],
      rest: null,
      total: "51881.38",
    },
    credits: { shown: [{ number: "CM-2026-0561", amount: "1003.46" }], rest: null, total: "1003.46" },
    onAccount: "500.00",
    hasPdf: true,
  },
  "payment-failed": {
    ...facts,
    amount: "3000.00",
    on: "2026-11-18",
    reason: "The customer’s bank account has been closed.",
    open: {
      shown: [{ number: "INV-2026-09261", amount: "3000.00", dueOn: "2026-10-01" }],
      rest: null,
      total: "3000.00",
    },
  },
  "payment-returned": {
    ...returned,
    kind: "return",
    reason: "insufficient_funds",
    pausesAutopay: false,
  },
  "payment-refunded": { ...returned, method: "card", isWhole: false, reason: "duplicate" },
  "dispute-raised": { ...dispute, raisedBy: "Dana Whitfield", answerBy },
  "dispute-taken": { ...dispute, by: "Rafael Ochoa", answerBy },
  "dispute-question": {
    ...dispute,
    by: "Rafael Ochoa",
    words: ["Which of your two sender IDs carried this?"],
  },
  "dispute-message": {
    ...dispute,
    by: "Rafael Ochoa",
    words: ["I compare it with the logs.", "More by Tuesday."],
  },
  "dispute-decided": {
    ...dispute,
    outcome: "part_accepted",
    means: "part_credit",
    granted: "4000.00",
    grounds: "The route changed on 12 July, not on the 1st.",
    creditMemos: ["CM-0532"],
    rebills: [],
    onAccount: "250.00",
    contestUntil: new Date("2026-12-03T04:59:59.999Z"),
  },
  "dispute-contested": { ...dispute, answerBy },
  "dispute-withdrawn": dispute,
  "dispute-merged": { ...dispute, into: "DSP-0340" },
  "dispute-split": { ...dispute, from: "DSP-0340" },
  ...promiseLetters,
  ...chargeLetters,
};
