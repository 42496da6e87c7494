import { type SQL, sql } from "drizzle-orm";

/**
 * Text that begins with `text`, as a range: under row-level security the planner may use an index only for leak-proof
 * operators, and comparisons of text are, LIKE is not.
 */
export const beginsWith = (column: SQL, text: string): SQL =>
  sql`(${column} >= ${text} and ${column} < ${`${text}\uffff`})`;

/** What was typed, and the same in capitals, as most numbers are written. */
export const spellings = (search: string): string[] => [...new Set([search, search.toUpperCase()])];
