import { PAPER_ROWS_MAX, rowCount } from "@openitem/domain/statements/paper-rows";
import { redirect } from "react-router";
import { viewerContext } from "../context.ts";
import { file } from "../file-answer.server.ts";
import {
  askedCurrency,
  openStatementFile,
  statementFileName,
} from "../parts/statement/open-statement.server.ts";
import { readStatementPaper } from "../parts/statement/read-statement-paper.server.ts";
import { pdfResponse } from "../typeset-paper.server.ts";
import type { Route } from "./+types/statement.pdf";

/** The statement as a PDF. One of too many rows is explained on its page. Refuses `statement.too_long`. */
export const loader = file(async ({ url, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  const statement = await openStatementFile(viewer, url);
  const rows = rowCount(statement);
  if (rows > PAPER_ROWS_MAX) throw redirect(`/statement${url.search}`);
  const paper = await readStatementPaper(viewer, statement);
  const name = statementFileName(viewer, statement, askedCurrency(url.searchParams));
  return pdfResponse("statement", paper, name, {
    code: "statement.too_long",
    what: `This statement has ${rows.toLocaleString("en")} rows`,
    instead: "Take the CSV instead",
    href: `${viewer.ctx.portalUrl}/statement.csv${url.search}`,
  });
});
