import { type Doc, discountOf, undisputedOf } from "./books.ts";
import type { Case } from "./case.ts";
import { type Choice, choose } from "./choice.ts";
import { doubtsOf, type Found, several } from "./doubt.ts";
import { type Explanation, linkSignals, payerSignals } from "./explanation.ts";
import { discountInTime, type Fit, type FitKind, fitExactly, fitOf, type Placed } from "./fit.ts";
import type { Signal } from "./match.ts";
import type { MatchingRule } from "./matching-policy.ts";
import { AS_WRITTEN, COSTS, type Link, type Mention, type OffBooks } from "./mention.ts";
import { misspeltIn } from "./misspelt.ts";
import { signal } from "./signals.ts";

/* Explanations by what the text names: as it is written, then as it may have been meant. */

const RULE_OF_FIT: Readonly<Record<FitKind, MatchingRule | null>> = {
  exact: null,
  undisputed: null,
  discount: "discount",
  written: "short_payment",
  deduction: "deduction",
  tolerance: "tolerance",
  short: "short_payment",
  over: "over_payment",
};

/** Documents named as they are numbered that come to the money, to the cent or less a discount. */
export function explainNamed(
  match: Case,
  mentions: readonly Mention[],
  off: readonly OffBooks[],
): Explanation[] {
  const costMost = 0.95;
  return explainChoices(match, mentions, off, costMost);
}

/** As above, with all that the text may have been meant to say. */
export function explainMisspelt(match: Case, named: readonly Mention[], off: readonly OffBooks[]) {
  const mentions = misspeltIn(match, named);
  return { mentions, explanations: explainChoices(match, mentions, off, 4.4) };
}

/** All documents that are named, whatever they come to. */
export function explainNearly(
  match: Case,
  mentions: readonly Mention[],
  off: readonly OffBooks[],
): Explanation[] {
  const placed = allNamed(match, mentions);
  if (placed.length === 0) return [];
  // A number that stands for several documents names none of them.
  const rivals = mentions
    .map(({ options }) => options.filter(({ cost }) => cost <= AS_WRITTEN).flatMap(({ links }) => links))
    .filter((links) => links.length > 1 && links.some(({ how }) => how !== "order" && how !== "range"))
    .flatMap((links) => links.map(({ doc }) => doc));
  const extra = rivals.length > 0 ? [several(rivals)] : [];
  return [explained(match, placed, fitOf(match, placed), { mentions, off }, extra, 5)];
}

function explainChoices(
  match: Case,
  mentions: readonly Mention[],
  off: readonly OffBooks[],
  costMost: number,
): Explanation[] {
  const explanations: Explanation[] = [];
  for (const worthOf of worthsOf(match, mentions)) {
    const { found, isComplete } = choose(mentions, match.money.amountMinor, worthOf, {
      costMost,
      steps: match.policy.search.stepsMost,
    });
    for (const choice of found) {
      const placed = placedOf(match, mentions, choice);
      const fit = fitExactly(match, placed);
      if (!fit) continue;
      const rivals = rivalsOf(found, choice);
      const extra: Signal[] = rivals.length > 0 ? [several(rivals)] : [];
      if (!isComplete) extra.push(signal("search_ended", { bound: String(match.policy.search.stepsMost) }));
      explanations.push(explained(match, placed, fit, { mentions, off }, extra, choice.cost));
    }
    if (explanations.length > 0) break;
  }
  return explanations;
}

/** What documents take of the money: all that is free; else less their discount, else less what is disputed. */
function worthsOf(match: Case, mentions: readonly Mention[]): ((doc: Doc) => bigint)[] {
  const docs = mentions.flatMap(({ options }) => options.flatMap(({ links }) => links.map(({ doc }) => doc)));
  const values: ((doc: Doc) => bigint)[] = [(doc) => doc.freeMinor];
  if (docs.some((doc) => discountOf(doc) > 0n))
    values.push((doc) => doc.freeMinor - (discountInTime(match, doc) ? discountOf(doc) : 0n));
  if (docs.some(({ debit }) => debit.disputedMinor > 0n)) values.push(undisputedOf);
  return values;
}

/** Other choices that are about as near. A text taken as it is written has none that is misspelt. */
function rivalsOf(found: readonly Choice[], choice: Choice): Doc[] {
  const beside = choice.cost <= AS_WRITTEN ? 0.3 : 0.6;
  return found
    .filter((other) => other !== choice && other.cost <= choice.cost + beside)
    .flatMap(({ links }) => links.map(({ doc }) => doc));
}

/** Every named document, the payer's own first where a number stands for several. */
function allNamed(match: Case, mentions: readonly Mention[]): Placed[] {
  const placed: Placed[] = [];
  const taken = new Set<Doc>();
  for (const mention of mentions) {
    const [option] = mention.options.filter(({ cost }) => cost <= AS_WRITTEN);
    if (!option || (mention.isDoubtful && mention.options.length > 1) || mention.skip < 0.3) continue;
    for (const link of option.links) {
      if (taken.has(link.doc) || match.relation(link.doc) === "other") continue;
      taken.add(link.doc);
      placed.push(placeOf(match, mention, link));
    }
  }
  return placed;
}

function placedOf(match: Case, mentions: readonly Mention[], { links }: Choice): Placed[] {
  return links.map((link) => {
    const mention = mentions.find(({ options }) => options.some((option) => option.links.includes(link)));
    return mention ? placeOf(match, mention, link) : { link, passage: -1, start: -1 };
  });
}

const placeOf = (match: Case, { passage, from }: Mention, link: Link): Placed => ({
  link,
  passage,
  start: match.reading.passages[passage]?.atoms[from]?.start ?? -1,
});

function explained(
  match: Case,
  placed: readonly Placed[],
  fit: Fit,
  { mentions, off }: Pick<Found, "mentions" | "off">,
  extra: readonly Signal[],
  cost: number,
): Explanation {
  const links = placed.map(({ link }) => link);
  return {
    rules: rulesOf(links, fit.kind),
    parts: fit.parts,
    difference: fit.difference,
    remittanceId: null,
    signals: [
      ...linkSignals(links),
      ...fit.signals,
      ...payerSignals(
        match,
        links.map(({ doc }) => doc),
      ),
    ],
    doubts: [...doubtsOf(match, { links, fit: fit.kind, mentions, off }), ...fit.doubts, ...extra],
    cost,
  };
}

function rulesOf(links: readonly Link[], kind: FitKind): MatchingRule[] {
  const rules: MatchingRule[] = [];
  if (links.some(({ how }) => COSTS[how] > AS_WRITTEN)) rules.push("misspelt_reference");
  else if (links.every(({ how }) => how === "order")) rules.push("purchase_order");
  else rules.push("reference");
  const rule = RULE_OF_FIT[kind];
  if (rule) rules.push(rule);
  return rules;
}
