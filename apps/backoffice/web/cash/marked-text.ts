import type { Laid } from "./use-match.ts";

/* Which words of a line's text the engine went by. Pure. */

export type MarkedPart = { part: string; mark: "for" | "against" | null };

type Written = { text: string; mark: "for" | "against" };

/** The text in parts: what speaks for the best proposal, what a person has to look at, and the rest. */
export function markedText(text: string, laid: Laid | undefined): MarkedPart[] {
  const spans = writtenIn(laid)
    .flatMap(({ text: written, mark }) => placesOf(text, written).map((at) => ({ ...at, mark })))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const parts: MarkedPart[] = [];
  let end = 0;
  for (const { from, to, mark } of spans) {
    if (from < end) continue;
    if (from > end) parts.push({ part: text.slice(end, from), mark: null });
    parts.push({ part: text.slice(from, to), mark });
    end = to;
  }
  if (end < text.length) parts.push({ part: text.slice(end), mark: null });
  return parts;
}

function writtenIn(laid: Laid | undefined): Written[] {
  const of = (signals: Laid["waits"], mark: Written["mark"]): Written[] =>
    signals.flatMap(({ facts }) =>
      [facts.written, facts.order, facts.reference].flatMap((written) =>
        written && written.length >= 3 ? [{ text: written, mark }] : [],
      ),
    );
  return [...of([...(laid?.proposals[0]?.signals ?? [])], "for"), ...of(laid?.waits ?? [], "against")];
}

/** Where the written stands, whatever lies between its letters and figures: "INV202610322" is in "INV-2026-10322". */
function placesOf(text: string, written: string): { from: number; to: number }[] {
  const kept: number[] = [];
  let plain = "";
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index] ?? "";
    if (!/[\p{L}\p{N}]/u.test(letter)) continue;
    kept.push(index);
    plain += letter.toUpperCase().slice(0, 1);
  }
  const wanted = written.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
  const places: { from: number; to: number }[] = [];
  if (wanted.length < 3) return places;
  for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + wanted.length))
    places.push({ from: kept[at] ?? 0, to: (kept[at + wanted.length - 1] ?? 0) + 1 });
  return places;
}
