import type { Location } from "../location.ts";
import { RefusedFile } from "../refused-file.ts";
import type { Warning } from "../warning.ts";
import { type Conventions, conventionsOf } from "./conventions.ts";
import type { Grid } from "./grid.ts";
import { type GridRemittances, gridRemittances } from "./grid-remittances.ts";
import { pageLines } from "./page-lines.ts";
import { shapedTable } from "./page-shape.ts";
import { pageTables } from "./page-tables.ts";
import type { ReadPages } from "./read-pages.ts";
import type { ReadFile, RemittanceFormat } from "./remittance-file.ts";
import { guessedPlaces, mappedPlaces, type TableMapping } from "./table-mapping.ts";

/**
 * Reads remittances from pages of text or of words found by OCR: columns by the words of the header and where it
 * stands, rows by their lines, labels around the table. Without a header the shape of the lines tells.
 */
export function readPageRemittance(
  read: ReadPages,
  format: Extract<RemittanceFormat, "pdf" | "image" | "text">,
  mapping: TableMapping | null,
): ReadFile {
  if (read.pages.every(({ words }) => words.length === 0)) throw noText(read);
  const warnings: Warning[] = pageWarnings(read);
  const lines = read.pages.flatMap(pageLines);
  const start: Location = { page: read.pages[0]?.number ?? 1 };
  const headed = pageTables(lines);
  const shaped = headed.length === 0 ? shapedTable(lines) : null;
  if (shaped) {
    warnings.push({
      code: "columns-guessed",
      sentence: "The table has no header; its columns were guessed from what is in them.",
      location: shaped.body[0]?.location ?? null,
    });
  }
  const grids = shaped ? [shaped] : headed;
  if (grids.length === 0) {
    const sentence = "No table of documents with amounts was found on the pages.";
    throw new RefusedFile("page-without-table", sentence, start);
  }
  const found: GridRemittances[] = [];
  const learnt: Conventions[] = [];
  for (const grid of grids) {
    const conventions = conventionsOf(textsOf(grid), mapping ?? {});
    const places = mapping ? mappedPlaces(mapping, grid.headers, "") : guessedPlaces(grid.headers);
    const location = grid.body[0]?.location ?? start;
    found.push(gridRemittances(grid, places, conventions, location, mapping?.currency ?? null));
    learnt.push(conventions);
  }
  const readBy = read.pages.some((page) => page.readBy === "ocr") ? "ocr" : "text";
  return {
    format,
    version: null,
    readBy,
    remittances: found.flatMap(({ remittances }) => remittances),
    warnings: [...warnings, ...[...found, ...learnt].flatMap((part) => part.warnings)],
  };
}

function textsOf({ above, body }: Grid): string[] {
  return [...above, ...body].flatMap(({ cells }) => cells.map(({ text }) => text));
}

function noText({ unreadScans }: ReadPages): RefusedFile {
  return unreadScans > 0
    ? new RefusedFile(
        "scan-unread",
        "The file is a picture without text, and reading pictures is switched off.",
      )
    : new RefusedFile("page-without-text", "No text was found in the file.");
}

function pageWarnings({ pages, skippedPages, unreadScans }: ReadPages): Warning[] {
  const warnings: Warning[] = [];
  const scanned = pages.filter((page) => page.readBy === "ocr");
  const [first] = scanned;
  if (first) {
    const what = scanned.length === 1 ? "A page was" : `${scanned.length} pages were`;
    const sentence = `${what} read from a picture; letters and figures may be wrong.`;
    warnings.push({ code: "read-by-ocr", sentence, location: { page: first.number } });
  }
  if (skippedPages > 0) {
    const sentence = `${skippedPages} pages at the end were not read.`;
    warnings.push({ code: "pages-left-out", sentence, location: null });
  }
  if (unreadScans > 0) {
    const sentence = `${unreadScans} pages are pictures and were not read.`;
    warnings.push({ code: "scan-unread", sentence, location: null });
  }
  return warnings;
}
