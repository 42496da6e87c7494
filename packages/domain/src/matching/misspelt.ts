import type { Doc } from "./books.ts";
import { amountsOf, NEAR_LENGTH_LEAST } from "./books.ts";
import { type Case, unusable } from "./case.ts";
import { type NumberKey, withoutZeros } from "./document-number.ts";
import { COSTS, type Link, type Mention, type Option } from "./mention.ts";
import type { Atom, Passage } from "./reference-text.ts";
import { folded, foldedMisspelling } from "./spelling.ts";

/*
 * What a piece of text may have been meant to say: numbers one mistake away among all documents, and for the payer's own
 * documents and those of the money's very amount also two mistakes, cut numbers and numbers with something run into them.
 */

/** A family with more open documents than this is only asked through the index. */
const FAMILY_MOST = 200;
const AMOUNT_MOST = 200;
const OPTIONS_MOST = 40;
const CUT_LENGTH_LEAST = 4;
const TWO_MISTAKES_LENGTH = 7;

/** The mentions of the text with all they may mean: those named exactly, with what else they could be, and the rest. */
export function misspeltIn(match: Case, named: readonly Mention[]): Mention[] {
  const rest = match.reading.passages.flatMap((passage, index) => piecesOf(passage, index, named));
  const nearby = docsNearby(match);
  return [...named, ...rest].map((mention) => {
    const exact = new Set(mention.options.flatMap(({ links }) => links.map(({ doc }) => doc)));
    const links = new Map<Doc, Link>();
    const consider = (doc: Doc, written: string, short: string, most: number) => {
      const link = linkToFolded(doc, written, short, most);
      if (!link || exact.has(doc) || unusable(match, doc)) return;
      const known = links.get(doc);
      if (!known || costOf(link) < costOf(known)) links.set(doc, link);
    };
    for (const text of mention.variants) {
      const written = withoutZeros(text);
      const short = folded(written);
      if (short.length >= NEAR_LENGTH_LEAST)
        for (const at of match.prepared.near.find(short)) {
          const doc = match.prepared.docs[at]!;
          if (mayBeMeant(match, doc)) consider(doc, written, short, 1);
        }
      for (const doc of nearby) consider(doc, written, short, 2);
    }
    const options = payersOwn(match, [...links.values()])
      .map((link): Option => ({ links: [link], cost: costOf(link) }))
      .sort((a, b) => a.cost - b.cost || a.links[0]!.doc.at - b.links[0]!.doc.at)
      .slice(0, OPTIONS_MOST);
    return { ...mention, options: [...mention.options, ...options] };
  });
}

const costOf = ({ how, misspelling, length }: Link): number =>
  how === "misspelt"
    ? misspelling?.how === "swapped"
      ? 0.9
      : (misspelling?.edits ?? 1)
    : how === "cut" && length < 5
      ? 1.5
      : COSTS[how];

/** Cheap, and true for all that `payersOwn` keeps and the money can pay whole. */
const mayBeMeant = ({ view, ledger, money }: Case, doc: Doc): boolean =>
  doc.ledger === ledger &&
  doc.freeMinor > 0n &&
  (doc.freeMinor <= money.amountMinor || amountsOf(doc).some((minor) => minor <= money.amountMinor)) &&
  (view.families.size === 0 || view.families.has(doc.rootId));

/** Where the payer is known, only his documents can have been meant by a misspelling. */
function payersOwn(match: Case, links: readonly Link[]): Link[] {
  const own = links.filter(({ doc }) => match.relation(doc) === "confirmed");
  if (own.length > 0 || match.view.families.size > 0) return own;
  return links.filter(({ doc }) => match.relation(doc) === "unknown");
}

function docsNearby(match: Case): Set<Doc> {
  const { ledger, view, money } = match;
  const docs = new Set<Doc>();
  for (const rootId of view.families.keys()) {
    const open = ledger?.families.get(rootId)?.open;
    if (open && open.size <= FAMILY_MOST) for (const doc of open) if (mayBeMeant(match, doc)) docs.add(doc);
  }
  const same = ledger?.byAmount.get(money.amountMinor);
  if (same && same.size <= AMOUNT_MOST) for (const doc of same) docs.add(doc);
  return docs;
}

/** How a piece of text may stand for a document, by its closest key. */
export function linkTo(doc: Doc, text: string, most: number): Link | null {
  const written = withoutZeros(text);
  return linkToFolded(doc, written, folded(written), most);
}

function linkToFolded(doc: Doc, written: string, short: string, most: number): Link | null {
  let best: Link | null = null;
  for (const key of doc.keys) {
    const link = linkByKey(doc, written, short, key, key.kind === "running" ? 1 : most);
    if (link && (!best || costOf(link) < costOf(best))) best = link;
  }
  return best;
}

