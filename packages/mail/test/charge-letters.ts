import type { ChargeFacts, ChargeLetterProps } from "@openitem/domain/messages/charge-letters";

/* One letter of each kind about charges and what they are made from, as the domain would ask for it. */

const account = {
  biller: "Parlance",
  reader: "Dana Whitfield",
  account: { number: "100423", name: "Harrow & Pike Logistics" },
  url: "https://portal.example/charges/0192",
};

const charge: ChargeFacts = {
  ...account,
  currency: "USD",
  cause: "autopay",
  method: "Chase 6789",
  on: "2026-11-21",
  amount: "2500.00",
  documents: {
    shown: [
      { number: "INV-2026-09260", amount: "1000.00" },
      { number: "INV-2026-09261", amount: "1500.00" },
    ],
    rest: null,
    total: "2500.00",
  },
};

const leftOut = [
  { number: "INV-2026-09262", amount: "480.00", reason: "disputed" as const },
  { number: "INV-2026-09263", amount: "75.50", reason: "covered_by_credit" as const },
];

const { documents, amount, ...held } = charge;

const prepared = {
  ...account,
  preparedNumber: "PPR-0012",
  currency: "USD",
  amount,
  documents,
};

export const chargeLetters: ChargeLetterProps = {
  "charge-announced": { ...charge, leftOut },
  "charge-held": { ...held, leftOut },
  "charge-failed": {
    ...charge,
    reason: "The customer's account has insufficient funds to cover this payment.",
    retryOn: "2026-11-24",
  },
  "method-added": { ...account, method: "Chase 6789", addedBy: "Dana Whitfield" },
  "method-revoked": {
    ...account,
    method: "Chase 6789",
    byBank: false,
    pausedAutopays: 1,
    heldCharges: 2,
  },
  "payment-to-release": { ...prepared, preparer: "Dana Whitfield", note: "The August invoices." },
  "payment-released": { ...prepared, decider: "Noor Aziz" },
  "payment-declined": { ...prepared, decider: "Noor Aziz", note: "Wait for the credit memo." },
};
