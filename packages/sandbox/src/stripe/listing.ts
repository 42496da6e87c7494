import { invalid } from "./fault.ts";
import { findById } from "./lookup.ts";
import type { Params } from "./params.ts";
import type { World } from "./world.ts";

interface WireList<Item> {
  object: "list";
  data: Item[];
  has_more: boolean;
  url: string;
}

/** Reads `created=…` or `created[gte]=…` and the like into a test. */
export function rangeFilter(params: Params, key = "created"): (value: number) => boolean {
  if (!params.has(key)) return () => true;
  const range = params.holdsBranch(key) ? params.branch(key) : null;
  if (range === null) {
    const exact = params.integer(key);
    return (value) => value === exact;
  }
  const gt = range.integer("gt");
  const gte = range.integer("gte");
  const lt = range.integer("lt");
  const lte = range.integer("lte");
  return (value) =>
    (gt === null || value > gt) &&
    (gte === null || value >= gte) &&
    (lt === null || value < lt) &&
    (lte === null || value <= lte);
}

/**
 * One page, newest first, in Stripe's list form. `items` come in the order they were made.
 * Refuses a cursor that names nothing.
 */
export function listPage<Item extends { id: string }>(
  world: World,
  params: Params,
  url: string,
  items: Item[],
  matches: (item: Item) => boolean,
): WireList<Item> {
  const limit = params.integer("limit") ?? 10;
  if (limit < 1 || limit > 100) throw invalid("Limit must be between 1 and 100.", "limit");
  const after = params.string("starting_after");
  const before = params.string("ending_before");
  if (after && before)
    throw invalid("You cannot parameterize both starting_after and ending_before.", "starting_after");
  params.close();

  const newest = items.filter(matches).reverse();
  const all = after || before ? items.slice().reverse() : newest;
  const place = (cursor: string, param: string) => {
    const at = all.findIndex((item) => item.id === cursor);
    if (at < 0 || findById(world, cursor) === null)
      throw invalid(`No such object: '${cursor}'`, param, "resource_missing");
    return at;
  };
  if (before) {
    const newer = all.slice(0, place(before, "ending_before")).filter(matches);
    return page(newer.slice(Math.max(0, newer.length - limit)), newer.length > limit, url);
  }
  const older = after ? all.slice(place(after, "starting_after") + 1).filter(matches) : newest;
  return page(older.slice(0, limit), older.length > limit, url);
}

function page<Item>(data: Item[], has_more: boolean, url: string): WireList<Item> {
  return { object: "list", data, has_more, url };
}
