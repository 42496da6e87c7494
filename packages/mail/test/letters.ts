import type { LetterProps, PaymentFacts } from "@openitem/domain/messages/letter";

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

export const letters: LetterProps = {
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
  "payment-returned": { ...returned, kind: "return", reason: "insufficient_funds" },
  "payment-refunded": { ...returned, method: "card", isWhole: false, reason: "duplicate" },
};
