import { expect, test } from "vitest";
import { CHIP_STATES, filterHref, filterParams, type InvoiceFilter, readFilter } from "./invoice-filter.ts";

const read = (query: string) => readFilter(new URLSearchParams(query));

test("the bare address lists what is open, the oldest due date first", () => {
  expect(read("")).toEqual({
    state: "open",
    currency: null,
    bucket: null,
    search: "",
    sort: "due",
    descending: false,
  });
  expect(filterHref(read(""))).toBe("/invoices");
});

test("what an address says comes back from the filter it was read into", () => {
  const sorts: InvoiceFilter["sort"][] = ["due", "issued", "number", "open", "amount"];
  for (const state of CHIP_STATES)
    for (const sort of sorts)
      for (const descending of [true, false]) {
        const filter = { ...read(""), state, sort, descending, currency: "EUR", search: "INV-1 2" };
        expect(readFilter(filterParams(filter))).toEqual(filter);
      }
});

test("what an address says wrongly is left at the usual, and the list is shown", () => {
  expect(read("state=gone&currency=dollars&bucket=5&sort=name&order=up")).toEqual(read(""));
});

test("paid documents and credits stand with the newest first, unless another order was chosen", () => {
  expect(read("state=paid")).toMatchObject({ sort: "issued", descending: true });
  expect(filterHref(read(""), { state: "paid" })).toBe("/invoices?state=paid");
  expect(filterHref(read("sort=amount"), { state: "paid" })).toBe("/invoices?state=paid&sort=amount");
});
