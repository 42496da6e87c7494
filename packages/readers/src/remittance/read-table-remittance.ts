import type { Location } from "../location.ts";
import { RefusedFile } from "../refused-file.ts";
import { columnName, type Sheet, type Table } from "../table/table.ts";
import type { Warning } from "../warning.ts";
import { type Conventions, conventionsOf } from "./conventions.ts";
import { findHeader } from "./find-header.ts";
import type { Grid, GridRow } from "./grid.ts";
import { type GridRemittances, gridRemittances } from "./grid-remittances.ts";
import type { ReadFile } from "./remittance-file.ts";
import { guessedPlaces, mappedPlaces, type Places, type TableMapping } from "./table-mapping.ts";

/**
 * Reads remittances from a CSV or XLSX table, by a mapping or by the words of its header. Every sheet with a header is
 * read; sheets without one are named in a warning, a file without any is refused.
 */
export function readTableRemittance(table: Table, mapping: TableMapping | null): ReadFile {
  const warnings: Warning[] = [...table.warnings];
  const found: GridRemittances[] = [];
  const learnt: Conventions[] = [];
  const wanted = mapping?.sheet;
  const sheets = table.sheets.filter(({ name }) => wanted === undefined || name === wanted);
  if (wanted !== undefined && sheets.length === 0) {
    throw new RefusedFile("mapping-misfit", `The workbook has no sheet "${wanted.slice(0, 60)}".`);
  }
  let read = 0;
  for (const sheet of sheets) {
    if (sheet.rows.length === 0) continue;
    const laidOut = layOut(sheet, mapping, table.format);
    if (!laidOut) {
      warnings.push({
        code: "table-without-header",
        sentence: "No row names a column of document numbers and one of amounts; the table was left aside.",
        location: placeOf(sheet, table.format, sheet.rows[0]?.number ?? 1),
      });
      continue;
    }
    read += 1;
    const { grid, places, skipped } = laidOut;
    if (skipped > 0) {
      warnings.push({
        code: "rows-above-header",
        sentence: `${skipped} rows above the header were not read as lines.`,
        location: grid.above[0]?.location ?? null,
      });
    }
    const texts = [...grid.above, ...grid.body].flatMap(({ cells }) =>
      cells.filter(({ kind }) => kind === "text").map(({ text }) => text),
    );
    const conventions = conventionsOf(texts, mapping ?? {});
    const location = placeOf(sheet, table.format, sheet.rows[0]?.number ?? 1);
    found.push(gridRemittances(grid, places, conventions, location, mapping?.currency ?? null));
    learnt.push(conventions);
  }
  if (read === 0) {
    throw new RefusedFile(
      "table-without-header",
      "No row of the table names a column of document numbers and one of amounts. Say which columns they are.",
    );
  }
  return {
    format: table.format,
    version: null,
    readBy: "text",
    remittances: found.flatMap(({ remittances }) => remittances),
    warnings: [...warnings, ...[...found, ...learnt].flatMap((part) => part.warnings)],
  };
}

type LaidOut = { readonly grid: Grid; readonly places: Places; readonly skipped: number };

function layOut(sheet: Sheet, mapping: TableMapping | null, format: Table["format"]): LaidOut | null {
  const texts = sheet.rows.map(({ cells }) => cells.map(({ text }) => text));
  const rows = sheet.rows.map(
    ({ number, cells }): GridRow => ({
      cells: cells.map((cell) => ({ ...cell, confidence: null })),
      location: placeOf(sheet, format, number),
    }),
  );
  if (mapping?.headerRow === 0) {
    const widest = texts.reduce((most, cells) => Math.max(most, cells.length), 0);
    const headers = Array.from({ length: widest }, (_, index) => columnName(index));
    return {
      grid: { headers, above: [], body: rows },
      places: mappedPlaces(mapping, headers, sheet.name),
      skipped: 0,
    };
  }
  const stated = mapping?.headerRow;
  const at = stated === undefined ? -1 : sheet.rows.findIndex(({ number }) => number === stated);
  if (stated !== undefined && at < 0) {
    throw new RefusedFile(
      "mapping-misfit",
      `The table has no row ${stated}.`,
      sheet.name ? { sheet: sheet.name } : null,
    );
  }
  const header =
    at >= 0
      ? { first: at, last: at, headers: texts[at] ?? [] }
      : (findHeader(texts) ?? (mapping ? { first: 0, last: 0, headers: texts[0] ?? [] } : null));
  if (!header) return null;
  const places = mapping ? mappedPlaces(mapping, header.headers, sheet.name) : guessedPlaces(header.headers);
  const grid: Grid = {
    headers: header.headers,
    above: rows.slice(0, header.first),
    body: rows.slice(header.last + 1),
  };
  return { grid, places, skipped: header.first };
}

function placeOf(sheet: Sheet, format: Table["format"], number: number): Location {
  if (format === "csv") return { line: number };
  return { sheet: sheet.name, record: number };
}
