/*
 * The rows of the list a record was opened from, so that its neighbours are one key away. One trail for each kind of
 * record: a document opened from a customer does not end the way through the customers.
 */

const trails = new Map<string, readonly string[]>();

/** "/items" of "/items/0192…": the kind of record an address is of. */
const kindOf = (href: string): string => href.slice(0, href.indexOf("/", 1));

/** Keeps the addresses of a list's rows, in their order, when one of them is opened. */
export function keepTrail(hrefs: readonly string[], opened: string): void {
  if (hrefs.includes(opened)) trails.set(kindOf(opened), [...new Set(hrefs)]);
}

export type Neighbours = { previous: string | null; next: string | null };

/**
 * The records before and after the one at `path`, in the view of it that is open: from the payments of a customer to
 * those of the next. Null where `path` was not opened from a list.
 */
export function neighboursOf(path: string): Neighbours | null {
  const trail = trails.get(kindOf(path)) ?? [];
  const at = trail.findIndex((href) => path === href || path.startsWith(`${href}/`));
  const here = trail[at];
  if (here === undefined || trail.length < 2) return null;
  const view = path.slice(here.length);
  const of = (href: string | undefined) => (href === undefined ? null : href + view);
  return { previous: of(trail[at - 1]), next: of(trail[at + 1]) };
}
