import { typeset } from "@openitem/documents/typeset";
import { viewerContext } from "../context.ts";
import { attachment } from "../csv.ts";
import { file } from "../file-answer.server.ts";
import { readInvoicePaper } from "../invoice-paper.server.ts";
import type { Route } from "./+types/invoice.pdf";

/** The document as a PDF, typeset when it is asked for. */
export const loader = file(async ({ params, context }: Route.LoaderArgs) => {
  const paper = await readInvoicePaper(context.get(viewerContext), params.itemId);
  const pdf = await typeset("invoice", paper);
  return new Response(new Uint8Array(pdf), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Disposition": attachment(`${paper.reference}.pdf`),
    },
  });
});
