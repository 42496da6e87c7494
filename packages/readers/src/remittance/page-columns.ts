import { isCurrency } from "./amount-text.ts";
import type { Column } from "./column-words.ts";
import { columnOf, isValue, nameCoverage, scoreOf } from "./find-header.ts";
import { type PageLine, type Segment, segmentOf } from "./page-lines.ts";

/** A column of a page's table: its header and where that stands. */
export type PageColumn = { readonly header: string; readonly left: number; readonly right: number };

export type PageHeader = {
  /** Indexes of the header's lines among those given. */
  readonly first: number;
  readonly last: number;
  readonly columns: readonly PageColumn[];
};

const amountColumns: ReadonlySet<string> = new Set<Column>([
  "gross",
  "discount",
  "deduction",
  "net",
  "amount",
  "debit",
  "credit",
  "balance",
]);

/** Where on a page a header is looked for, and how many words it has at most. */
const searchedLines = 300;
const headerWords = 80;

/** Lines that a header's names can take, and how near they stand, in heights of letters. */
const headerLines = 5;
const headerLeading = 1.8;

/** A gap in a header that parts two known names, as a share of the height: wider than a blank. */
const nameGap = 0.4;

/**
 * Finds a table's header among lines: the line, or the few lines one below the other, that name most columns of
 * those that name a number and an amount. Null when there is none.
 */
export function findPageHeader(lines: readonly PageLine[]): PageHeader | null {
  let best: (PageHeader & { score: number }) | null = null;
  lines.slice(0, searchedLines).forEach((line, index) => {
    if (isFull(line)) return;
    const columns = columnsOf(line.segments.flatMap(splitNames));
    const score = scoreOf(columns.map(({ header }) => header));
    if (score > (best?.score ?? 0)) best = { first: index, last: index, columns, score };
    let stacked = columns;
    for (let last = index + 1; last < index + headerLines; last++) {
      const next = lines[last];
      const before = lines[last - 1];
      if (!next || !before || next.page !== line.page || next.segments.some(({ text }) => isValue(text)))
        return;
      if (next.bottom - before.bottom > headerLeading * Math.max(next.height, before.height)) return;
      stacked = stack(stacked, columnsOf(next.segments.flatMap(splitNames)));
      const both = scoreOf(stacked.map(({ header }) => header));
      if (both > (best?.score ?? 0)) best = { first: index, last, columns: stacked, score: both };
    }
  });
  return best;
}

/** A line of more words than a header has. */
function isFull({ segments }: PageLine): boolean {
  return segments.reduce((sum, { words }) => sum + words.length, 0) > headerWords;
}

function columnsOf(segments: readonly Segment[]): PageColumn[] {
  return segments.map(({ text, left, right }) => ({ header: text, left, right }));
}

/**
 * Parts a segment where both sides are names of columns and the gap is wider than a blank, or where each side is a
 * whole name and both together are none: columns stand close in narrow tables.
 */
function splitNames(segment: Segment): Segment[] {
  for (let at = 1; at < segment.words.length; at++) {
    const before = segment.words[at - 1];
    const word = segment.words[at];
    if (!before || !word) continue;
    const left = segmentOf(segment.words.slice(0, at));
    const right = segmentOf(segment.words.slice(at));
    // A currency behind a name belongs to it: `Betrag EUR`.
    if (columnOf(left.text) === null || columnOf(right.text) === null || isCurrency(word.text)) continue;
    const apart = word.left - before.right >= nameGap * word.height;
    const whole = nameCoverage(left.text) > 0.9 && nameCoverage(segment.text) < 0.75;
    if (apart || whole) return [left, ...splitNames(right)];
  }
  return [segment];
}

/** Two lines of a header as one: names that stand over one another are one name. */
function stack(upper: readonly PageColumn[], lower: readonly PageColumn[]): PageColumn[] {
  const columns = upper.map((column) => ({ ...column }));
  for (const below of lower) {
    const above = columns.find((column) => overlap(column, below) > 0);
    if (!above) columns.push({ ...below });
    else {
      above.header = `${above.header} ${below.header}`;
      above.left = Math.min(above.left, below.left);
      above.right = Math.max(above.right, below.right);
    }
  }
  return columns.sort((one, other) => one.left - other.left);
}

type Extent = { readonly left: number; readonly right: number };

function overlap(one: Extent, other: Extent): number {
  return Math.min(one.right, other.right) - Math.max(one.left, other.left);
}

/**
 * The cells of a line, one for every column. A segment belongs to the column whose header it stands under; one that
 * stands under several is parted by words; one under none goes to the nearest edge. Words without a figure that run
 * under the header of amounts stay with the words before them.
 */
export function cellsOfLine(line: PageLine, columns: readonly PageColumn[]): (Segment | null)[] {
  const words: Segment["words"][number][][] = columns.map(() => []);
  const amounts = columns.map(({ header }) => amountColumns.has(columnOf(header) ?? ""));
  for (const segment of line.segments) {
    const under = columns.filter((column) => overlap(column, segment) > 0);
    const pieces = under.length > 1 ? segment.words.map((word) => segmentOf([word])) : [segment];
    let before: number | null = null;
    for (const piece of pieces) {
      const found = nearest(piece, columns);
      const astray: boolean = before !== null && amounts[found] === true && !/\d/.test(piece.text);
      const column: number = astray && before !== null ? before : found;
      words[column]?.push(...piece.words);
      before = column;
    }
  }
  return words.map((group) => {
    if (group.length === 0) return null;
    return segmentOf([...group].sort((one, other) => one.left - other.left));
  });
}

function nearest(piece: Extent, columns: readonly PageColumn[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  columns.forEach((column, index) => {
    const shared = overlap(column, piece);
    // Under a header: the more the better. Else by the edges: text is ranged left, figures are ranged right.
    const distance =
      shared > 0
        ? -shared
        : Math.min(Math.abs(column.left - piece.left), Math.abs(column.right - piece.right), -shared + 1_000);
    if (distance < least) {
      least = distance;
      best = index;
    }
  });
  return best;
}
