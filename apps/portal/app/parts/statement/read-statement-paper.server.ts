import { statementLabelsEn } from "@openitem/documents/labels-en";
import type { StatementPaper } from "@openitem/documents/statement-paper";
import { listLegalEntities } from "@openitem/domain/organizations/list-legal-entities";
import type { Statement } from "@openitem/domain/statements/statement";
import { statementPaper } from "@openitem/domain/statements/statement-paper";
import { statementWordsEn } from "@openitem/domain/statements/statement-words-en";
import type { Viewer } from "../../context.ts";
import { paperFormats } from "./paper-formats.server.ts";

/** A statement on paper for the account it is of; for several, addressed to the first of them. */
export async function readStatementPaper(viewer: Viewer, statement: Statement): Promise<StatementPaper> {
  const { ctx, account, accounts, biller } = viewer;
  const of = account ? [account] : accounts;
  const [first] = of;
  const entities = await listLegalEntities(ctx);
  // The sender is the company of the account's own country where there is one.
  const entity = entities.find(({ country }) => country === first?.country) ?? entities[0];
  return statementPaper(statement, {
    biller: { name: entity?.name ?? biller, addressLines: entity?.addressLines ?? [] },
    recipient: {
      name: first?.name ?? "",
      numbers: of.map(({ number }) => number),
      addressLines: first?.addressLines ?? [],
      country: first?.country ?? null,
    },
    checkedAt: ctx.now,
    portalHost: new URL(ctx.portalUrl).host,
    labels: statementLabelsEn,
    words: statementWordsEn,
    formats: paperFormats(viewer),
  });
}
