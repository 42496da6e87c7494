import { isDebit } from "@openitem/domain/items/item";
import { type ItemRow, type ItemTotals, listItemsIn, totalItemsIn } from "@openitem/domain/items/list-items";
import { dayIn } from "@openitem/domain/kernel/business-day";
import { least } from "@openitem/domain/kernel/money";
import { read, type Tx } from "@openitem/domain/kernel/transact";
import { may } from "@openitem/domain/policies/permissions";
import type { Viewer } from "./context.ts";
import { asListInput, CHIP_STATES, type InvoiceFilter, PAGE_ROWS } from "./invoice-filter.ts";
import { readDeclaredIn } from "./parts/remittance/declared.server.ts";

type Shown =
  | "id"
  | "kind"
  | "number"
  | "currency"
  | "amountMinor"
  | "openMinor"
  | "issuedOn"
  | "dueOn"
  | "daysLate";

/** A row of the list: what it shows, and what the reader may do with it. What most rows have not is left out. */
export type InvoiceRow = Pick<ItemRow, Shown> & {
  /** whose it is, where several accounts are shown */
  customerName?: string;
  poNumber?: string;
  heldAs?: NonNullable<ItemRow["heldAs"]>;
  inFlightMinor?: bigint;
  /** What of the open amount is in question, and what of the rest is promised for the next day named. */
  disputedMinor?: bigint;
  promised?: { minor: bigint; nextOn: string };
  payer?: { name: string; sinceOn: string };
  /** He says that it is paid; nobody is reminded of it until the day. */
  declaredUntilOn?: string;
  /** Owed by the customer, rather than to him. */
  isDebit: boolean;
  /** Minor units that go into a payment: open, neither in flight nor disputed; 0 where he may not pay. */
  payableMinor: bigint;
};

export type InvoicePage = { rows: InvoiceRow[]; next: string | null; previous: string | null };

/** Exact counts per filter, and the sums of the chosen one per currency, over all pages. */
export type InvoiceTotals = { sums: ItemTotals; counts: number[] };

/**
 * One page of rows, and the totals of all of them, of the same moment. The page costs the same however many there are
 * and comes first; what the totals cost grows with the account.
 */
export function readInvoices(
  viewer: Viewer,
  filter: InvoiceFilter,
  cursor: string | null,
): { page: Promise<InvoicePage>; totals: Promise<InvoiceTotals> } {
  const { ctx, customerIds } = viewer;
  if (customerIds.length === 0)
    return {
      page: Promise.resolve({ rows: [], next: null, previous: null }),
      totals: Promise.resolve({ sums: [], counts: CHIP_STATES.map(() => 0) }),
    };
  const asked = asListInput(filter, customerIds);
  const { promise: page, resolve, reject } = Promise.withResolvers<InvoicePage>();
  const totals = read(ctx, async (tx) => {
    const listed = listItemsIn(tx, ctx, { ...asked, cursor, limit: PAGE_ROWS });
    const shown = listed.then((found) => withDeclared(tx, viewer, found));
    resolve(shown);
    // After the rows, which must not wait behind them. Without the rows there is no page to count for.
    const isListed = await shown.then(
      () => true,
      () => false,
    );
    if (!isListed) return { sums: [], counts: [] };
    const { totals: sums, counts } = await totalItemsIn(tx, ctx, asked, CHIP_STATES);
    return { sums, counts };
  });
  totals.catch(reject);
  return { page, totals };
}

async function withDeclared(
  tx: Tx,
  viewer: Viewer,
  { rows, ...place }: Awaited<ReturnType<typeof listItemsIn>>,
): Promise<InvoicePage> {
  const debits = rows.filter((row) => isDebit(row.kind) && row.openMinor > 0n);
  const declared = await readDeclaredIn(
    tx,
    viewer,
    debits.map(({ id }) => id),
  );
  return {
    ...place,
    rows: rows.map((row) => {
      const [pause] = declared.get(row.id) ?? [];
      return { ...asInvoiceRow(viewer, row), ...(pause && { declaredUntilOn: pause.pausedUntilOn }) };
    }),
  };
}

function asInvoiceRow({ ctx, timeZone, account }: Viewer, row: ItemRow): InvoiceRow {
  const { id, kind, number, currency, amountMinor, openMinor, inFlightMinor, heldAs } = row;
  const { issuedOn, dueOn, daysLate, poNumber, payer, disputedMinor, promise } = row;
  const freeMinor = openMinor - inFlightMinor - disputedMinor;
  const promisedMinor = least(row.promisedMinor, freeMinor);
  const mayPay = may(ctx.actor, "payment.start", row.customerId);
  return {
    id,
    kind,
    number,
    currency,
    amountMinor,
    openMinor,
    issuedOn,
    dueOn,
    daysLate,
    ...(!account && { customerName: row.customerName }),
    ...(poNumber && { poNumber }),
    ...(heldAs && { heldAs }),
    ...(inFlightMinor > 0n && { inFlightMinor }),
    ...(disputedMinor > 0n && { disputedMinor }),
    ...(promise && promisedMinor > 0n && { promised: { minor: promisedMinor, nextOn: promise.nextOn } }),
    ...(payer && { payer: { name: payer.name, sinceOn: dayIn(payer.since, timeZone) } }),
    isDebit: isDebit(kind),
    payableMinor: mayPay && freeMinor > 0n && kind !== "refund" ? freeMinor : 0n,
  };
}
