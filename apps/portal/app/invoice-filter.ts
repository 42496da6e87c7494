import type { ItemSort, ItemState, ListItemsInput } from "@openitem/domain/items/list-items";
import type { Bucket } from "@openitem/domain/statements/ageing";

/* What the invoice list shows, as its address says it: read leniently, written with what differs from the usual. */

/** The states with a filter of their own on the page, in their order. */
export const CHIP_STATES = [
  "open",
  "overdue",
  "not_due",
  "in_flight",
  "part_paid",
  "credits",
  "paid",
  "all",
] as const satisfies readonly ItemState[];

const STATES: readonly ItemState[] = [...CHIP_STATES, "due_soon"];
const BUCKETS: readonly Bucket[] = ["current", "1-30", "31-60", "61-90", "90+"];
const SORTS: readonly ItemSort[] = ["due", "issued", "number", "open", "amount"];

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

const USUAL: InvoiceFilter = {
  state: "open",
  currency: null,
  bucket: null,
  search: "",
  sort: "due",
  descending: false,
};

/** The filter of an address. What it does not know is left at the usual, so that an old link still shows a list. */
export function readFilter(params: URLSearchParams): InvoiceFilter {
  const one = <T extends string>(name: string, known: readonly T[]) =>
    known.find((each) => each === params.get(name));
  const currency = params.get("currency") ?? "";
  return {
    state: one("state", STATES) ?? USUAL.state,
    currency: /^[A-Z]{3}$/.test(currency) ? currency : null,
    bucket: one("bucket", BUCKETS) ?? null,
    search: (params.get("q") ?? "").trim().slice(0, 60),
    sort: one("sort", SORTS) ?? USUAL.sort,
    descending: params.get("order") === "desc",
  };
}

/** The address's parameters for a filter, the account left to the link. */
export function filterParams(filter: InvoiceFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.state !== USUAL.state) params.set("state", filter.state);
  if (filter.currency) params.set("currency", filter.currency);
  if (filter.bucket) params.set("bucket", filter.bucket);
  if (filter.search) params.set("q", filter.search);
  if (filter.sort !== USUAL.sort) params.set("sort", filter.sort);
  if (filter.descending) params.set("order", "desc");
  return params;
}

/** The first page of the list with some of the filter changed. */
export const filterHref = (filter: InvoiceFilter, changes: Partial<InvoiceFilter> = {}): string => {
  const params = filterParams({ ...filter, ...changes }).toString();
  return params ? `/invoices?${params}` : "/invoices";
};

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
