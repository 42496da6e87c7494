import type { Location } from "../location.ts";
import type { Warning } from "../warning.ts";
import { type DecimalMark, decimalMarkOf, readAmount, type WrittenAmount } from "./amount-text.ts";
import { type DateOrder, dateOrderOf, readDate } from "./date-text.ts";
import type { GridCell } from "./grid.ts";

/** How one file writes amounts and dates, as told by most of them or said by a mapping. */
export type Conventions = {
  readonly amountOf: (cell: GridCell, location: Location) => WrittenAmount | null;
  readonly dateOf: (cell: GridCell, location: Location) => string | null;
  readonly warnings: readonly Warning[];
};

export type Stated = { readonly decimal?: DecimalMark; readonly dates?: DateOrder };

/**
 * Learns from the texts of a file which mark parts its decimals and in which order its dates are; a text that tells by
 * itself is read by itself. What only the majority, or nothing, tells is read so and warned of once per text.
 */
export function conventionsOf(texts: readonly string[], stated: Stated = {}): Conventions {
  const warnings: Warning[] = [];
  const marks = count(texts.map(decimalMarkOf));
  const orders = count(texts.map(dateOrderOf));
  const decimal = stated.decimal ?? majority(marks.get("."), marks.get(","), ".", ",");
  const order = stated.dates ?? majority(orders.get("dmy"), orders.get("mdy"), "dmy", "mdy");
  const warned = new Set<string>();
  const warn = (code: string, sentence: string, text: string, location: Location) => {
    if (warned.has(text)) return;
    warned.add(text);
    warnings.push({ code, sentence, location });
  };
  // A file that writes decimals with a comma is not American.
  const likelyOrder: DateOrder = order ?? (decimal === "." ? "mdy" : "dmy");

  return {
    warnings,
    amountOf: (cell, location) => {
      const { text } = cell;
      if (cell.kind === "date" || text === "") return null;
      if (cell.kind === "number") return readAmount(text, ".");
      const own = decimalMarkOf(text);
      // Three figures behind a lone mark are thousands, unless the file parts its decimals so.
      const mark = decimal ?? (own === "either" && text.includes(".") ? "," : ".");
      const read = readAmount(text, mark);
      if (
        read &&
        own === "either" &&
        stated.decimal === undefined &&
        (decimal === null || text.includes(decimal))
      ) {
        const sentence = `"${text}" can be read in two ways; it was read as ${read.amount}.`;
        warn("amount-ambiguous", sentence, text, location);
      } else if (read && (own === "." || own === ",") && decimal !== null && own !== decimal) {
        const sentence = `"${text}" is written unlike most amounts of the file; it was read as ${read.amount}.`;
        warn("amount-convention", sentence, text, location);
      }
      return read;
    },
    dateOf: (cell, location) => {
      if (cell.kind === "date") return cell.text.slice(0, 10);
      if (cell.kind === "number")
        return /^20\d{6}$/.test(cell.text) ? readDate(cell.text, likelyOrder) : null;
      const read = readDate(cell.text, likelyOrder);
      if (read && order === null && dateOrderOf(cell.text) === "either") {
        warn(
          "date-ambiguous",
          `"${cell.text}" can be read in two ways; it was read as ${read}.`,
          cell.text,
          location,
        );
      }
      return read;
    },
  };
}

function count<Value>(values: readonly Value[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function majority<Value>(
  left: number | undefined,
  right: number | undefined,
  first: Value,
  second: Value,
): Value | null {
  if ((left ?? 0) === (right ?? 0)) return null;
  return (left ?? 0) > (right ?? 0) ? first : second;
}
