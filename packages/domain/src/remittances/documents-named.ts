import type { ItemKind } from "../items/item.ts";
import { type FoundBy, namesAs } from "./written-number.ts";

/* Which document a line of a remittance is about. Pure. */

/** A document that may be meant. Amounts in minor units of its currency. */
export type Candidate = {
  itemId: string;
  number: string;
  kind: ItemKind;
  customerId: string;
  currency: string;
  amountMinor: bigint;
  openMinor: bigint;
};

export type Named =
  | { kind: "found"; candidate: Candidate; by: FoundBy }
  /** Several fit equally well: a person chooses. */
  | { kind: "several"; candidates: readonly Candidate[] }
  | { kind: "none" };

const WAYS: readonly FoundBy[] = ["exact", "letters", "zeros", "prefix"];

/**
 * The document that `written` names, by the surest way that leads to any. Of several that are named equally well the
 * only open one is meant; else nobody can tell.
 */
export function documentNamed(written: string, candidates: readonly Candidate[]): Named {
  const named = new Map<FoundBy, Candidate[]>();
  for (const candidate of candidates) {
    const by = namesAs(written, candidate.number);
    if (by) named.set(by, [...(named.get(by) ?? []), candidate]);
  }
  for (const by of WAYS) {
    const found = named.get(by);
    if (!found) continue;
    const open = found.filter(({ openMinor }) => openMinor > 0n);
    const meant = found.length === 1 ? found : open;
    const [candidate, ...more] = meant;
    if (candidate && more.length === 0) return { kind: "found", candidate, by };
    return { kind: "several", candidates: open.length > 0 ? open : found };
  }
  return { kind: "none" };
}
