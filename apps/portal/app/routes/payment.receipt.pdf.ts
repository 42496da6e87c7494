import { receiptLabelsEn } from "@openitem/documents/labels-en";
import { readReceipt } from "@openitem/domain/payments/read-receipt";
import { receiptPaper } from "@openitem/domain/payments/receipt-paper";
import { receiptWordsEn } from "@openitem/domain/payments/receipt-words-en";
import { viewerContext } from "../context.ts";
import { file } from "../file-answer.server.ts";
import { paperFormats } from "../parts/statement/paper-formats.server.ts";
import { pdfResponse } from "../typeset-paper.server.ts";
import type { Route } from "./+types/payment.receipt.pdf";

/** The receipt of a payment that settled, as a PDF. Refuses `payment.receipt_too_long`. */
export const loader = file(async ({ params, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  const receipt = await readReceipt(viewer.ctx, params.paymentId);
  const paper = receiptPaper(receipt, {
    labels: receiptLabelsEn,
    words: receiptWordsEn,
    formats: paperFormats(viewer),
  });
  return pdfResponse("receipt", paper, paper.reference, {
    code: "payment.receipt_too_long",
    what: `This receipt has ${receipt.rows.length.toLocaleString("en")} documents`,
    instead: "Look at the payment's page instead",
    href: `${viewer.ctx.portalUrl}/payments/${params.paymentId}`,
  });
});
