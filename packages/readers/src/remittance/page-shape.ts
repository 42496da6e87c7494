import { decimalMarkOf, readAmount } from "./amount-text.ts";
import { readDate } from "./date-text.ts";
import type { Grid, GridRow } from "./grid.ts";
import type { PageLine } from "./page-lines.ts";
import { gridCell, textRow } from "./page-tables.ts";

/** Names for as many amounts as a line has at most: the last is what is paid. */
const amountNames: readonly (readonly string[])[] = [["Net"], ["Gross", "Net"], ["Gross", "Discount", "Net"]];

/**
 * Pages without a header as a table: lines that begin with a number of a document and end with amounts. Which amount
 * is which is told by how many there are, and checked by each line's arithmetic later. Null when no line is like that.
 */
export function shapedTable(lines: readonly PageLine[]): Grid | null {
  const candidates = lines.flatMap((line) => {
    const texts = line.segments.map(({ text }) => text);
    const firstAmount = texts.findIndex(isMoney);
    const number = texts.findIndex((text, index) => index < firstAmount && isDocument(text));
    return number >= 0 ? [{ line, number, count: texts.filter(isMoney).length }] : [];
  });
  const [first] = candidates;
  if (!first) return null;
  const most = candidates.reduce((highest, { count }) => Math.max(highest, count), 0);
  const names = amountNames[Math.min(most, amountNames.length) - 1] ?? ["Net"];
  const numbers = new Map(candidates.map(({ line, number }) => [line, number]));
  const from = lines.indexOf(first.line);
  const body = lines.slice(from).map((line): GridRow => {
    const amounts = line.segments.filter(({ text }) => isMoney(text));
    const words = line.segments.filter((segment) => !amounts.includes(segment));
    const number = line.segments[numbers.get(line) ?? -1] ?? words[0] ?? null;
    const date =
      words.find((segment) => segment !== number && readDate(segment.text, "dmy") !== null) ?? null;
    const placed = names.map((_, index) => {
      if (index === names.length - 1) return amounts.at(-1) ?? null;
      return index < amounts.length - 1 ? (amounts[index] ?? null) : null;
    });
    const rest = words.filter((segment) => segment !== number && segment !== date);
    return { ...textRow(line), cells: [number, date, ...placed, ...rest].map(gridCell) };
  });
  return { headers: ["Document", "Date", ...names, ""], above: lines.slice(0, from).map(textRow), body };
}

/** An amount with decimals: whole numbers are as often counts, dates or numbers of something. */
function isMoney(text: string): boolean {
  const mark = decimalMarkOf(text);
  return (mark === "." || mark === ",") && readAmount(text, mark) !== null;
}

function isDocument(text: string): boolean {
  return (
    /^(?=.*\d{2})[A-Z0-9][A-Z0-9/._#-]{2,29}$/i.test(text) && !isMoney(text) && readDate(text, "dmy") === null
  );
}
