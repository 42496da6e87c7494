import { type Column, columnPhrases } from "./column-words.ts";
import { meaningOf, nearMeaningOf, plainWords } from "./words.ts";

/** Columns in which names are looked for; wider tables name what matters before. */
const headerColumns = 200;

/** Rows in which a header is looked for. */
const headerRows = 100;

const numbers: ReadonlySet<Column> = new Set([
  "invoiceNumber",
  "documentNumber",
  "lineReference",
  "payerNumber",
  "orderNumber",
  "note",
]);
const amounts: ReadonlySet<Column> = new Set(["gross", "net", "amount", "debit", "credit"]);

export type FoundHeader = {
  /** Rows of the header: one, or two where the second says more under the first. */
  readonly first: number;
  readonly last: number;
  readonly headers: readonly string[];
};

/** What a header says its column holds; null when it says nothing known. */
export function columnOf(header: string): Column | null {
  // A currency in brackets or behind the words names the amounts' currency, not a column.
  const bare = header.replace(/[([]\s*[A-Z]{3}\s*[)\]]|(?<=\S\s)(?:in\s+)?[A-Z]{3}$/g, "").trim();
  const name = bare === "" ? header : bare;
  return meaningOf(name, columnPhrases)?.meaning ?? nearMeaningOf(name, columnPhrases);
}

/** Share of a header that a known name covers: 1 for `Invoice date`, less for `Due date amount`, 0 for unknown words. */
export function nameCoverage(header: string): number {
  const found = meaningOf(header, columnPhrases);
  return found ? found.length / plainWords(header).length : 0;
}

/**
 * Finds the row that names columns: the one, among the first hundred, that names most of them, a number and an amount
 * at least. A second row is taken with it when it names what the first leaves open. Null when there is none.
 */
export function findHeader(rows: readonly (readonly string[])[]): FoundHeader | null {
  let best: (FoundHeader & { score: number }) | null = null;
  for (let index = 0; index < Math.min(rows.length, headerRows); index++) {
    const row = rows[index] ?? [];
    const single = { first: index, last: index, headers: row };
    const score = scoreOf(row);
    if (score > (best?.score ?? 0)) best = { ...single, score };
    const under = rows[index + 1];
    if (under && !under.some(isValue)) {
      const joined = joinedRows(row, under);
      const both = scoreOf(joined);
      // The second row must add to the first, or a title row would be taken for a part of the header.
      if (both > (best?.score ?? 0) && both > scoreOf(under) && row.some((cell) => columnOf(cell) !== null)) {
        best = { first: index, last: index + 1, headers: joined, score: both };
      }
    }
  }
  return best;
}

function joinedRows(upper: readonly string[], lower: readonly string[]): string[] {
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, column) => {
    const above = upper[column] ?? "";
    const below = lower[column] ?? "";
    return above === below ? above : `${above} ${below}`.trim();
  });
}

/** How many different columns a row names; 0 unless it has a number, an amount, and no values of its own. */
export function scoreOf(row: readonly string[]): number {
  const columns = new Set<Column>();
  let unknown = 0;
  for (const cell of row.slice(0, headerColumns)) {
    if (cell === "") continue;
    if (isValue(cell)) return 0;
    const column = columnOf(cell);
    if (column === null) unknown += 1;
    else columns.add(column);
  }
  const known = [...columns];
  if (!known.some((column) => numbers.has(column)) || !known.some((column) => amounts.has(column))) return 0;
  return known.length - unknown * 0.25;
}

/** Whether a cell is a value rather than a name: a number, an amount, a date. */
export function isValue(cell: string): boolean {
  return /\d{3,}|\d[.,/-]\d/.test(cell);
}
