import { newId } from "@openitem/db/ids";
import { sql } from "drizzle-orm";
import { numberTail } from "../items/item.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { applicationLines, documentLine, postingDay } from "../ledger/journal.ts";
import type { Entry } from "../ledger/post.ts";
import { insertRows } from "./insert-rows.ts";
import { appliedOn, type Draft, receiptNumber } from "./row.ts";

export type Entity = { id: string; code: string; closedThroughOn: string | null };
/** A document that the books do not have, with where it goes. */
export type NewDocument = { draft: Draft; entity: Entity; customerId: string };

type ItemRow = {
  id: string;
  kind: Draft["kind"];
  number: string;
  legalEntityId: string;
  closedThroughOn: string | null;
  customerId: string;
  currency: string;
  amountMinor: bigint;
  openMinor: bigint;
  issuedOn: string;
  dueOn: string | null;
  heldAs: "unapplied" | "on_account" | null;
  poNumber: string | null;
  reference: string | null;
  terms: string | null;
  note: string | null;
};
type ApplicationRow = { id: string; credit: ItemRow; debit: ItemRow; amountMinor: bigint; appliedOn: string };

/**
 * Writes documents, the receipts and applications of those that were settled, and the journal of it all, each kind
 * of row in one statement. Every document books against the opening balance: the earlier system booked the rest.
 * A settled document is written with what its application leaves open, which is nothing.
 */
export async function writeDocuments(
  tx: Tx,
  ctx: Context,
  { documents, importId }: { documents: readonly NewDocument[]; importId: string },
): Promise<void> {
  const items: ItemRow[] = [];
  const applications: ApplicationRow[] = [];
  const entries: Entry[] = [];
  const issue = (item: ItemRow) => {
    items.push(item);
    entries.push({
      cause: { kind: "item", id: item.id },
      valueOn: item.issuedOn,
      lines: [documentLine(item, "opening_balance")],
    });
  };
  for (const document of documents) {
    const { draft } = document;
    const item = itemRow(document);
    issue(item);
    if (draft.settledOn === null) continue;
    const credit = receiptRow(item, draft.settledOn);
    issue(credit);
    const amountMinor = item.amountMinor;
    item.openMinor -= amountMinor;
    credit.openMinor -= amountMinor;
    const application = { id: newId(), credit, debit: item, amountMinor, appliedOn: appliedOn(draft) };
    applications.push(application);
    entries.push({
      cause: { kind: "application", id: application.id },
      valueOn: application.appliedOn,
      lines: applicationLines(credit, item, amountMinor),
    });
  }
  await insertItems(tx, ctx, items, importId);
  await insertApplications(tx, ctx, applications, importId);
  await insertTransfers(tx, ctx, entries);
}

function itemRow({ draft, entity, customerId }: NewDocument): ItemRow {
  const { kind, number, currency, amountMinor, issuedOn, dueOn, poNumber, reference, terms, note } = draft;
  return {
    id: newId(),
    kind,
    number,
    legalEntityId: entity.id,
    closedThroughOn: entity.closedThroughOn,
    customerId,
    currency,
    amountMinor,
    openMinor: amountMinor,
    issuedOn,
    dueOn,
    heldAs: kind === "receipt" ? "on_account" : null,
    poNumber,
    reference,
    terms,
    note,
  };
}

const receiptRow = (settled: ItemRow, settledOn: string): ItemRow => ({
  ...settled,
  id: newId(),
  kind: "receipt",
  number: receiptNumber(settled.number),
  issuedOn: settledOn,
  dueOn: null,
  heldAs: "unapplied",
  poNumber: null,
  reference: settled.number,
  terms: null,
  note: null,
});

const shared = (ctx: Context) => ({
  organization_id: sql`${ctx.organizationId}::uuid`,
  created_at: sql`${ctx.now.toISOString()}::timestamptz`,
});

