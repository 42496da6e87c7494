import { RefusedFile } from "../refused-file.ts";
import { columnIndex } from "../table/table.ts";
import type { DecimalMark } from "./amount-text.ts";
import type { Column } from "./column-words.ts";
import type { DateOrder } from "./date-text.ts";
import { columnOf } from "./find-header.ts";
import { plainWords } from "./words.ts";

/** How to read a customer's tables, as saved for that customer. Columns are named by their header, or by letter. */
export type TableMapping = {
  /** Name of the sheet; all of them when it is not given. */
  readonly sheet?: string;
  /** Row of the header, from 1; 0 when there is none. Found by its words when it is not given. */
  readonly headerRow?: number;
  readonly columns: Readonly<Partial<Record<Column, string>>>;
  readonly decimal?: DecimalMark;
  readonly dates?: DateOrder;
  /** ISO 4217, for files that name none. */
  readonly currency?: string;
};

/** Which index holds which column. `documentNumber` is the surest number; others go along as references. */
export type Places = ReadonlyMap<Column, number>;

/** Places by the words of the headers: the first column of a meaning; of amounts without a meaning, see `settled`. */
export function guessedPlaces(headers: readonly string[]): Places {
  const places = new Map<Column, number>();
  const plainAmounts: number[] = [];
  headers.forEach((header, index) => {
    const column = header === "" ? null : columnOf(header);
    if (column === "amount") plainAmounts.push(index);
    else if (column !== null && !places.has(column)) places.set(column, index);
  });
  return settled(places, plainAmounts);
}

/** An amount column without a meaning is what is missing: the payment first, then the gross amount. */
function settled(places: Map<Column, number>, plainAmounts: readonly number[]): Places {
  const rest = [...plainAmounts];
  if (!places.has("net") && rest.length > 1 && !places.has("gross")) places.set("gross", rest.shift() ?? 0);
  for (const column of ["net", "gross"] as const) {
    const next = rest.at(-1);
    if (next !== undefined && !places.has(column)) {
      places.set(column, next);
      rest.pop();
    }
  }
  // What is left open before a payment is the document's amount, when nothing else is.
  const balance = places.get("balance");
  if (!places.has("gross") && places.has("net") && balance !== undefined) places.set("gross", balance);
  return places;
}

/** Places by a mapping; a column that the file does not have is a refusal that names it. */
export function mappedPlaces(mapping: TableMapping, headers: readonly string[], sheet: string): Places {
  const places = new Map<Column, number>();
  const named = headers.map(plainWords);
  for (const [column, name] of Object.entries(mapping.columns) as [Column, string][]) {
    const byHeader = named.indexOf(plainWords(name));
    const index = byHeader >= 0 && plainWords(name) !== "" ? byHeader : columnIndex(name);
    if (index === null) {
      throw new RefusedFile(
        "mapping-misfit",
        `The file has no column "${name.slice(0, 60)}".`,
        sheet ? { sheet } : null,
      );
    }
    places.set(column, index);
  }
  return places;
}
