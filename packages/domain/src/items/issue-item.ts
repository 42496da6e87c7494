import { newId } from "@openitem/db/ids";
import { itemLines, items } from "@openitem/db/schema/items";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Account } from "../ledger/account.ts";
import { documentLine, postingDay } from "../ledger/journal.ts";
import { post } from "../ledger/post.ts";
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

const LINES_PER_INSERT = 2_000;

/** Writes a document, its lines and its journal entry. Open in full; nobody else can see it before commit. */
export async function issueItem(tx: Tx, ctx: Context, item: NewItem): Promise<LockedItem> {
  const { closedThroughOn } = item.legalEntity;
  const row = {
    organizationId: ctx.organizationId,
    id: item.id ?? newId(),
    kind: item.kind,
    number: item.number,
    numberTail: numberTail(item.number),
    legalEntityId: item.legalEntity.id,
    customerId: item.customerId,
    currency: item.currency,
    amountMinor: item.amountMinor,
    openMinor: item.amountMinor,
    lastAppliedOn: null,
    issuedOn: item.issuedOn,
    dueOn: item.dueOn ?? null,
    postedOn: postingDay(item.issuedOn, closedThroughOn),
    heldAs: item.heldAs ?? null,
    poNumber: item.poNumber ?? null,
    reference: item.reference ?? null,
    terms: item.terms ?? null,
    note: item.note ?? null,
    importId: null,
    createdAt: ctx.now,
  };
  await tx.insert(items).values(row);
  const lines = item.lines ?? [];
  for (let start = 0; start < lines.length; start += LINES_PER_INSERT) {
    const slice = lines.slice(start, start + LINES_PER_INSERT);
    await tx.insert(itemLines).values(
      slice.map((line, index) => ({
        ...line,
        organizationId: ctx.organizationId,
        itemId: row.id,
        lineNo: start + index + 1,
      })),
    );
  }
  const locked = { ...row, closedThroughOn };
  await post(tx, ctx, [
    {
      cause: { kind: "item", id: row.id },
      valueOn: row.issuedOn,
      lines: [documentLine(locked, item.contra)],
    },
  ]);
  return locked;
}
