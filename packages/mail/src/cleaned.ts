/** Line breaks, other control characters, and signs that reverse the direction of what follows. */
const UNRULY = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * The same data with every text on one line. Names come from people and files; none may begin a line of a letter,
 * end a subject, or turn an amount around.
 */
export function cleaned<T>(data: T): T {
  if (typeof data === "string") return data.replace(UNRULY, " ").trim() as T & string;
  if (Array.isArray(data)) return data.map(cleaned) as T & unknown[];
  if (data === null || typeof data !== "object" || data instanceof Date) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, cleaned(value)])) as T & object;
}
