import { customers } from "@openitem/db/schema/customers";
import { items } from "@openitem/db/schema/items";
import { and, asc, eq, getTableColumns, gt, inArray, type SQL } from "drizzle-orm";
import { z } from "zod";
import { findItems } from "../items/find-items.ts";
import type { Context } from "../kernel/context.ts";
import { searchText } from "../kernel/search-text.ts";
import { read } from "../kernel/transact.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { permit } from "../policies/permissions.ts";
import { discountOf } from "./terms.ts";

const PAYABLE = ["invoice", "debit_memo"] as const;

export const readDocumentsInput = z.object({
  itemIds: z.array(z.uuid()).max(2_000),
});

export const findDocumentsInput = z.object({
  currency: z.string().length(3),
  /** The beginning of a number or of a purchase order, whoever's. */
  search: searchText(60).nullish(),
  /** All that is open of this customer, what is due first. */
  customerId: z.uuid().nullish(),
  limit: z.number().int().min(1).max(500).default(20),
});

/** A document that money may pay, as far as a person goes by it. Amounts in minor units of its currency. */
export type PayableDocument = {
  itemId: string;
  number: string;
  customerId: string;
  customerNumber: string;
  customerName: string;
  currency: string;
  amountMinor: bigint;
  openMinor: bigint;
  /** What is open and no payment under way has reserved. */
  freeMinor: bigint;
  issuedOn: string;
  dueOn: string | null;
  poNumber: string | null;
  /** What its terms let the payer take off until a day. */
  discount: { untilOn: string; amountMinor: bigint } | null;
};

/** Documents by their ids, as they stand now. Those that are not there are left out. */
export async function readDocuments(
  ctx: Context,
  raw: z.input<typeof readDocumentsInput>,
): Promise<PayableDocument[]> {
  const { itemIds } = readDocumentsInput.parse(raw);
  permit(ctx.actor, "work.read");
  return itemIds.length === 0 ? [] : documentsWhere(ctx, inArray(items.id, itemIds), itemIds.length);
}

/** Open documents in a currency, of a customer or by what was written of them, what is due first. */
export async function findDocuments(
  ctx: Context,
  raw: z.input<typeof findDocumentsInput>,
): Promise<PayableDocument[]> {
  const { currency, search, customerId, limit } = findDocumentsInput.parse(raw);
  permit(ctx.actor, "work.read");
  const open = and(eq(items.currency, currency), gt(items.openMinor, 0n));
  if (customerId && !search) return documentsWhere(ctx, and(open, eq(items.customerId, customerId)), limit);
  if (!search) return [];
  const hits = await findItems(ctx, { search, limit: 50 });
  const ids = hits.map(({ id }) => id);
  return ids.length === 0 ? [] : documentsWhere(ctx, and(open, inArray(items.id, ids)), limit);
}

async function documentsWhere(
  ctx: Context,
  condition: SQL | undefined,
  limit: number,
): Promise<PayableDocument[]> {
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({
        ...getTableColumns(items),
        customerNumber: customers.number,
        customerName: customers.name,
      })
      .from(items)
      .innerJoin(
        customers,
        and(eq(customers.organizationId, items.organizationId), eq(customers.id, items.customerId)),
      )
      .where(and(eq(items.organizationId, ctx.organizationId), inArray(items.kind, PAYABLE), condition))
      .orderBy(asc(items.dueOn), asc(items.number), asc(items.id))
      .limit(limit);
    const inFlight = await readInFlight(
      tx,
      ctx,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => {
      const freeMinor = row.openMinor - (inFlight.get(row.id) ?? 0n);
      return {
        itemId: row.id,
        number: row.number,
        customerId: row.customerId,
        customerNumber: row.customerNumber,
        customerName: row.customerName,
        currency: row.currency,
        amountMinor: row.amountMinor,
        openMinor: row.openMinor,
        freeMinor: freeMinor > 0n ? freeMinor : 0n,
        issuedOn: row.issuedOn,
        dueOn: row.dueOn,
        poNumber: row.poNumber,
        discount: discountOf(row.terms, row.issuedOn, row.amountMinor),
      };
    });
  });
}
