import { findFacts } from "./find-facts.ts";
import type { Grid, GridCell, GridRow } from "./grid.ts";
import { noCell } from "./grid.ts";
import { findPageHeader, type PageHeader } from "./page-columns.ts";
import type { PageLine, Segment } from "./page-lines.ts";
import { isAmount, type PageRow, pageRows } from "./page-rows.ts";

/** A line of a page as a row of text, for labels. */
export function textRow(line: PageLine): GridRow {
  return { cells: line.segments.map(gridCell), location: { page: line.page, line: line.line } };
}

export function gridCell(segment: Segment | null): GridCell {
  return segment ? { text: segment.text, kind: "text", confidence: segment.confidence } : noCell;
}

type Section = { readonly names: readonly string[]; readonly above: GridRow[]; readonly body: GridRow[] };

/**
 * The tables of pages, by their headers. A header that comes again sets the columns of its page and goes on; another
 * header, or the same one under another payment's number, begins another table.
 */
export function pageTables(lines: readonly PageLine[]): Grid[] {
  const pages = Map.groupBy(lines, ({ page }) => page);
  const sections: Section[] = [];
  const before: GridRow[] = [];
  let columns: PageHeader["columns"] = [];
  for (const own of pages.values()) {
    const header = findPageHeader(own);
    const above = header ? own.slice(0, header.first) : [];
    let section = sections.at(-1);
    if (header) {
      columns = header.columns;
      const names = columns.map((column) => column.header);
      if (!section || !sameNames(section.names, names) || otherPayment(section, above)) {
        section = { names, above: [...before.splice(0), ...above.map(textRow)], body: [] };
        sections.push(section);
      } else section.body.push(...above.map((line) => beside(line, columns.length)));
    }
    if (!section) {
      before.push(...own.map(textRow));
      continue;
    }
    for (const row of pageRows(own.slice(header ? header.last + 1 : 0), columns)) {
      section.body.push(...tableRows(row, columns.length));
    }
  }
  return sections.map(({ names, above, body }) => ({ headers: names, above, body }));
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}

/** Whether text above a header names another payment than the section has. */
function otherPayment(section: Section, above: readonly PageLine[]): boolean {
  const now = findFacts(above.map(textRow)).get("reference")?.cell.text;
  const then = findFacts(section.above).get("reference")?.cell.text;
  return now !== undefined && then !== undefined && now !== then;
}

/** A row of the table; one without any amount among several cells is text beside it and keeps its own segments. */
function tableRows({ lines, cells }: PageRow, width: number): GridRow[] {
  const [first] = lines;
  if (!first) return [];
  const filled = cells.filter((cell) => cell !== null);
  if (filled.some(({ text }) => isAmount(text) || /^\d+$/.test(text)) || filled.length === 1) {
    return [{ cells: cells.map(gridCell), location: { page: first.page, line: first.line } }];
  }
  return lines.map((line) => beside(line, width));
}

/** Text beside the table stands behind all of its columns, where no column looks. */
function beside(line: PageLine, width: number): GridRow {
  const { cells, location } = textRow(line);
  return { cells: [...Array.from({ length: width }, () => noCell), ...cells], location };
}
