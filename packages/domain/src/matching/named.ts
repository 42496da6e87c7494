import type { Lead } from "./books.ts";
import { type Case, unusable } from "./case.ts";
import { lookup, withoutZeros } from "./document-number.ts";
import { COSTS, type Link, type LinkHow, type Mention, type OffBooks, type Option } from "./mention.ts";
import { rangesAfter } from "./number-range.ts";
import type { Atom, Passage } from "./reference-text.ts";
import { creditorReference } from "./structured-reference.ts";
import { isNaming } from "./vocabulary.ts";

/*
 * Documents that the text names as they are numbered. Every run of letters and digits, alone and joined with its
 * neighbours, is looked up; the longest that stands for something wins.
 */

const WINDOW = 8;
const RUNNING_TELLING = 5;
const LENGTH_LEAST = 3;
const LENGTH_MOST = 34;
/** A key that leads to more documents than this is no reference. */
const LEADS_MOST = 60;
/** What may stand inside of a number. */
const JOINS = /^(?: ?[-/.:_#*'] ?| {1,2}|)$/;

type Hit = {
  passage: number;
  from: number;
  to: number;
  text: string;
  /** Joined over a space or a slash that may as well part two numbers. */
  isAcross: boolean;
  leads: readonly Lead[];
};

/** What the text names, in the order of the text, and what it names that cannot be paid. */
export function namedIn(match: Case): { mentions: Mention[]; off: OffBooks[] } {
  const mentions: Mention[] = [];
  const off: OffBooks[] = [];
  match.reading.passages.forEach((passage, index) => {
    const kept: { hit: Hit; others: Hit[] }[] = [];
    for (const hit of hitsIn(match, passage, index).sort(byWeight)) {
      const over = kept.find(({ hit: { from, to } }) => hit.from <= to && hit.to >= from);
      if (!over) kept.push({ hit, others: [] });
      else if (hit.isAcross !== over.hit.isAcross && hit.leads.some(({ way }) => way === "whole"))
        over.others.push(hit);
    }
    kept.sort((a, b) => a.hit.from - b.hit.from);
    for (const { hit, others } of kept) {
      for (const { doc, way } of [hit, ...others].flatMap(({ leads }) => leads)) {
        const why = unusable(match, doc);
        // The running part of a number alone is shared by many.
        if (why && (way !== "running" || hit.text.length >= RUNNING_TELLING))
          off.push({ doc, why, written: hit.text, passage: index, from: hit.from, to: hit.to });
      }
      const mention = mentionOf(
        match,
        passage,
        hit,
        others,
        kept.map((each) => each.hit),
      );
      mentions.push(
        mention,
        ...rangesAfter(
          match,
          passage,
          mention,
          hit.text,
          kept.map((each) => each.hit),
        ),
      );
    }
  });
  return { mentions, off };
}

/** The surest first: not joined over a gap, then the longest, then the whole number. */
const byWeight = (a: Hit, b: Hit) =>
  Number(a.isAcross) - Number(b.isAcross) ||
  b.text.length - a.text.length ||
  surest(a) - surest(b) ||
  a.from - b.from;
const surest = ({ leads }: Hit) =>
  Math.min(...leads.map(({ way }) => ["whole", "digits", "reference", "running", "order"].indexOf(way)));

function hitsIn(match: Case, { atoms, text }: Passage, passage: number): Hit[] {
  const hits: Hit[] = [];
  for (let from = 0; from < atoms.length; from++) {
    let joined = "";
    let isAcross = false;
    let digits = 0;
    for (let to = from; to < Math.min(atoms.length, from + WINDOW); to++) {
      const atom = atoms[to]!;
      const before = to > from ? atoms[to - 1] : undefined;
      if (before) {
        const gap = text.slice(before.end, atom.start);
        // An amount or a date ends where it ends.
        if (!JOINS.test(gap) || (gap !== "" && before.guise !== atom.guise)) break;
        isAcross ||= isParting(gap, before, atom);
      }
      joined += atom.text;
      if (atom.isDigits) digits += atom.text.length;
      if (joined.length > LENGTH_MOST) break;
      if (digits === 0 || joined.length < LENGTH_LEAST) continue;
      for (const key of new Set([lookup(joined), ...creditorReference(joined).map(lookup)])) {
        const found = match.prepared.byKey.get(key);
        if (!found || found.length > LEADS_MOST) continue;
        const leads = isCutOff(text, atoms[from - 1], atoms[from]!)
          ? found.filter(({ way }) => way === "whole")
          : found;
        if (leads.length > 0) hits.push({ passage, from, to, text: joined, isAcross, leads });
      }
    }
  }
  return hits;
}

/** Letters that run into the number and are no name for it: they belong to it, and it is another number. */
const isCutOff = (text: string, before: Atom | undefined, first: Atom): boolean =>
  before !== undefined &&
  !before.isDigits &&
  first.isDigits &&
  text.slice(before.end, first.start) === "" &&
  !isNaming(before.text);

const isParting = (gap: string, before: Atom, after: Atom): boolean =>
  before.isDigits &&
  after.isDigits &&
  (gap.includes(" ") || (gap.includes("/") && before.text.length >= 4 && after.text.length >= 4));

function mentionOf(
  match: Case,
  passage: Passage,
  hit: Hit,
  others: readonly Hit[],
  hits: readonly Hit[],
): Mention {
  const atoms = passage.atoms.slice(hit.from, hit.to + 1);
  const label = atoms.find((atom) => atom.isDigits)?.label ?? null;
  const options = preferred(match, [
    ...optionsOf(match, hit, 0),
    ...others.flatMap((other) => optionsOf(match, other, 0.2)),
  ]);
  const isOrder = hit.leads.every(({ way }) => way === "order");
  const isDoubtful =
    atoms.some(({ guise }) => guise !== null) ||
    label === "customer" ||
    label === "aside" ||
    (label === "order" && !isOrder) ||
    isPiece(passage, hit, hits);
  const isField = passage.field === "reference" || passage.field === "end_to_end";
  const isOthers =
    options.length > 0 &&
    options.every(({ links }) => links.every(({ doc }) => match.relation(doc) === "other"));
  return {
    passage: hit.passage,
    field: passage.field,
    from: hit.from,
    to: hit.to,
    written: passage.text.slice(atoms[0]!.start, atoms.at(-1)!.end),
    variants: [hit.text],
    label,
    isDoubtful,
    isExact: hit.leads.some(({ way }) => way === "whole" || way === "digits"),
    options,
    skip: isDoubtful || isField ? 0.2 : isOrder || isOthers ? 0.4 : label === "invoice" ? 3 : 2,
  };
}

/** Whether more digits hang on to it that are no number by themselves: "118" within "4500-118" is not the document 118. */
function isPiece({ atoms, text }: Passage, { from, to }: Hit, hits: readonly Hit[]): boolean {
  const hangs = (at: number, next: number, beside: number) => {
    const [a, b] = [atoms[at], atoms[next]];
    if (!a?.isDigits || !b?.isDigits || !/^[-/._]?$/.test(text.slice(a.end, b.start))) return false;
    return !hits.some((hit) => hit.from <= beside && hit.to >= beside);
  };
  // A short number behind is rather one of a series: "10417-8".
  const isSeries = (atoms[to + 1]?.text.length ?? 0) < (atoms[to]?.text.length ?? 0);
  return hangs(from - 1, from, from - 1) || (hangs(to, to + 1, to + 1) && !isSeries);
}

function optionsOf(match: Case, hit: Hit, extra: number): Option[] {
  const usable = hit.leads.filter(({ doc }) => unusable(match, doc) === null);
  const bare = withoutZeros(hit.text);
  const singles = usable.map(({ doc, way }): Option => {
    const isSpelt = way === "order" || way === "reference" || doc.keys.some(({ text }) => text === bare);
    const how: LinkHow =
      !isSpelt && creditorReference(hit.text).length === 0 ? "confused" : way === "whole" ? "exact" : way;
    const link: Link = { doc, how, written: hit.text, misspelling: null, length: bare.length };
    return { links: [link], cost: COSTS[how] + extra };
  });
  const together = singles.filter(({ links }) => links[0]?.how === "order" || links[0]?.how === "reference");
  if (together.length < 2) return singles;
  return [...singles, { links: together.flatMap(({ links }) => links), cost: COSTS.order }];
}

/** Of several documents with one number, those of the payer are meant. */
function preferred(match: Case, options: readonly Option[]): Option[] {
  const own = options.filter(({ links }) => links.every(({ doc }) => match.relation(doc) === "confirmed"));
  return own.length > 0 ? own : [...options];
}
