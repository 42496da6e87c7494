import { RefusedFile } from "../refused-file.ts";
import type { Warning } from "../warning.ts";
import { readXml } from "../xml/read-xml.ts";
import { childOf, childrenOf, type XmlElement } from "../xml/xml-element.ts";
import { type NumberFormat, plainDecimal, serialDate } from "./number-format.ts";
import { type Cell, columnIndex, columnName, emptyCell, type Sheet, tableLimits } from "./table.ts";

/** What the cells of a workbook refer to. */
export type Book = {
  readonly from1904: boolean;
  readonly strings: readonly string[];
  readonly formats: readonly NumberFormat[];
};

type Row = { readonly number: number; readonly cells: Cell[] };
type Merge = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };

const maxMerges = 10_000;
const maxMergedCells = 200_000;

/** Reads one worksheet (ECMA-376 part 1, 18.3): cells by their place, merged text in every cell it spans. */
export function readSheet(name: string, bytes: Uint8Array, book: Book, warnings: Warning[]): Sheet {
  const rows = new Map<number, Row>();
  const merges: Merge[] = [];
  let last = 0;
  let count = 0;
  const valueless: string[] = [];
  const take = (element: XmlElement): boolean => {
    if (element.name === "row") {
      const number = Number(element.attributes.get("r") ?? last + 1);
      if (!Number.isSafeInteger(number) || number < 1 || number > 1_048_576) {
        throw new RefusedFile("xlsx-row", "A row of the sheet has no proper number.", {
          sheet: name,
          record: last,
        });
      }
      last = number;
      const cells = cellsOf(element, number, name, book, valueless);
      count += cells.length;
      if (count > tableLimits.cells) {
        throw new RefusedFile("too-many-cells", `The sheet has more than ${tableLimits.cells} cells.`, {
          sheet: name,
        });
      }
      if (cells.some(({ text }) => text !== "")) rows.set(number, { number, cells });
      if (rows.size > tableLimits.rows) {
        throw new RefusedFile("too-many-rows", `The sheet has more than ${tableLimits.rows} rows.`, {
          sheet: name,
        });
      }
      return true;
    }
    if (element.name !== "mergeCell") return false;
    const merge = mergeOf(element.attributes.get("ref") ?? "");
    if (merge && merges.length < maxMerges) merges.push(merge);
    return true;
  };
  readXml(bytes, { take });
  spread(merges, rows);
  if (valueless.length > 0) {
    warnings.push({
      code: "cell-without-value",
      sentence: `${valueless.length} cells hold an error or a formula whose value was not saved, the first is ${valueless[0]}.`,
      location: { sheet: name },
    });
  }
  return { name, rows: [...rows.values()].sort((left, right) => left.number - right.number) };
}

/** The text of a string item: its plain text, or its runs joined. */
export function joinedText(item: XmlElement): string {
  const pieces = [...childrenOf(item, "t"), ...childrenOf(item, "r").flatMap((run) => childrenOf(run, "t"))];
  // Runs that keep their white space had some at an end: words do not grow together.
  const joined = pieces.map((piece, index) => {
    const spaced =
      index > 0 && [piece, pieces[index - 1]].some((other) => other?.attributes.has("xml:space"));
    return spaced ? ` ${piece.text}` : piece.text;
  });
  return unescaped(joined.join("")).trim();
}

/** `_x000D_` and its like are characters that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function cellsOf(row: XmlElement, number: number, sheet: string, book: Book, valueless: string[]): Cell[] {
  const cells: Cell[] = [];
  let next = 0;
  for (const element of childrenOf(row, "c")) {
    const reference = /^([A-Z]{1,3})\d+$/i.exec(element.attributes.get("r") ?? "")?.[1];
    const column = reference === undefined ? next : columnIndex(reference);
    if (column === null || column >= tableLimits.columns) {
      const sentence = `The sheet has more than ${tableLimits.columns} columns.`;
      throw new RefusedFile("too-many-columns", sentence, { sheet, record: number });
    }
    while (cells.length < column) cells.push(emptyCell);
    const cell = cellOf(element, book);
    if (cell === null) valueless.push(`${columnName(column)}${number}`);
    cells[column] = cell ?? emptyCell;
    next = column + 1;
  }
  return cells;
}

/** A cell by its type; null when it holds an error, or a formula without a value. */
function cellOf(element: XmlElement, book: Book): Cell | null {
  const value = childOf(element, "v")?.text ?? "";
  switch (element.attributes.get("t") ?? "n") {
    case "s":
      return text(book.strings[Number(value)] ?? "");
    case "inlineStr":
      return text(joinedText(childOf(element, "is") ?? element));
    case "str":
      return text(unescaped(value));
    case "b":
      return text(value === "1" ? "TRUE" : "FALSE");
    case "d":
      return { text: value.replace(/T00:00:00(?:\.0+)?Z?$/, ""), kind: "date" };
    case "e":
      return null;
    default:
      if (value === "") return childOf(element, "f") ? null : emptyCell;
      return numberCell(value, book.formats[Number(element.attributes.get("s") ?? "0")], book.from1904);
  }
}

function text(value: string): Cell {
  return { text: value.slice(0, tableLimits.cellCharacters).trim(), kind: "text" };
}

function numberCell(value: string, format: NumberFormat | undefined, from1904: boolean): Cell {
  const decimal = plainDecimal(value);
  if (decimal === null) return text(value);
  if (format?.shows === "date") {
    const date = serialDate(Number(value), from1904);
    if (date !== null) return { text: date, kind: "date" };
  }
  const zeros = format?.leadingZeros ?? 0;
  // A number shown as 000123 is a name, not an amount.
  if (zeros > 0 && /^\d+$/.test(decimal)) return text(decimal.padStart(zeros, "0"));
  return { text: decimal, kind: "number" };
}

function mergeOf(reference: string): Merge | null {
  const match = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/i.exec(reference);
  const left = columnIndex(match?.[1] ?? "");
  const right = columnIndex(match?.[3] ?? "");
  if (!match || left === null || right === null || right >= tableLimits.columns) return null;
  return { top: Number(match[2]), left, bottom: Number(match[4]), right };
}

/** Puts merged text in every cell it spans; numbers stay where they are, or they would count twice. */
function spread(merges: readonly Merge[], rows: ReadonlyMap<number, Row>): void {
  let spent = 0;
  for (const { top, left, bottom, right } of merges) {
    const cell = rows.get(top)?.cells[left];
    if (cell?.kind !== "text" || cell.text === "") continue;
    spent += (bottom - top + 1) * (right - left + 1);
    if (spent > maxMergedCells) return;
    for (let number = top; number <= bottom; number++) {
      const cells = rows.get(number)?.cells;
      if (!cells) continue;
      while (cells.length <= right) cells.push(emptyCell);
      for (let column = left; column <= right; column++) {
        if (cells[column]?.text === "") cells[column] = cell;
      }
    }
  }
}
