import type { ItemState } from "@openitem/domain/items/item-state";
import type { ItemSort, ListItemsInput } from "@openitem/domain/items/list-items";
import type { Bucket } from "@openitem/domain/statements/ageing";

/* What the invoice list shows, as its address says it: read leniently, written with what differs from the usual. */

/** The states with a filter of their own on the page, in their order. */
export const CHIP_STATES = [
  "open",
  "overdue",
  "not_due",
  "in_flight",
  "disputed",
  "promised",
  "part_paid",
  "credits",
  "paid",
  "all",
] as const satisfies readonly ItemState[];

const STATES: readonly ItemState[] = [...CHIP_STATES, "due_soon", "ready"];
const BUCKETS: readonly Bucket[] = ["current", "1-30", "31-60", "61-90", "90+"];
const SORTS: readonly ItemSort[] = ["due", "issued", "number", "open", "amount"];

const CURSOR_MAX = 300;

/** Rows of one page of the list. */
export const PAGE_ROWS = 50;

export type InvoiceFilter = {
  state: ItemState;
  /** ISO 4217; null shows all */
  currency: string | null;
  bucket: Bucket | null;
  search: string;
  sort: ItemSort;
  descending: boolean;
};

type Order = Pick<InvoiceFilter, "sort" | "descending">;

/** What is owed is listed by its due date, what is done with and what is due to him by its newest. */
function usualOrder(state: ItemState): Order {
  const isOwed = !["credits", "paid", "all"].includes(state);
  return isOwed ? { sort: "due", descending: false } : { sort: "issued", descending: true };
}

const isUsual = ({ state, sort, descending }: InvoiceFilter): boolean => {
  const usual = usualOrder(state);
  return sort === usual.sort && descending === usual.descending;
};

/** The filter of an address. What it does not know is left at the usual, so that an old link still shows a list. */
export function readFilter(params: URLSearchParams): InvoiceFilter {
  const one = <T extends string>(name: string, known: readonly T[]) =>
    known.find((each) => each === params.get(name));
  const currency = params.get("currency") ?? "";
  const state = one("state", STATES) ?? "open";
  const sort = one("sort", SORTS);
  return {
    state,
    currency: /^[A-Z]{3}$/.test(currency) ? currency : null,
    bucket: one("bucket", BUCKETS) ?? null,
    search: (params.get("q") ?? "").trim().slice(0, 60),
    ...(sort ? { sort, descending: params.get("order") === "desc" } : usualOrder(state)),
  };
}

/** The place in the list, cut to the longest there is: what was longer is no place, and refused as one. */
export const readCursor = (params: URLSearchParams): string | null =>
  params.get("cursor")?.slice(0, CURSOR_MAX) ?? null;

/** The address's parameters for a filter, the account left to the link. */
export function filterParams(filter: InvoiceFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.state !== "open") params.set("state", filter.state);
  if (filter.currency) params.set("currency", filter.currency);
  if (filter.bucket) params.set("bucket", filter.bucket);
  if (filter.search) params.set("q", filter.search);
  if (!isUsual(filter)) {
    params.set("sort", filter.sort);
    if (filter.descending) params.set("order", "desc");
  }
  return params;
}

/** The first page of the list with some of the filter changed. An order of his own goes along to another state. */
export function filterHref(filter: InvoiceFilter, changes: Partial<InvoiceFilter> = {}): string {
  const order = changes.state && isUsual(filter) ? usualOrder(changes.state) : {};
  const params = filterParams({ ...filter, ...order, ...changes }).toString();
  return params ? `/invoices?${params}` : "/invoices";
}

/** The same filter as the domain asks for it. */
export const asListInput = (filter: InvoiceFilter, customerIds: string[]): ListItemsInput => ({
  customerIds,
  state: filter.state,
  currency: filter.currency,
  bucket: filter.bucket,
  search: filter.search || null,
  sort: filter.sort,
  descending: filter.descending,
});
