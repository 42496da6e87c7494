import { isDebit } from "@openitem/domain/items/item";
import { type ItemRow, type ItemTotals, listItems, totalEach } from "@openitem/domain/items/list-items";
import { dayIn } from "@openitem/domain/kernel/business-day";
import { may } from "@openitem/domain/policies/permissions";
import type { Viewer } from "./context.ts";
import { asListInput, CHIP_STATES, type InvoiceFilter, PAGE_ROWS } from "./invoice-filter.ts";

/** A row of the list, with what the reader may do with it. */
export type InvoiceRow = Omit<ItemRow, "payer"> & {
  /** Owed by the customer, rather than to him. */
  isDebit: boolean;
  /** Minor units that may go into a payment now: what is open and not in flight; 0 where he may not pay. */
  payableMinor: bigint;
  payer: { name: string; sinceOn: string; paymentId: string } | null;
};

/** One page of rows. Costs the same however many there are; the sums come from `readTotals`. */
export async function readInvoices(viewer: Viewer, filter: InvoiceFilter, cursor: string | null) {
  const { ctx, customerIds } = viewer;
  if (customerIds.length === 0) return { rows: [], next: null, previous: null };
  const found = await listItems(ctx, { ...asListInput(filter, customerIds), cursor, limit: PAGE_ROWS });
  return { ...found, rows: found.rows.map((row) => asInvoiceRow(viewer, row)) };
}

function asInvoiceRow({ ctx, timeZone }: Viewer, { payer, ...row }: ItemRow): InvoiceRow {
  const freeMinor = row.openMinor - row.inFlightMinor;
  const mayPay = may(ctx.actor, "payment.start", row.customerId);
  return {
    ...row,
    isDebit: isDebit(row.kind),
    payableMinor: mayPay && freeMinor > 0n && row.kind !== "refund" ? freeMinor : 0n,
    payer: payer && {
      name: payer.name,
      sinceOn: dayIn(payer.since, timeZone),
      paymentId: payer.paymentId,
    },
  };
}

/** Exact counts per filter, and the sums of the chosen one per currency, over all pages. */
export async function readTotals({ ctx, customerIds }: Viewer, filter: InvoiceFilter) {
  if (customerIds.length === 0)
    return { sums: [], counts: CHIP_STATES.map((state) => ({ state, count: 0 })) };
  const count = (totals: ItemTotals) => totals.reduce((all, each) => all + each.count, 0);
  const [sums = [], ...byState] = await totalEach(ctx, [
    asListInput(filter, customerIds),
    ...CHIP_STATES.map((state) => asListInput({ ...filter, state, bucket: null }, customerIds)),
  ]);
  return {
    sums,
    counts: CHIP_STATES.map((state, index) => ({ state, count: count(byState[index] ?? []) })),
  };
}

export type InvoiceTotals = Awaited<ReturnType<typeof readTotals>>;
