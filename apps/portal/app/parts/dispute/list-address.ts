export type DisputeFilter = "open" | "decided" | "all";

/** The address of the list: its filter, and the place in it. */
export function disputesHref({
  state,
  search,
  cursor,
  from,
}: {
  state: DisputeFilter;
  search: string;
  cursor?: string;
  from?: number;
}): string {
  const params = new URLSearchParams();
  if (state !== "open") params.set("state", state);
  if (search) params.set("q", search);
  if (cursor) params.set("cursor", cursor);
  if (from) params.set("from", String(from));
  const query = params.toString();
  return query ? `/disputes?${query}` : "/disputes";
}