async function insertItems(tx: Tx, ctx: Context, items: ItemRow[], importId: string): Promise<void> {
  const text = (name: string, of: (item: ItemRow) => string | null) =>
    ({ name, type: "text", values: items.map(of) }) as const;
  const day = (name: string, of: (item: ItemRow) => string | null) =>
    ({ name, type: "date", values: items.map(of) }) as const;
  await insertRows(tx, "items", { ...shared(ctx), import_id: sql`${importId}::uuid` }, [
    { name: "id", type: "uuid", values: items.map((item) => item.id) },
    text("kind", (item) => item.kind),
    text("number", (item) => item.number),
    text("number_tail", (item) => numberTail(item.number)),
    { name: "legal_entity_id", type: "uuid", values: items.map((item) => item.legalEntityId) },
    { name: "customer_id", type: "uuid", values: items.map((item) => item.customerId) },
    text("currency", (item) => item.currency),
    { name: "amount_minor", type: "bigint", values: items.map((item) => item.amountMinor) },
    { name: "open_minor", type: "bigint", values: items.map((item) => item.openMinor) },
    day("issued_on", (item) => item.issuedOn),
    day("due_on", (item) => item.dueOn),
    day("posted_on", (item) => postingDay(item.issuedOn, item.closedThroughOn)),
    text("held_as", (item) => item.heldAs),
    text("po_number", (item) => item.poNumber),
    text("reference", (item) => item.reference),
    text("terms", (item) => item.terms),
    text("note", (item) => item.note),
  ]);
}

async function insertApplications(
  tx: Tx,
  ctx: Context,
  rows: ApplicationRow[],
  importId: string,
): Promise<void> {
  const cause = { cause_kind: sql`'import'`, cause_id: sql`${importId}::uuid` };
  await insertRows(tx, "applications", { ...shared(ctx), ...cause }, [
    { name: "id", type: "uuid", values: rows.map((row) => row.id) },
    { name: "credit_id", type: "uuid", values: rows.map((row) => row.credit.id) },
    { name: "debit_id", type: "uuid", values: rows.map((row) => row.debit.id) },
    { name: "credit_customer_id", type: "uuid", values: rows.map((row) => row.credit.customerId) },
    { name: "debit_customer_id", type: "uuid", values: rows.map((row) => row.debit.customerId) },
    { name: "amount_minor", type: "bigint", values: rows.map((row) => row.amountMinor) },
    { name: "applied_on", type: "date", values: rows.map((row) => row.appliedOn) },
    {
      name: "posted_on",
      type: "date",
      values: rows.map((row) => postingDay(row.appliedOn, row.debit.closedThroughOn)),
    },
  ]);
}

/** The same rows as `post` writes, column by column. */
async function insertTransfers(tx: Tx, ctx: Context, entries: Entry[]): Promise<void> {
  const rows = entries.flatMap(({ cause, valueOn, lines }) =>
    lines.map((line, index) => ({ cause, valueOn, line, index })),
  );
  await insertRows(tx, "transfers", shared(ctx), [
    { name: "id", type: "uuid", values: rows.map(() => newId()) },
    { name: "legal_entity_id", type: "uuid", values: rows.map(({ line }) => line.place.legalEntityId) },
    { name: "customer_id", type: "uuid", values: rows.map(({ line }) => line.place.customerId) },
    { name: "currency", type: "text", values: rows.map(({ line }) => line.place.currency) },
    { name: "debit", type: "text", values: rows.map(({ line }) => line.debit) },
    { name: "credit", type: "text", values: rows.map(({ line }) => line.credit) },
    { name: "amount_minor", type: "bigint", values: rows.map(({ line }) => line.amountMinor) },
    { name: "value_on", type: "date", values: rows.map(({ valueOn }) => valueOn) },
    {
      name: "posted_on",
      type: "date",
      values: rows.map(({ valueOn, line }) => postingDay(valueOn, line.place.closedThroughOn)),
    },
    { name: "cause_kind", type: "text", values: rows.map(({ cause }) => cause.kind) },
    { name: "cause_id", type: "uuid", values: rows.map(({ cause }) => cause.id) },
    { name: "line", type: "smallint", values: rows.map(({ index }) => index) },
  ]);
}
