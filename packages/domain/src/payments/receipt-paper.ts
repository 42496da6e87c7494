import { dayIn } from "../kernel/business-day.ts";
import { sum } from "../kernel/money.ts";
import { type PaperFormats, pageSizeIn } from "../statements/paper-formats.ts";
import type { Receipt } from "./read-receipt.ts";

/** The sentences of a receipt, one object per language. Amounts and days come in as finished text. */
export type ReceiptWords = {
  title: string;
  lead: (day: string) => string;
  account: string;
  receipt: string;
  date: string;
  received: (currency: string) => string;
  settled: string;
  arrived: (day: string) => string;
  creditsOnly: (day: string) => string;
  returned: string;
  chargedBack: string;
  refunded: string;
  partRefunded: string;
  wentBack: (amount: string, day: string) => string;
  paidOn: string;
  method: string;
  methodName: (method: string | null) => string;
  paidBy: string;
  payment: string;
  leftOut: (amount: string, reason: string, note: string | null) => string;
  creditMemo: string;
  debitMemo: string;
  onAccountUsed: string;
  onAccount: string;
  checkLine: (moment: string) => string;
  noChangedDetails: string;
};

type Dress<L> = {
  /** Words of the template, as `receiptLabelsEn` of the documents package. */
  labels: L;
  words: ReceiptWords;
  formats: PaperFormats;
};

/** A receipt as the data of its paper, template "receipt": the same payment always gives the same sheet. */
export function receiptPaper<L>(receipt: Receipt, { labels, words, formats }: Dress<L>) {
  const { payment, customer, legalEntity, settledAt, rows, credits, receivedMinor, onAccountMinor } = receipt;
  const { currency } = payment;
  const written = (minor: bigint) => formats.amount(minor, currency);
  const settledDay = formats.day(dayIn(settledAt, legalEntity.timeZone));
  const number = receipt.receipt?.number ?? payment.number;
  let runningMinor = 0n;
  return {
    page: pageSizeIn(customer.country),
    language: formats.language,
    title: words.title,
    lead: words.lead(settledDay),
    biller: { name: legalEntity.name, addressLines: legalEntity.addressLines, contactLines: [] },
    recipient: { name: customer.name, addressLines: customer.addressLines },
    facts: [
      { label: words.account, value: customer.number },
      { label: words.receipt, value: number },
      { label: words.date, value: settledDay },
    ],
    notes: [words.noChangedDetails],
    generatedAt: settledAt.toISOString(),
    reference: number,
    labels,
    currency,
    total: { label: words.received(currency), amount: written(receivedMinor) },
    state: stateOf(receipt, words, formats, settledDay),
    payment: [
      { label: words.paidOn, value: formats.moment(settledAt) },
      { label: words.method, value: words.methodName(payment.method) },
      { label: words.paidBy, value: payment.startedByName },
      { label: words.payment, value: payment.number },
    ],
    rows: rows.map((row) => {
      runningMinor += row.paidMinor;
      const note =
        row.openAfterMinor > 0n && row.shortReason
          ? words.leftOut(written(row.openAfterMinor), row.shortReason, row.shortNote)
          : null;
      return {
        document: row.number,
        reference: row.reference ?? (row.kind === "debit_memo" ? words.debitMemo : ""),
        openBefore: written(row.openBeforeMinor),
        amount: written(row.paidMinor),
        openAfter: written(row.openAfterMinor),
        runningTotal: written(runningMinor),
        ...(note && { note }),
      };
    }),
    rowsTotal: written(sum(rows.map((row) => row.paidMinor))),
    credits: credits.map((credit) => ({
      document: credit.number,
      reference: credit.reference ?? (credit.kind === "receipt" ? words.onAccountUsed : words.creditMemo),
      amount: written(-credit.usedMinor),
    })),
    ...(onAccountMinor > 0n && {
      onAccount: { label: words.onAccount, amount: written(onAccountMinor) },
    }),
    checkLine: words.checkLine(formats.moment(settledAt)),
  };
}

/** What stands large on the sheet: the money arrived, or that it went back and when. */
function stateOf(receipt: Receipt, words: ReceiptWords, formats: PaperFormats, settledDay: string) {
  const { payment, legalEntity, reversals, receivedMinor } = receipt;
  const booked = reversals.filter((reversal) => reversal.state === "booked");
  const last = booked.at(-1);
  if (!last)
    return {
      word: words.settled,
      sentence: receivedMinor > 0n ? words.arrived(settledDay) : words.creditsOnly(settledDay),
      tone: "arrived" as const,
    };
  const backMinor = sum(booked.map((reversal) => reversal.amountMinor));
  const word =
    last.kind === "return"
      ? words.returned
      : last.kind === "chargeback"
        ? words.chargedBack
        : backMinor < receivedMinor
          ? words.partRefunded
          : words.refunded;
  const day = formats.day(dayIn(last.bookedAt, legalEntity.timeZone));
  return {
    word,
    sentence: words.wentBack(formats.amount(backMinor, payment.currency), day),
    tone: "gone" as const,
  };
}
