import { folded } from "./spelling.ts";

/*
 * A document's number as people write it: without separators, without the letters before it, without leading zeros, or
 * its running part alone. Pure.
 */

/** How much of the number a key holds. `running` is the last group of digits: "10417" of "INV-2026-10417". */
export type KeyKind = "whole" | "digits" | "running";
export type NumberKey = { text: string; folded: string; kind: KeyKind };

/** Fewer digits than this stand for too many things to be looked up alone. */
const RUNNING_DIGITS_LEAST = 4;
const LETTERS_MOST = 5;

/** Upper case, without accents; "ß" becomes "SS". Signs stay where they are. */
export const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase();

/** Letters and digits alone, as runs of each: "inv-2026/0417" gives INV, 2026, 0417. */
export const runsOf = (text: string): string[] => plain(text).match(/[A-Z]+|\d+/g) ?? [];

export const withoutZeros = (text: string): string => text.replace(/^0+(?=.)/, "");

/** The texts under which a number is found, the most telling first, each once. Not folded. */
export function keysOf(number: string): NumberKey[] {
  const runs = runsOf(number);
  const keys: NumberKey[] = [];
  const add = (text: string, kind: KeyKind) => {
    const bare = withoutZeros(text);
    if (bare !== "" && !keys.some((key) => key.text === bare))
      keys.push({ text: bare, folded: folded(bare), kind });
  };
  add(runs.join(""), "whole");
  const [first = "", ...rest] = runs;
  if (/^[A-Z]+$/.test(first) && rest.length > 0) {
    // "INV-00123" is also written INV123.
    add(first + rest.map(withoutZeros).join(""), "whole");
    const digits = rest.join("");
    if (first.length <= LETTERS_MOST && /^\d+$/.test(digits))
      add(digits, digits.length > RUNNING_DIGITS_LEAST + 1 ? "digits" : "running");
  }
  const last = runs.at(-1) ?? "";
  if (runs.length > 1 && /^\d+$/.test(last) && last.length >= RUNNING_DIGITS_LEAST) add(last, "running");
  return keys.filter(({ text, kind }) => kind === "whole" || text.length >= RUNNING_DIGITS_LEAST - 1);
}

/** What a key is looked up by: without leading zeros, lookalike letters read as digits. */
export const lookup = (text: string): string => folded(withoutZeros(text));
