import { newId } from "@openitem/db/ids";
import { itemLines, items } from "@openitem/db/schema/items";
import { insertRow } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Account } from "../ledger/account.ts";
import { documentLine, postingDay } from "../ledger/journal.ts";
import { type Entry, post } from "../ledger/post.ts";
import { type ItemKind, numberTail } from "./item.ts";
import type { LockedItem } from "./lock-items.ts";

export type NewItem = {
  id?: string;
  kind: ItemKind;
  number: string;
  legalEntity: { id: string; closedThroughOn: string | null };
  customerId: string;
  currency: string;
  amountMinor: bigint;
  issuedOn: string;
  dueOn?: string | null;
  heldAs?: "unapplied" | "on_account";
  poNumber?: string | null;
  reference?: string | null;
  terms?: string | null;
  note?: string | null;
  /** The account on the other side: revenue, the bank, Stripe's clearing account. */
  contra: Account;
  lines?: NewItemLine[];
};

export type NewItemLine = Omit<typeof itemLines.$inferInsert, "organizationId" | "itemId" | "lineNo">;

/** A document about to be written, with what it is booked against. */
export type Issuing = { item: LockedItem; contra: Account; lines: readonly NewItemLine[] };

const LINES_PER_INSERT = 2_000;

/** Writes a document, its lines and its journal entry. Open in full; nobody else can see it before commit. */
export async function issueItem(tx: Tx, ctx: Context, wanted: NewItem): Promise<LockedItem> {
  const issuing = newItem(ctx, wanted);
  await insertItem(tx, ctx, issuing);
  await post(tx, ctx, [entryOf(issuing)]);
  return issuing.item;
}

/** The document as it will stand in the books, nothing of it used. Pure. */
export function newItem(ctx: Context, { legalEntity, contra, lines = [], ...wanted }: NewItem): Issuing {
  const { closedThroughOn } = legalEntity;
  const { amountMinor, issuedOn } = wanted;
  const item: LockedItem = {
    organizationId: ctx.organizationId,
    id: wanted.id ?? newId(),
    kind: wanted.kind,
    number: wanted.number,
    numberTail: numberTail(wanted.number),
    legalEntityId: legalEntity.id,
    customerId: wanted.customerId,
    currency: wanted.currency,
    amountMinor,
    openMinor: amountMinor,
    lastAppliedOn: null,
    issuedOn,
    dueOn: wanted.dueOn ?? null,
    postedOn: postingDay(issuedOn, closedThroughOn),
    heldAs: wanted.heldAs ?? null,
    poNumber: wanted.poNumber ?? null,
    reference: wanted.reference ?? null,
    terms: wanted.terms ?? null,
    note: wanted.note ?? null,
    importId: null,
    createdAt: ctx.now,
    closedThroughOn,
  };
  return { item, contra, lines };
}

/** Writes the row and its lines; the journal entry is for the caller. */
export async function insertItem(tx: Tx, ctx: Context, { item, lines }: Issuing): Promise<void> {
  await insertRow(tx, items, item);
  for (let start = 0; start < lines.length; start += LINES_PER_INSERT) {
    const slice = lines.slice(start, start + LINES_PER_INSERT);
    await tx.insert(itemLines).values(
      slice.map((line, index) => ({
        ...line,
        organizationId: ctx.organizationId,
        itemId: item.id,
        lineNo: start + index + 1,
      })),
    );
  }
}

/** What a document books when it is issued. */
export const entryOf = ({ item, contra }: Issuing): Entry => ({
  cause: { kind: "item", id: item.id },
  valueOn: item.issuedOn,
  lines: [documentLine(item, contra)],
});
