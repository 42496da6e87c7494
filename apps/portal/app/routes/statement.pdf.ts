import { typeset } from "@openitem/documents/typeset";
import { PAPER_ROWS_MAX, rowCount } from "@openitem/domain/statements/paper-rows";
import { redirect } from "react-router";
import { viewerContext } from "../context.ts";
import { attachment } from "../csv.ts";
import { file } from "../file-answer.server.ts";
import {
  askedCurrency,
  openStatementFile,
  statementFileName,
} from "../parts/statement/open-statement.server.ts";
import { readStatementPaper } from "../parts/statement/read-statement-paper.server.ts";
import type { Route } from "./+types/statement.pdf";

/** The statement as a PDF. One that is too long is explained on its page. */
export const loader = file(async ({ url, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  const statement = await openStatementFile(viewer, url);
  if (rowCount(statement) > PAPER_ROWS_MAX) throw redirect(`/statement${url.search}`);
  const paper = await readStatementPaper(viewer, statement);
  const name = statementFileName(viewer, statement, askedCurrency(url.searchParams));
  return new Response(new Uint8Array(await typeset("statement", paper)), {
    headers: { "Content-Type": "application/pdf", "Content-Disposition": attachment(`${name}.pdf`) },
  });
});
