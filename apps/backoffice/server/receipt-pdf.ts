import { receiptLabelsEn } from "@openitem/documents/labels-en";
import { TypesettingError, typeset } from "@openitem/documents/typeset";
import type { Context } from "@openitem/domain/kernel/context";
import { readReceipt } from "@openitem/domain/payments/read-receipt";
import { receiptPaper } from "@openitem/domain/payments/receipt-paper";
import { receiptWordsEn } from "@openitem/domain/payments/receipt-words-en";
import { formatAmount, formatDay, formatMoment } from "@openitem/ui/formats";

/** The language of the words on paper, and so of the names of its months. */
const WORDS = "en-GB";

/**
 * The receipt of a settled payment as a PDF, in the customer's own locale and time zone: what goes out with the mail.
 * Null when there is too much of it for paper.
 */
export async function receiptPdf(ctx: Context, paymentId: string): Promise<Uint8Array | null> {
  const receipt = await readReceipt(ctx, paymentId);
  const { locale, timeZone } = receipt.customer;
  const paper = receiptPaper(receipt, {
    labels: receiptLabelsEn,
    words: receiptWordsEn,
    formats: {
      language: "en",
      amount: (minor, currency) => formatAmount(minor, currency, locale),
      day: (iso) => formatDay(iso, WORDS),
      moment: (at) => formatMoment(at, WORDS, timeZone),
    },
  });
  try {
    return await typeset("receipt", paper);
  } catch (error) {
    if (error instanceof TypesettingError && error.reason === "too-long") return null;
    throw error;
  }
}
