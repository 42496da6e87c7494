import { receiptLabelsEn } from "@openitem/documents/labels-en";
import { typeset } from "@openitem/documents/typeset";
import { readReceipt } from "@openitem/domain/payments/read-receipt";
import { receiptPaper } from "@openitem/domain/payments/receipt-paper";
import { receiptWordsEn } from "@openitem/domain/payments/receipt-words-en";
import { viewerContext } from "../context.ts";
import { attachment } from "../csv.ts";
import { file } from "../file-answer.server.ts";
import { paperFormats } from "../parts/statement/paper-formats.server.ts";
import type { Route } from "./+types/payment.receipt.pdf";

/** The receipt of a payment that settled, as a PDF. */
export const loader = file(async ({ params, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  const receipt = await readReceipt(viewer.ctx, params.paymentId);
  const paper = receiptPaper(receipt, {
    labels: receiptLabelsEn,
    words: receiptWordsEn,
    formats: paperFormats(viewer),
  });
  return new Response(new Uint8Array(await typeset("receipt", paper)), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Disposition": attachment(`${paper.reference}.pdf`),
    },
  });
});
