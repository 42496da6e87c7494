import type { Doc } from "./books.ts";
import type { Link, Mention, Option } from "./mention.ts";

/*
 * Chooses what each mention means so that the documents come to exactly the money, the least far-fetched first. A
 * bounded search; deterministic.
 */

export type Choice = { links: readonly Link[]; cost: number; skipped: readonly Mention[] };
export type Choices = { found: readonly Choice[]; isComplete: boolean };

const BUDGETS = [0.95, 1.95, 2.95, 4.45];
const FOUND_MOST = 6;
/** Choices this much dearer than the best are still laid beside it. */
const BESIDE = 0.6;

/**
 * `worthOf`: what a document would take of the money. Only choices up to `costMost` are looked at; `steps` bounds the
 * search, and `isComplete` says whether it came to its end.
 */
export function choose(
  mentions: readonly Mention[],
  targetMinor: bigint,
  worthOf: (doc: Doc) => bigint,
  { costMost, steps }: { costMost: number; steps: number },
): Choices {
  const used = mentions.filter(({ options }) => options.length > 0);
  if (used.length === 0) return { found: [], isComplete: true };
  const ordered = used.map((mention) => ({
    mention,
    options: [...mention.options].sort((a, b) => a.cost - b.cost),
  }));
  const most = suffixMost(ordered, worthOf);
  const search = { left: steps };
  for (const budget of BUDGETS.filter((each) => each <= costMost + 0.5)) {
    const found = new Map<string, Choice>();
    look(ordered, most, targetMinor, worthOf, Math.min(budget, costMost), search, found);
    if (found.size > 0) {
      const all = [...found.values()].sort((a, b) => a.cost - b.cost || (keyOf(a) < keyOf(b) ? -1 : 1));
      const best = all[0]!.cost;
      return {
        found: all.filter(({ cost }) => cost <= best + BESIDE).slice(0, FOUND_MOST),
        isComplete: search.left > 0,
      };
    }
    if (search.left <= 0) break;
  }
  return { found: [], isComplete: search.left > 0 };
}

type Ordered = readonly { mention: Mention; options: readonly Option[] }[];

function look(
  ordered: Ordered,
  most: readonly bigint[],
  targetMinor: bigint,
  worthOf: (doc: Doc) => bigint,
  budget: number,
  search: { left: number },
  found: Map<string, Choice>,
): void {
  const links: Link[] = [];
  const taken = new Set<Doc>();
  const skipped: Mention[] = [];
  const step = (at: number, left: bigint, cost: number): void => {
    if (search.left-- <= 0 || found.size > FOUND_MOST * 4) return;
    if (left < 0n || left > most[at]!) return;
    if (at === ordered.length) {
      if (left !== 0n || links.length === 0) return;
      const choice = { links: [...links], cost, skipped: [...skipped] };
      const key = keyOf(choice);
      const known = found.get(key);
      if (!known || known.cost > cost) found.set(key, choice);
      return;
    }
    const { mention, options } = ordered[at]!;
    for (const option of options) {
      if (cost + option.cost > budget) break;
      const fresh = option.links.filter(({ doc }) => !taken.has(doc));
      let value = 0n;
      for (const { doc } of fresh) value += worthOf(doc);
      for (const link of fresh) {
        taken.add(link.doc);
        links.push(link);
      }
      step(at + 1, left - value, cost + option.cost);
      for (const link of fresh) taken.delete(link.doc);
      links.length -= fresh.length;
    }
    if (cost + mention.skip <= budget) {
      skipped.push(mention);
      step(at + 1, left, cost + mention.skip);
      skipped.pop();
    }
  };
  step(0, targetMinor, 0);
}

const keyOf = ({ links }: Choice): string =>
  links
    .map(({ doc }) => doc.at)
    .sort((a, b) => a - b)
    .join(",");

/** The most that the mentions from each place on can come to. */
function suffixMost(ordered: Ordered, worthOf: (doc: Doc) => bigint): bigint[] {
  const most: bigint[] = [0n];
  for (let at = ordered.length - 1; at >= 0; at--) {
    let best = 0n;
    for (const { links } of ordered[at]!.options) {
      let value = 0n;
      for (const { doc } of links) value += worthOf(doc);
      if (value > best) best = value;
    }
    most.unshift(most[0]! + best);
  }
  return most;
}
