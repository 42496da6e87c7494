import { decodeText } from "../decode-text.ts";
import { RefusedFile } from "../refused-file.ts";
import type { Warning } from "../warning.ts";
import { type Cell, type Table, type TableRow, tableLimits } from "./table.ts";

const delimiters = [",", ";", "\t", "|"] as const;
const sampleLength = 64 * 1024;
const maxRaggedRows = 50;

/**
 * Reads a table of text (RFC 4180 and what is found in its place): the delimiter is the one that gives the most even
 * columns, or what a first line `sep=;` says; quotes may hold delimiters, line breaks and doubled quotes. Rows with
 * more or fewer cells than most are kept and warned of.
 */
export function readCsv(bytes: Uint8Array): Table {
  const decoded = decodeText(bytes);
  const text = decoded.text.replace(/^\ufeff/, "");
  if (text.slice(0, 4096).includes("\0")) {
    throw new RefusedFile("csv-binary", "The file is not a table of text.");
  }
  const stated = /^sep=(.)\r?\n/i.exec(text);
  const body = stated ? text.slice(stated[0].length) : text;
  const delimiter = stated?.[1] ?? detectDelimiter(body);
  const firstLine = stated ? 2 : 1;
  const warnings: Warning[] = [];
  const quoted = parse(body, delimiter, '"', firstLine);
  // A quotation mark that is never closed would swallow the rest of the file.
  const parsed = quoted.unclosed === null ? quoted : parse(body, delimiter, null, firstLine);
  if (quoted.unclosed !== null) {
    warnings.push({
      code: "csv-quote",
      sentence: "A quotation mark is never closed; quotation marks were read as they stand.",
      location: { line: quoted.unclosed },
    });
  }
  if (decoded.replaced) {
    warnings.push({
      code: "charset-guessed",
      sentence: `The file is not ${decoded.replaced}; it was read as ${decoded.charset}.`,
      location: null,
    });
  }
  const rows = parsed.rows.filter(({ cells }) => cells.some(({ text }) => text !== ""));
  warnings.push(...raggedRows(rows));
  return { format: "csv", sheets: [{ name: "", rows }], delimiter, charset: decoded.charset, warnings };
}

type Parsed = { readonly rows: TableRow[]; readonly unclosed: number | null };

function parse(text: string, delimiter: string, quote: string | null, firstLine: number): Parsed {
  const rows: TableRow[] = [];
  let cells: Cell[] = [];
  let line = firstLine;
  let rowLine = line;
  let position = 0;
  let count = 0;
  const refuse = (code: string, sentence: string): never => {
    throw new RefusedFile(code, sentence, { line });
  };
  const endCell = (value: string) => {
    if (value.length > tableLimits.cellCharacters)
      refuse("cell-too-long", "A cell of the table is too long.");
    cells.push({ text: value.trim(), kind: "text" });
    if (cells.length > tableLimits.columns) {
      refuse("too-many-columns", `The table has more than ${tableLimits.columns} columns.`);
    }
  };
  const endRow = () => {
    count += cells.length;
    if (count > tableLimits.cells)
      refuse("too-many-cells", `The table has more than ${tableLimits.cells} cells.`);
    rows.push({ number: rowLine, cells });
    if (rows.length > tableLimits.rows)
      refuse("too-many-rows", `The table has more than ${tableLimits.rows} rows.`);
    cells = [];
    rowLine = line;
  };
  const special = new RegExp(`[\\r\\n${delimiter === "\t" ? "\\t" : `\\${delimiter}`}]`, "g");

  while (position < text.length) {
    let value = "";
    if (quote !== null && text[position] === quote) {
      const quotedFrom = line;
      const end = closingQuote(text, position, quote);
      if (end < 0) return { rows, unclosed: quotedFrom };
      value = text.slice(position + 1, end).replaceAll(quote + quote, quote);
      line += value.match(/\r\n|[\r\n]/g)?.length ?? 0;
      position = end + 1;
    }
    special.lastIndex = position;
    const end = special.exec(text)?.index ?? text.length;
    // What stands between a closing quotation mark and the delimiter belongs to the cell: nothing is dropped.
    value += text.slice(position, end);
    endCell(value);
    position = end + 1;
    const mark = text[end];
    if (mark === delimiter) {
      if (position >= text.length) endCell("");
      continue;
    }
    if (mark === "\r" && text[position] === "\n") position += 1;
    line += 1;
    endRow();
  }
  if (cells.length > 0) endRow();
  return { rows, unclosed: null };
}

function closingQuote(text: string, start: number, quote: string): number {
  let end = text.indexOf(quote, start + 1);
  while (end >= 0 && text[end + 1] === quote) end = text.indexOf(quote, end + 2);
  return end;
}

/** The delimiter under which most rows have the same number of columns, more than one; a comma when none has. */
function detectDelimiter(text: string): string {
  const whole = text.length <= sampleLength;
  const sample = whole ? text : text.slice(0, text.lastIndexOf("\n", sampleLength) + 1 || sampleLength);
  let best: { delimiter: string; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const counts = new Map<number, number>();
    for (const line of sample.split(/\r\n|[\r\n]/)) {
      const count = cellsOf(line, delimiter);
      if (count > 1) counts.set(count, (counts.get(count) ?? 0) + 1);
    }
    // Even rows count fully, many columns a little: an amount's comma makes few columns, and uneven ones.
    const score = Math.max(0, ...[...counts].map(([columns, rows]) => rows * (1 + Math.log2(columns))));
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Cells of a line, delimiters inside quotation marks not counted. */
function cellsOf(line: string, delimiter: string): number {
  let count = 1;
  let inside = false;
  for (let index = 0; index < Math.min(line.length, 20_000); index++) {
    if (line[index] === '"') inside = !inside;
    else if (!inside && line[index] === delimiter) count += 1;
  }
  return count;
}

/** Warns of rows unlike most; title rows before the first row of the usual width are not meant. */
function raggedRows(rows: readonly TableRow[]): Warning[] {
  const counts = new Map<number, number>();
  for (const { cells } of rows) {
    if (cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  const usual = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0])[0];
  const first = rows.findIndex(({ cells }) => cells.length === usual);
  if (first < 0) return [];
  const ragged = rows.slice(first).filter(({ cells }) => cells.length !== usual);
  const shown = ragged.slice(0, maxRaggedRows).map(({ number, cells }) => ({
    code: "csv-ragged-row",
    sentence: `A row has ${cells.length} cells where most have ${usual}.`,
    location: { line: number },
  }));
  if (ragged.length <= maxRaggedRows) return shown;
  const sentence = `${ragged.length - maxRaggedRows} more rows have another number of cells.`;
  return [...shown, { code: "csv-ragged-row", sentence, location: null }];
}
