/** Longer texts name nothing; they are not even looked at. */
const longestName = 120;

/** Words of a header or a label, ready to compare: no accents, no case, no punctuation. */
export function plainWords(text: string): string {
  return text
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[nº]º|n°|№/g, "n ")
    .replace(/[^a-z0-9#]+/g, " ")
    .trim();
}

/** A list of phrases for a meaning; `word*` stands for any word that begins so. */
export type Phrases<Meaning extends string> = Readonly<Record<Meaning, string>>;

type Phrase<Meaning extends string> = {
  readonly meaning: Meaning;
  readonly words: string;
  readonly test: RegExp;
  readonly length: number;
};

/** Phrases, parted by semicolons, made ready for `meaningOf`. */
export function compiled<Meaning extends string>(phrases: Phrases<Meaning>): readonly Phrase<Meaning>[] {
  return (Object.entries(phrases) as [Meaning, string][]).flatMap(([meaning, list]) =>
    list
      .split(";")
      .map((phrase) => phrase.trim())
      .filter((phrase) => phrase !== "")
      .map((phrase) => ({
        meaning,
        words: phrase,
        test: new RegExp(`(?:^| )${phrase.replaceAll("*", "[a-z]*")}(?: |$)`),
        length: phrase.replaceAll("*", "").length,
      })),
  );
}

type Found<Meaning extends string> = { readonly meaning: Meaning; readonly length: number } | null;

/** What texts were found to mean, for each list of phrases: tables say the same words again and again. */
const remembered = new WeakMap<readonly Phrase<string>[], Map<string, Found<string>>>();
const maxRemembered = 2_000;

/**
 * The meaning whose phrase covers most of the text: `invoice date` is a date, though it holds `invoice`. Null when no
 * phrase is in it.
 */
export function meaningOf<Meaning extends string>(
  text: string,
  phrases: readonly Phrase<Meaning>[],
): Found<Meaning> {
  if (text.length > longestName) return null;
  const known = (remembered.get(phrases) ?? new Map()) as Map<string, Found<Meaning>>;
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= maxRemembered) known.clear();
  remembered.set(phrases, known);
  const found = longestIn(plainWords(text), phrases);
  known.set(text, found);
  return found;
}

function longestIn<Meaning extends string>(
  words: string,
  phrases: readonly Phrase<Meaning>[],
): Found<Meaning> {
  if (words === "" || words.length > 48) return null;
  let best: Found<Meaning> = null;
  for (const phrase of phrases) {
    if (phrase.length > (best?.length ?? 0) && phrase.test.test(words)) {
      best = { meaning: phrase.meaning, length: phrase.length };
    }
  }
  return best;
}

/** Letters that a phrase must have for one of them to be wrong, and for two. */
const forgiving = [6, 12] as const;

/**
 * The meaning of a text that is a phrase but for a letter or two, as OCR and people write them (`Retencién`). Null when
 * no phrase is that near.
 */
export function nearMeaningOf<Meaning extends string>(
  text: string,
  phrases: readonly Phrase<Meaning>[],
): Meaning | null {
  if (text.length > longestName) return null;
  const words = plainWords(text);
  if (words.length < forgiving[0] || words.length > 48) return null;
  const allowed = words.length >= forgiving[1] ? 2 : 1;
  return phrases.find((phrase) => within(words, phrase.words, allowed))?.meaning ?? null;
}

/** Whether one text becomes the other by so many letters changed, left out or put in. */
function within(one: string, other: string, allowed: number): boolean {
  if (Math.abs(one.length - other.length) > allowed || other.length < forgiving[0]) return false;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let to = 1; to <= other.length; to++) {
      const changed = (row[to - 1] ?? 0) + (one[at - 1] === other[to - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    if (Math.min(...next) > allowed) return false;
    row = next;
  }
  return (row[other.length] ?? Number.POSITIVE_INFINITY) <= allowed;
}