function linkByKey(
  doc: Doc,
  written: string,
  short: string,
  { folded: long }: NumberKey,
  most: number,
): Link | null {
  const isLong = short.length >= TWO_MISTAKES_LENGTH && long.length >= TWO_MISTAKES_LENGTH;
  const limit =
    long.length < NEAR_LENGTH_LEAST || short.length < NEAR_LENGTH_LEAST
      ? 0
      : isLong
        ? most
        : Math.min(most, 1);
  const found = foldedMisspelling(short, long, limit);
  if (found) {
    const how = found.edits === 0 ? "confused" : "misspelt";
    return { doc, how, written, misspelling: found, length: long.length - found.edits };
  }
  if (most < 2) return null;
  if (short.length >= CUT_LENGTH_LEAST && short.length < long.length && long.length - short.length <= 6) {
    // Beginnings are shared by a whole series: only a nearly whole one tells documents apart.
    if (long.endsWith(short) || (long.startsWith(short) && long.length - short.length <= 2))
      return { doc, how: "cut", written, misspelling: null, length: short.length };
  }
  if (long.length >= 6 && short.length > long.length && short.includes(long))
    return { doc, how: "embedded", written, misspelling: null, length: long.length };
  return null;
}

/** Pieces of text that look like numbers and stand for no document. */
function piecesOf(passage: Passage, index: number, named: readonly Mention[]): Mention[] {
  const { atoms, text } = passage;
  const isNamed = (at: number) =>
    named.some((mention) => mention.passage === index && mention.from <= at && mention.to >= at);
  const isOpen = (at: number) => {
    const atom = atoms[at];
    return (
      atom !== undefined &&
      !isNamed(at) &&
      atom.guise === null &&
      atom.label !== "customer" &&
      atom.label !== "aside"
    );
  };
  const pieces: Mention[] = [];
  for (let from = 0; from < atoms.length; from++) {
    if (!isOpen(from)) continue;
    let to = from;
    while (isOpen(to + 1) && isOneWord(text, atoms[to]!, atoms[to + 1]!)) to++;
    const group = atoms.slice(from, to + 1);
    const isGrouped = group.at(-1)!.isDigits && isShortDigits(atoms[to + 1]) && isOpen(to + 1);
    if (isNumberLike(group.map((atom) => atom.text).join("")) || isGrouped)
      pieces.push(pieceOf(passage, index, from, to, isOpen));
    from = to;
  }
  return pieces.filter(({ variants }) => variants.length > 0);
}

function pieceOf(
  passage: Passage,
  index: number,
  from: number,
  to: number,
  isOpen: (at: number) => boolean,
): Mention {
  const { atoms, text, field } = passage;
  const group = atoms.slice(from, to + 1);
  const variants = new Set<string>();
  const last = group.findLastIndex((atom) => atom.isDigits);
  // From each number, and from the letters before it, to the last one: what stands before may have been a label.
  for (let at = 0; at <= last; at++)
    if (group[at]!.isDigits || group[at + 1]?.isDigits)
      variants.add(
        group
          .slice(at, last + 1)
          .map((atom) => atom.text)
          .join(""),
      );
  for (const atom of group)
    if (atom.isDigits && atom.text.length > TWO_MISTAKES_LENGTH) variants.add(atom.text);
  // "1930 566 277": a number in groups, or broken at the end of a line.
  let joined = group.at(-1)!.isDigits
    ? group
        .filter((atom) => atom.isDigits)
        .map((atom) => atom.text)
        .join("")
    : "";
  for (let at = to + 1; joined !== "" && joined.length <= 16 && isOpen(at) && atoms[at]!.isDigits; at++) {
    if (!/^ {1,2}$/.test(text.slice(atoms[at - 1]!.end, atoms[at]!.start))) break;
    joined += atoms[at]!.text;
    variants.add(joined);
  }
  const label = group.find((atom) => atom.isDigits)?.label ?? null;
  const isField = field === "reference" || field === "end_to_end";
  return {
    passage: index,
    field,
    from,
    to,
    written: text.slice(group[0]!.start, group.at(-1)!.end),
    variants: [...variants].filter(isNumberLike),
    label,
    isDoubtful: label === "order",
    isExact: false,
    options: [],
    skip: isField || label === "order" ? 0.2 : label === "invoice" ? 2.5 : 1.2,
  };
}

/** Four digits, or letters and digits together that are no word. */
function isNumberLike(text: string): boolean {
  const digits = text.match(/\d/g)?.length ?? 0;
  return digits >= CUT_LENGTH_LEAST || (digits >= 2 && text.length >= 6);
}

const isShortDigits = (atom: Atom | undefined): boolean => atom?.isDigits === true && atom.text.length <= 5;

/** Written without a space between; a slash between two long numbers parts them. */
function isOneWord(text: string, a: Atom, b: Atom): boolean {
  const gap = text.slice(a.end, b.start);
  if (gap === "/" && a.isDigits && b.isDigits && a.text.length >= 4 && b.text.length >= 4) return false;
  return /^[-/._:#]?$/.test(gap);
}
