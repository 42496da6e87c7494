import { sql } from "drizzle-orm";
import { arrayOf } from "../items/read-balances.ts";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { listLegalEntities } from "../organizations/list-legal-entities.ts";
import type { PaperFormats } from "./paper-formats.ts";
import { entitiesOn, senderOf } from "./sender.ts";
import type { Statement } from "./statement.ts";
import { type StatementWords, statementPaper } from "./statement-paper.ts";

/** An account a statement is of. */
export type AddressedAccount = {
  id: string;
  number: string;
  name: string;
  addressLines: string[];
  country: string | null;
};

export type StatementOrder<L> = {
  /** Whose statement it is; addressed to the first of them. */
  accounts: readonly AddressedAccount[];
  /** The sender's name while the biller has no legal entity. */
  billerName: string;
  /** Words of the template, as `statementLabelsEn` of the documents package. */
  labels: L;
  words: StatementWords;
  formats: PaperFormats;
};

/** A statement that was read, as the data of its paper: sent by the legal entity its documents belong to. */
export async function readStatementPaper<L>(
  ctx: Context & { portalUrl: string },
  statement: Statement,
  { accounts, billerName, labels, words, formats }: StatementOrder<L>,
) {
  const entities = await listLegalEntities(ctx);
  const lastBilledById =
    statement.sections.length === 0
      ? await readLastBilledBy(
          ctx,
          accounts.map(({ id }) => id),
        )
      : null;
  const sender = senderOf(statement, entities, lastBilledById);
  const [first] = accounts;
  return statementPaper(statement, {
    biller: { name: sender?.name ?? billerName, addressLines: sender?.addressLines ?? [] },
    senderId: sender?.id ?? null,
    entities: entitiesOn(statement, entities),
    recipient: {
      name: first?.name ?? "",
      numbers: accounts.map(({ number }) => number),
      addressLines: first?.addressLines ?? [],
      country: first?.country ?? null,
    },
    checkedAt: ctx.now,
    portalHost: new URL(ctx.portalUrl).host,
    labels,
    words,
    formats,
  });
}

/** The legal entity of the latest document these accounts were billed, open or settled; null when they never were. */
async function readLastBilledBy(ctx: Context, customerIds: readonly string[]): Promise<string | null> {
  if (customerIds.length === 0) return null;
  return read(ctx, async (tx) => {
    const [last] = await tx.execute<{ legal_entity_id: string }>(sql`
      select i.legal_entity_id from items i
      where i.organization_id = ${ctx.organizationId} and i.customer_id = any(${arrayOf([...customerIds])}::uuid[])
        and i.kind in ('invoice', 'debit_memo')
      order by i.issued_on desc, i.id desc limit 1`);
    return last?.legal_entity_id ?? null;
  });
}
