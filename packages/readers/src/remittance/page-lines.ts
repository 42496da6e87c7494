import type { Page, PageWord } from "./page.ts";

/** Words side by side that make one cell, or one run of text. */
export type Segment = {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly confidence: number | null;
  readonly words: readonly PageWord[];
};

/** A line of a page, its segments from left to right. */
export type PageLine = {
  readonly page: number;
  /** Counted from 1 on each page. */
  readonly line: number;
  readonly bottom: number;
  readonly height: number;
  readonly segments: readonly Segment[];
};

/**
 * Gaps wider than this share of the letters' height part cells. A blank is about a quarter of it, in letters of even
 * width more than half: the smallest gaps of the page tell.
 */
const cellGap = { least: 0.5, most: 1.05, blanks: 1.75 } as const;
/** Base lines nearer than this share of the height are one line. */
const sameLine = 0.36;
/** Gaps narrower than this are within a word that was drawn in pieces. */
const wordGap = 0.12;

/** Orders the words of a page into lines by their base lines, and each line into segments by its gaps. */
export function pageLines(page: Page): PageLine[] {
  const words = [...page.words].sort((one, other) => one.bottom - other.bottom);
  const rows: PageWord[][] = [];
  for (const word of words) {
    const row = rows.at(-1);
    const last = row?.[0];
    if (row && last && Math.abs(word.bottom - last.bottom) < sameLine * Math.min(word.height, last.height))
      row.push(word);
    else rows.push([word]);
  }
  const lines = rows.map((row) => [...row].sort((one, other) => one.left - other.left));
  const widest = widestBlank(lines);
  return lines.map((row, index) => ({
    page: page.number,
    line: index + 1,
    bottom: row[0]?.bottom ?? 0,
    height: Math.max(...row.map(({ height }) => height)),
    segments: segmentsOf(row, widest),
  }));
}

/** The widest gap of a blank on the page, in heights of letters. */
function widestBlank(lines: readonly (readonly PageWord[])[]): number {
  const gaps = lines.flatMap((line) =>
    line.flatMap((word, index) => {
      const before = line[index - 1];
      const gap = before ? (word.left - before.right) / Math.max(word.height, before.height) : 0;
      return gap > wordGap ? [gap] : [];
    }),
  );
  const small = gaps.sort((one, other) => one - other)[Math.floor(gaps.length / 10)] ?? 0;
  return Math.min(cellGap.most, Math.max(cellGap.least, small * cellGap.blanks));
}

function segmentsOf(words: readonly PageWord[], widest: number): Segment[] {
  const groups: PageWord[][] = [];
  for (const word of words) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const near = last !== undefined && word.left - last.right < widest * Math.max(word.height, last.height);
    // Pieces drawn over one another are two cells; so are two amounts, however close they stand.
    const over = last !== undefined && word.left - last.right < -wordGap * 1.5 * word.height;
    if (group && last && near && !over && !(isMoney(last.text) && isMoney(word.text))) group.push(word);
    else groups.push([word]);
  }
  return groups.map(segmentOf);
}

function isMoney(text: string): boolean {
  return /\d[.,]\d{2}\D{0,2}$/.test(text) && /^\D{0,2}\d/.test(text);
}

export function segmentOf(words: readonly PageWord[]): Segment {
  let text = "";
  words.forEach((word, index) => {
    const before = words[index - 1];
    const apart = before !== undefined && word.left - before.right > wordGap * word.height;
    text += apart && !text.endsWith(" ") && !word.text.startsWith(" ") ? ` ${word.text}` : word.text;
  });
  const confidences = words.map(({ confidence }) => confidence).filter((value) => value !== null);
  return {
    text: text.trim(),
    left: Math.min(...words.map(({ left }) => left)),
    right: Math.max(...words.map(({ right }) => right)),
    confidence: confidences.length > 0 ? Math.min(...confidences) : null,
    words,
  };
}
