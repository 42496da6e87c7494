import { decimalMarkOf, readAmount } from "./amount-text.ts";
import type { PageColumn } from "./page-columns.ts";
import { cellsOfLine } from "./page-columns.ts";
import { type PageLine, type Segment, segmentOf } from "./page-lines.ts";

/** A row of a page's table: one line, or several where cells are wrapped. */
export type PageRow = { readonly lines: readonly PageLine[]; readonly cells: readonly (Segment | null)[] };

/** Lines nearer than this, in heights of their letters, can be one row whose cells are wrapped. */
const tightLeading = 1.38;

/** Lines that a wrapped cell takes at most. */
const maxWrapped = 8;

/**
 * Puts the lines of a table together into rows. Lines that stand close belong to one row as long as no column would
 * hold amounts of two of them: rows of a dense table each have their own, the lines of a wrapped cell have none.
 */
export function pageRows(lines: readonly PageLine[], columns: readonly PageColumn[]): PageRow[] {
  const rows: PageRow[] = [];
  for (const group of tightGroups(lines)) {
    const cells = group.map((line) => cellsOfLine(line, columns));
    if (group.length > 1 && group.length <= maxWrapped && oneRow(cells)) {
      const joined = columns.map((_, column) => joinedCell(cells.map((row) => row[column] ?? null)));
      rows.push({ lines: group, cells: joined });
      continue;
    }
    group.forEach((line, index) => {
      const own = cells[index] ?? [];
      const before = rows.at(-1);
      const ended =
        before && index > 0 && before.lines.length < maxWrapped ? hyphenated(before.cells, own) : null;
      if (before && ended) rows[rows.length - 1] = { lines: [...before.lines, line], cells: ended };
      else rows.push({ lines: [line], cells: own });
    });
  }
  return rows;
}

function tightGroups(lines: readonly PageLine[]): PageLine[][] {
  const groups: PageLine[][] = [];
  for (const line of lines) {
    const last = groups.at(-1)?.at(-1);
    const tight =
      last !== undefined &&
      last.page === line.page &&
      line.bottom - last.bottom <= tightLeading * Math.min(line.height, last.height);
    if (tight) groups.at(-1)?.push(line);
    else groups.push([line]);
  }
  return groups;
}

/** Whether lines are one row: amounts are among them, never two in one column, and words of all stand under columns. */
function oneRow(lines: readonly (readonly (Segment | null)[])[]): boolean {
  const amounts = lines.flatMap((cells) =>
    cells.flatMap((cell, column) => (cell && isAmount(cell.text) ? [column] : [])),
  );
  return amounts.length > 0 && new Set(amounts).size === amounts.length;
}

export function isAmount(text: string): boolean {
  const mark = decimalMarkOf(text);
  return mark !== null && readAmount(text, mark === "," ? "," : ".") !== null;
}

function joinedCell(parts: readonly (Segment | null)[]): Segment | null {
  const filled = parts.filter((part) => part !== null);
  const [first] = filled;
  if (!first) return null;
  const text = filled
    .map((part) => part.text)
    .reduce((all, part) => (/[-/]$/.test(all) ? all + part : `${all} ${part}`));
  return { ...segmentOf(filled.flatMap(({ words }) => words)), text };
}

/** A line that only ends a word broken at its hyphen in the row above: the row with the word made whole. */
function hyphenated(
  above: readonly (Segment | null)[],
  below: readonly (Segment | null)[],
): (Segment | null)[] | null {
  const filled = below.filter((cell) => cell !== null);
  const fits = below.every(
    (cell, column) => cell === null || /[A-Z0-9][-/]$/i.test(above[column]?.text ?? ""),
  );
  if (filled.length === 0 || !fits) return null;
  return above.map((cell, column) => joinedCell([cell, below[column] ?? null]));
}
