/**
 * Where in a file something was found. Only what is known is given: pages, lines and columns count from 1, a record is the
 * number of a row or segment from 1, a path names elements of XML (`Document/BkToCstmrStmt/Stmt[2]/Ntry[7]`).
 */
export type Location = {
  readonly sheet?: string;
  readonly page?: number;
  readonly record?: number;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
};

/** A location for people: `line 12, column 4`, `record 7`, `Stmt[2]/Ntry[7], line 310`; empty when nothing is known. */
export function describeLocation(location: Location | null): string {
  if (!location) return "";
  const parts: string[] = [];
  if (location.sheet !== undefined) parts.push(`sheet ${location.sheet}`);
  if (location.page !== undefined) parts.push(`page ${location.page}`);
  if (location.path !== undefined) parts.push(location.path);
  if (location.record !== undefined) parts.push(`record ${location.record}`);
  if (location.line !== undefined) parts.push(`line ${location.line}`);
  if (location.column !== undefined) parts.push(`column ${location.column}`);
  return parts.join(", ");
}
