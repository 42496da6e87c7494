/** An address with the parts of its query that are set: address("/customers", { search: "", sort: "name" }). */
export function address(
  path: string,
  query: Record<string, string | number | boolean | null | undefined> = {},
): string {
  const set = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== "") set.set(name, String(value));
  const text = set.toString();
  return text ? `${path}?${text}` : path;
}
