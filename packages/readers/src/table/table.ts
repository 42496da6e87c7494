import type { Warning } from "../warning.ts";

/** `number` is a plain decimal, `date` an ISO date or date-time; in CSV everything is text. */
export type CellKind = "text" | "number" | "date";

export type Cell = { readonly text: string; readonly kind: CellKind };

/** A row with its number in the file: of the sheet in XLSX, the line it begins on in CSV. */
export type TableRow = { readonly number: number; readonly cells: readonly Cell[] };

export type Sheet = { readonly name: string; readonly rows: readonly TableRow[] };

/** A file of tables. Empty rows are left out, empty cells are not: a cell's place is its column. */
export type Table = {
  readonly format: "csv" | "xlsx";
  readonly sheets: readonly Sheet[];
  /** Between the cells of a CSV file; null for XLSX. */
  readonly delimiter: string | null;
  /** Of a CSV file; null for XLSX. */
  readonly charset: string | null;
  readonly warnings: readonly Warning[];
};

/** What a table may cost. Every bound that is crossed is a refusal that names it. */
export const tableLimits = {
  bytes: 25 * 1024 * 1024,
  sheets: 100,
  rows: 200_000,
  columns: 1_000,
  /** Of a file, empty ones between others included. */
  cells: 4_000_000,
  cellCharacters: 32_767,
} as const;

export const emptyCell: Cell = { text: "", kind: "text" };

/** Columns as spreadsheets name them: 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

/** The index of a column by its letters; null when they are none of the first ten thousand. */
export function columnIndex(name: string): number | null {
  if (!/^[A-Z]{1,3}$/i.test(name)) return null;
  const index = [...name.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return index < 10_000 ? index : null;
}
