import type { Location } from "../location.ts";
import { type Fact, factPhrases } from "./fact-words.ts";
import type { GridCell, GridRow } from "./grid.ts";
import { meaningOf, plainWords } from "./words.ts";

export type FoundFact = { readonly cell: GridCell; readonly label: string; readonly location: Location };
export type Facts = ReadonlyMap<Fact, FoundFact>;

/** A label with its value is no longer than a line of a letter. */
const longestLabelled = 240;

/** Share of a label that its phrase must cover: `Payment date` is one, a sentence with these words is not. */
const coverage = 0.7;

/**
 * Finds labels with their values in text around a table: `Payment date: 17.11.2026`, a label in one cell and the value
 * in the next, `Remittance advice 4711`. The first of a meaning counts.
 */
export function findFacts(rows: readonly GridRow[]): Facts {
  const facts = new Map<Fact, FoundFact>();
  for (const { cells, location } of rows) {
    cells.forEach((cell, index) => {
      if (cell.text === "" || cell.kind !== "text") return;
      const next = cells.slice(index + 1).find(({ text }) => text !== "" && text !== ":");
      const found = labelled(cell, next);
      if (found && !facts.has(found.fact) && plausible(found.fact, found.value.text)) {
        facts.set(found.fact, { cell: found.value, label: found.label, location });
      }
    });
  }
  return facts;
}

/** Whether a text is a label with its value, or begins with one. */
export function isLabelled(text: string): boolean {
  const colon = text.indexOf(":");
  return colon > 0 && colon <= 48 && factOf(text.slice(0, colon)) !== null;
}

type Labelled = { readonly fact: Fact; readonly label: string; readonly value: GridCell };

function labelled(cell: GridCell, next: GridCell | undefined): Labelled | null {
  if (cell.text.length > longestLabelled) return null;
  const colon = cell.text.indexOf(":");
  if (colon > 0) {
    const label = cell.text.slice(0, colon).trim();
    const fact = factOf(label) ?? factOf(lastWords(label, 2)) ?? factOf(lastWords(label, 1));
    const inside = cell.text.slice(colon + 1).trim();
    const value = inside === "" ? next : { ...cell, text: inside };
    return fact && value ? { fact, label, value } : null;
  }
  const fact = factOf(cell.text);
  // Without a colon, "de" or "to" is a word of a title rather than a label.
  if (fact && next && cell.text.length >= 4 && plausible(fact, next.text))
    return { fact, label: cell.text, value: next };
  // `Remittance advice MF-PAY-3391`: words that are a label, then one value.
  const split =
    /^([\p{L}.°º#/' -]{3,40}?)[\s#.]+((?:[A-Z]{3}\s|[€$£]\s?)?\S*\d\S*(?:\s[A-Z]{3}|\s?[€$£])?)$/u.exec(
      cell.text,
    );
  const before = split ? factOf(split[1] ?? "") : null;
  return split && before
    ? { fact: before, label: split[1] ?? "", value: { ...cell, text: split[2] ?? "" } }
    : null;
}

/** The end of a sentence before a colon: `… überwiesen. Verwendungszweck: 4711`. */
function lastWords(text: string, count: number): string {
  return text
    .split(/[\s,.]+/)
    .slice(-count)
    .join(" ");
}

function factOf(label: string): Fact | null {
  const found = meaningOf(label, factPhrases);
  if (!found || found.length < plainWords(label).length * coverage) return null;
  return found.meaning;
}

/** Whether a value can be what its label says: a total has figures, a name has letters. */
function plausible(fact: Fact, value: string): boolean {
  if (fact === "payer" || fact === "payee")
    return /\p{L}{2}/u.test(value) && value.length <= 140 && !/^\d/.test(value);
  if (fact === "currency") return /^[A-Z]{3}$/i.test(value);
  if (fact === "method") return /\p{L}/u.test(value);
  return /\d/.test(value) && value.length <= 80;
}
