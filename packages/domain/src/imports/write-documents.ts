import { newId } from "@openitem/db/ids";
import { numberTail } from "../items/item.ts";
import type { Context } from "../kernel/context.ts";
import { insertRows, writtenBy } from "../kernel/insert-rows.ts";
import type { Tx } from "../kernel/transact.ts";
import { applyCredits, type Pairing } from "../ledger/apply.ts";
import { documentLine, postingDay } from "../ledger/journal.ts";
import { post } from "../ledger/post.ts";
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
  lastAppliedOn: string | null;
  issuedOn: string;
  dueOn: string | null;
  heldAs: "unapplied" | "on_account" | null;
  poNumber: string | null;
  reference: string | null;
  terms: string | null;
  note: string | null;
};

/**
 * Writes documents, the receipts of those that were settled, and the journal of it all, each kind of row in one
 * statement; then applies the receipts. Every document books against the opening balance: the earlier system booked
 * the rest.
 */
export async function writeDocuments(
  tx: Tx,
  ctx: Context,
  { documents, importId }: { documents: readonly NewDocument[]; importId: string },
): Promise<void> {
  const items: ItemRow[] = [];
  const pairings: (Pairing & { appliedOn: string })[] = [];
  for (const document of documents) {
    const { draft } = document;
    const debit = itemRow(document);
    items.push(debit);
    if (draft.settledOn === null) continue;
    const credit = receiptRow(debit, draft.settledOn);
    items.push(credit);
    pairings.push({ credit, debit, amountMinor: debit.amountMinor, appliedOn: appliedOn(draft) });
  }
  await insertItems(tx, ctx, items, importId);
  await post(
    tx,
    ctx,
    items.map((item) => ({
      cause: { kind: "item", id: item.id },
      valueOn: item.issuedOn,
      lines: [documentLine(item, "opening_balance")],
    })),
  );
  await applyCredits(tx, ctx, { pairings, cause: { kind: "import", id: importId } });
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
    lastAppliedOn: null,
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

async function insertItems(tx: Tx, ctx: Context, items: ItemRow[], importId: string): Promise<void> {
  const text = (name: string, of: (item: ItemRow) => string | null) =>
    ({ name, type: "text", values: items.map(of) }) as const;
  const day = (name: string, of: (item: ItemRow) => string | null) =>
    ({ name, type: "date", values: items.map(of) }) as const;
  await insertRows(tx, "items", { ...writtenBy(ctx), import_id: { type: "uuid", value: importId } }, [
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
