/*
 * How one number may have become another under somebody's hands: a bounded optimal string alignment distance, which
 * counts a wrong, a missing, an extra sign and two swapped neighbours as one mistake each. Pure.
 */

export type Misspelling = {
  edits: number;
  how: "confused" | "swapped" | "wrong_sign" | "missing_sign" | "extra_sign" | "several";
};

/** Letters that are read as digits, and are taken for them on both sides of a comparison. */
const LOOKALIKES: Readonly<Record<string, string>> = { O: "0", I: "1", L: "1", S: "5", B: "8", Z: "2" };

/** "INV1O4I7" and "INV10417" fold to the same text. */
export function folded(text: string): string {
  let out = "";
  for (const sign of text) out += LOOKALIKES[sign] ?? sign;
  return out;
}

/** How `written` differs from `meant`, or null when it takes more than `most` mistakes. Neither needs folding. */
export const misspelling = (written: string, meant: string, most: number): Misspelling | null =>
  foldedMisspelling(folded(written), folded(meant), most);

/** The same for texts that are folded already. */
export function foldedMisspelling(a: string, b: string, most: number): Misspelling | null {
  if (a === b) return { edits: 0, how: "confused" };
  const edits = distance(a, b, most);
  if (edits > most) return null;
  if (edits > 1) return { edits, how: "several" };
  if (a.length !== b.length) return { edits, how: a.length < b.length ? "missing_sign" : "extra_sign" };
  let at = 0;
  while (a[at] === b[at]) at++;
  return { edits, how: a[at] === b[at + 1] && a[at + 1] === b[at] ? "swapped" : "wrong_sign" };
}

const WIDEST = 256;
/** Three rows of the table, used anew by each call: it runs some hundred times for a line. */
let beforeLast = new Uint16Array(WIDEST);
let last = new Uint16Array(WIDEST);
let current = new Uint16Array(WIDEST);

/** Optimal string alignment distance, given up as soon as it must exceed `most`: then `most + 1`. */
export function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  if (one === other) return 0;
  // What both begin and end with costs nothing.
  let from = 0;
  let [endA, endB] = [Math.min(one.length, WIDEST - 1), Math.min(other.length, WIDEST - 1)];
  while (from < endA && from < endB && one.charCodeAt(from) === other.charCodeAt(from)) from++;
  while (endA > from && endB > from && one.charCodeAt(endA - 1) === other.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  const rows = endA - from;
  const columns = endB - from;
  if (rows === 0 || columns === 0) return Math.min(Math.max(rows, columns), most + 1);
  for (let column = 0; column <= columns; column++) last[column] = column;
  for (let row = 1; row <= rows; row++) {
    const sign = one.charCodeAt(from + row - 1);
    const signBefore = row > 1 ? one.charCodeAt(from + row - 2) : -1;
    current[0] = row;
    let best = row;
    for (let column = 1; column <= columns; column++) {
      const meant = other.charCodeAt(from + column - 1);
      let cost = last[column - 1]! + (sign === meant ? 0 : 1);
      if (last[column]! + 1 < cost) cost = last[column]! + 1;
      if (current[column - 1]! + 1 < cost) cost = current[column - 1]! + 1;
      if (column > 1 && signBefore === meant && sign === other.charCodeAt(from + column - 2))
        cost = Math.min(cost, beforeLast[column - 2]! + 1);
      current[column] = cost;
      if (cost < best) best = cost;
    }
    if (best > most) return most + 1;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return Math.min(last[columns]!, most + 1);
}
