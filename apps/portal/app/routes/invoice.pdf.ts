import { viewerContext } from "../context.ts";
import { file } from "../file-answer.server.ts";
import { readInvoicePaper } from "../invoice-paper.server.ts";
import { pdfResponse } from "../typeset-paper.server.ts";
import type { Route } from "./+types/invoice.pdf";

/** The document as a PDF, typeset when it is asked for. Refuses `item.too_long`. */
export const loader = file(async ({ params, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  const paper = await readInvoicePaper(viewer, params.itemId);
  const lines = paper.groups.reduce((count, group) => count + group.lines.length, 0);
  return pdfResponse("invoice", paper, paper.reference, {
    code: "item.too_long",
    what: `This document has ${lines.toLocaleString("en")} lines`,
    instead: "Take its lines as CSV instead",
    href: `${viewer.ctx.portalUrl}/invoices/${params.itemId}/lines.csv`,
  });
});
