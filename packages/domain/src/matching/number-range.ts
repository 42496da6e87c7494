import { type Case, unusable } from "./case.ts";
import { lookup } from "./document-number.ts";
import { COSTS, type Link, type Mention } from "./mention.ts";
import type { Atom, Passage } from "./reference-text.ts";
import { isThrough } from "./vocabulary.ts";

/*
 * Numbers written short after a whole one: "10417/18/19", "10417-8", "10417 + 19", "10417 bis 10420". What is left out
 * is taken from the number before.
 */

const SHORT_MOST = 3;
const SPAN_MOST = 200;

type Place = { from: number; to: number };

/** The mentions that follow from what stands behind a named number. `taken`: atoms that are numbers by themselves. */
export function rangesAfter(
  match: Case,
  passage: Passage,
  named: Mention,
  text: string,
  taken: readonly Place[],
): Mention[] {
  const first = named.options[0]?.links[0];
  const { atoms } = passage;
  const last = atoms[named.to];
  if (!first || first.how === "order" || first.how === "reference" || !last?.isDigits) return [];
  const mentions: Mention[] = [];
  let before: Atom = last;
  let whole = text;
  for (let at = named.to + 1; at < atoms.length; at++) {
    const word = atoms[at]!;
    const isWord = !word.isDigits && /^(BIS|TO|THRU|THROUGH|TM|TOT|AU|A|U|UND|AND|ET|EN)$/.test(word.text);
    const next = isWord ? atoms[at + 1] : word;
    if (!next?.isDigits || next.guise !== null) break;
    const place = isWord ? at + 1 : at;
    const gap = passage.text.slice(before.end, next.start).replaceAll(" ", "");
    const separator = isWord ? word.text : gap;
    const isRange = separator === "-" || isThrough(separator) || /^T\/?M$/.test(gap.replace(/\./g, ""));
    if (!isRange && !/^([/+,&]|U|UND|AND|ET|EN)$/.test(separator)) break;
    const isWhole = next.text.length >= last.text.length;
    const own = taken.find(({ from, to }) => from <= place && to >= place);
    if (!own && (isWhole || next.text.length > SHORT_MOST)) break;
    const end = own || isWhole ? null : whole.slice(0, -next.text.length) + next.text;
    if (end === null && next.text.length !== last.text.length) break;
    const endText = end ?? whole.slice(0, -next.text.length) + next.text;
    const between = isRange ? linksBetween(match, whole, endText, first.doc.rootId, passage) : [];
    const written = passage.text.slice(last.start, next.end);
    const mention = {
      ...named,
      from: place,
      to: place,
      written,
      variants: [endText],
      isExact: false,
      isDoubtful: false,
    };
    if (between.length > 0)
      mentions.push({ ...mention, skip: 0, options: [{ links: between, cost: COSTS.range }] });
    if (end !== null) {
      const links = linksOf(match, end, first.doc.rootId, written);
      // A short number that leads nowhere was none.
      if (links.length > 0)
        mentions.push({
          ...mention,
          skip: 0.4,
          options: links.map((link) => ({ links: [link], cost: COSTS.range })),
        });
    }
    if (own) break;
    whole = endText;
    before = next;
    at = place;
  }
  return mentions;
}

/** The family's documents numbered strictly between two texts of equal length that differ in their last digits. */
function linksBetween(match: Case, from: string, to: string, rootId: string, { text }: Passage): Link[] {
  const [a, b] = [/\d+$/.exec(from)?.[0] ?? "", /\d+$/.exec(to)?.[0] ?? ""];
  if (a.length !== b.length || a.length > 15) return [];
  const [low, high] = [Number(a), Number(b)];
  if (high <= low + 1 || high - low > SPAN_MOST) return [];
  const head = from.slice(0, -a.length);
  return Array.from(
    { length: high - low - 1 },
    (_, step) => head + String(low + 1 + step).padStart(a.length, "0"),
  ).flatMap((number) => linksOf(match, number, rootId, `${from}-${to}`.slice(0, text.length)));
}

function linksOf(match: Case, number: string, rootId: string, written: string): Link[] {
  return (match.prepared.byKey.get(lookup(number)) ?? [])
    .filter(
      ({ doc, way }) =>
        way !== "order" && way !== "reference" && doc.rootId === rootId && !unusable(match, doc),
    )
    .map(({ doc }) => ({ doc, how: "range", written, misspelling: null, length: number.length }));
}
