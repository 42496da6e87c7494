import { statementLabelsEn } from "@openitem/documents/labels-en";
import type { StatementPaper } from "@openitem/documents/statement-paper";
import { readStatementPaper as readPaper } from "@openitem/domain/statements/read-statement-paper";
import type { Statement } from "@openitem/domain/statements/statement";
import { statementWordsEn } from "@openitem/domain/statements/statement-words-en";
import type { Viewer } from "../../context.ts";
import { paperFormats } from "./paper-formats.server.ts";

/** A statement on paper for the account it is of; for several, addressed to the first of them. */
export async function readStatementPaper(viewer: Viewer, statement: Statement): Promise<StatementPaper> {
  const { ctx, account, accounts, biller } = viewer;
  return readPaper(ctx, statement, {
    accounts: account ? [account] : accounts,
    billerName: biller,
    labels: statementLabelsEn,
    words: statementWordsEn,
    formats: paperFormats(viewer),
  });
}
