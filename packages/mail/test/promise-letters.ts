import type { PromiseFacts, PromiseLetterProps } from "@openitem/domain/messages/promise-letters";

/* One letter of each kind about a promise, as the domain would ask for it. */

const facts: PromiseFacts = {
  biller: "Parlance",
  reader: "Dana Whitfield",
  account: { number: "104882", name: "Meridian Freight & Customs Brokerage Group, Inc." },
  promiseNumber: "PRM-0012",
  currency: "USD",
  dates: [
    { on: "2026-12-04", amount: "20000.00" },
    { on: "2026-12-18", amount: "20000.00" },
    { on: "2027-01-15", amount: "10460.07" },
  ],
  total: "50460.07",
  documents: { shown: ["INV-2026-09261", "INV-2026-10188"], count: 3 },
  url: "https://portal.example/promises/0192",
};

export const promiseLetters: PromiseLetterProps = {
  "promise-stands": {
    ...facts,
    acceptedBy: { side: "biller", name: "Priya Raman", note: "Agreed by telephone." },
    graceDays: 2,
    debitedFrom: null,
  },
  "promise-requested": { ...facts, answerer: "Priya Raman", answerBy: "2026-11-20" },
  "promise-proposed": {
    ...facts,
    proposer: "Priya Raman",
    note: "In three parts, as you said.",
    isCounter: true,
    answerBy: "2026-11-20",
  },
  "promise-declined": { ...facts, decliner: "Priya Raman", note: "The last day is too late for us." },
  "promise-reminder": { ...facts, on: "2026-12-04", amount: "20000.00", graceDays: 2 },
  "promise-broken": { ...facts, on: "2026-12-04", missing: "15000.00", isKeptInPart: true },
};
