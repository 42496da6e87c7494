import { statementCsv } from "@openitem/domain/statements/statement-csv";
import { viewerContext } from "../context.ts";
import { attachment } from "../csv.ts";
import { file } from "../file-answer.server.ts";
import {
  askedCurrency,
  openStatementFile,
  statementFileName,
} from "../parts/statement/open-statement.server.ts";
import type { Route } from "./+types/statement.csv";

/** The statement as CSV, every row of it. */
export const loader = file(async ({ url, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  const statement = await openStatementFile(viewer, url);
  const name = statementFileName(viewer, statement, askedCurrency(url.searchParams));
  return new Response(statementCsv(statement), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": attachment(`${name}.csv`),
    },
  });
});
