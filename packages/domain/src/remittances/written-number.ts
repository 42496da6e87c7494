/* How payers write the numbers of documents, and how far what they wrote is from what we print. Pure. */

const LETTERS: Readonly<Record<string, string>> = {
  O: "0",
  Q: "0",
  D: "0",
  I: "1",
  L: "1",
  Z: "2",
  S: "5",
  B: "8",
};

/** Nobody writes a number this long. */
const TEXT_MOST = 200;

/** Only letters and digits, in upper case: "inv 2026/10188" is "INV202610188". */
const plainNumber = (text: string): string =>
  text
    .slice(0, TEXT_MOST)
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** The same with letters that look like digits as these digits: "O9261" is "09261". */
const confusedNumber = (text: string): string =>
  plainNumber(text).replace(/[OQDILZSB]/g, (letter) => LETTERS[letter] ?? letter);

/** The groups of letters or digits of a number without the zeros that lead a group of digits. */
const withoutZeros = (text: string): string => text.replace(/(?<!\d)0+(?=\d)/g, "");

const grouped = (text: string): string =>
  text
    .normalize("NFKC")
    .toUpperCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map(withoutZeros)
    .join("");

/** How a number was recognised, the surest first. */
export type FoundBy = "exact" | "letters" | "zeros" | "prefix";

/** Fewer digits than these are in too many numbers to name one. */
const DIGITS_LEAST = 4;

/** How `written` names the document `number`; null when it does not. */
export function namesAs(written: string, number: string): FoundBy | null {
  const plain = plainNumber(written);
  if (plain === "") return null;
  if (plain === plainNumber(number)) return "exact";
  if (confusedNumber(written) === confusedNumber(number)) return "letters";
  if (grouped(written) === grouped(number)) return "zeros";
  return namesByDigits(written, number) ? "prefix" : null;
}

const lastRun = (text: string): string => /(\d+)\D*$/.exec(text)?.[1] ?? "";
const bare = (digits: string): string => digits.replace(/^0+(?=\d)/, "");
const WORDS_MOST = 12;

/** Other words around the number, or its digits without what stands before them: "Invoice 10188", "10188". */
function namesByDigits(written: string, number: string): boolean {
  const tokens = written
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, WORDS_MOST);
  const whole = plainNumber(number);
  const isWithin = tokens.some((_, from) =>
    tokens.slice(from).some((_, more) => plainNumber(tokens.slice(from, from + more + 1).join("")) === whole),
  );
  const tail = lastRun(number);
  // A short number stands in too many sentences.
  if (isWithin && whole.length >= DIGITS_LEAST) return true;
  const last = confusedNumber(tokens.at(-1) ?? "");
  // Another number before it makes it another document.
  if (!/^\d+$/.test(last) || /\d/.test(tokens.slice(0, -1).join(""))) return false;
  if (last === tail) return tail.length >= DIGITS_LEAST;
  if (bare(last) === bare(tail)) return bare(tail).length >= DIGITS_LEAST;
  return last.length > tail.length && confusedNumber(number).endsWith(last);
}

/**
 * The last digits that a document named by this may have, as they stand in the books: for looking it up. With and
 * without leading zeros, and the ends of a long run, since payers leave out what separates its parts.
 */
export function tailsOf(written: string): string[] {
  const tails = new Set<string>();
  for (const text of [written.normalize("NFKC").toUpperCase().slice(0, TEXT_MOST), confusedNumber(written)]) {
    const runs = text.match(/\d+/g) ?? [];
    const last = runs.pop();
    for (const run of runs) if (run.length >= DIGITS_LEAST) tails.add(run);
    if (!last || last.length > 30) continue;
    for (let from = 0; from === 0 || last.length - from >= DIGITS_LEAST; from++) {
      tails.add(last.slice(from));
      tails.add(bare(last.slice(from)));
    }
    const digits = bare(last);
    for (let length = digits.length + 1; length <= 10; length++) tails.add(digits.padStart(length, "0"));
  }
  return [...tails];
}
