import { withoutZeros } from "./document-number.ts";
import type { Money, Signal } from "./match.ts";
import type { MatchingPolicy } from "./matching-policy.ts";
import type { PayerIndex } from "./payer-index.ts";
import type { Reading } from "./reference-text.ts";
import { signal } from "./signals.ts";

/*
 * Who paid, as far as the line says. Families count as one: a parent pays for its children, and they for each other.
 */

export type PayerWay = "known" | "account" | "learnt_name" | "number" | "name" | "similar_name";
/** `likeness`: of the name, where it was found by it; 1 for all surer ways. */
type FoundPayer = { way: PayerWay; customerId: string; likeness: number; signal: Signal };

/** Families that may have paid, each with the surest way that led to it. */
export type PayerView = {
  families: ReadonlyMap<string, FoundPayer>;
  /** The ways that name somebody at all, each with its families. */
  byWay: ReadonlyMap<PayerWay, ReadonlySet<string>>;
  name: string | null;
};

/** How a document's customer stands to the line's payer. */
export type Relation = "confirmed" | "unknown" | "unlike" | "mixed" | "other";

const WAYS: readonly PayerWay[] = ["known", "account", "learnt_name", "number", "name", "similar_name"];

export function whoPaid(
  index: PayerIndex,
  money: Money,
  reading: Reading,
  policy: MatchingPolicy,
): PayerView {
  const found: FoundPayer[] = [];
  const { customerId, counterpartyAccount: account, counterpartyName: name } = money;
  if (customerId !== null)
    found.push({
      way: "known",
      customerId,
      likeness: 1,
      signal: signal("payer_known", { customer: nameOf(index, customerId) }),
    });
  if (account) found.push(...learnt(index, "account", account, policy));
  if (name) {
    found.push(...learnt(index, "learnt_name", name, policy));
    const { similar, same } = policy.nameLikeness;
    const alike = index.ofName(name, similar);
    const best = alike[0]?.likeness ?? 0;
    for (const { payer, likeness } of alike) {
      // Somebody whose name is clearly nearer is meant; where it is his very name, nobody else.
      if (likeness < best - (best === 1 ? 0.02 : 0.1)) break;
      found.push({
        way: likeness >= same ? "name" : "similar_name",
        customerId: payer.customerId,
        likeness,
        signal: signal("payer_name", { written: name, name: payer.name, likeness: likeness.toFixed(2) }),
      });
    }
  }
  found.push(...numbered(index, reading));
  const families = new Map<string, FoundPayer>();
  const byWay = new Map<PayerWay, Set<string>>();
  for (const way of WAYS)
    for (const each of found)
      if (each.way === way) {
        const rootId = index.rootOf(each.customerId);
        if (!families.has(rootId)) families.set(rootId, each);
        byWay.set(way, (byWay.get(way) ?? new Set()).add(rootId));
      }
  return { families, byWay, name };
}

/**
 * What the line says of a document's customer. `mixed`: one sign speaks for him and a stronger one for somebody else;
 * `other`: only somebody else is named; `unlike`: a name that is nobody's, and surely not his; `unknown`: nothing.
 */
export function relationOf(
  view: PayerView,
  index: PayerIndex,
  policy: MatchingPolicy,
  customerId: string,
): Relation {
  const rootId = index.rootOf(customerId);
  const names = (way: PayerWay) => {
    const families = view.byWay.get(way);
    return families === undefined ? null : families.has(rootId);
  };
  if (names("known") !== null) return names("known") ? "confirmed" : "other";
  const isOpposed = names("account") === false || names("learnt_name") === false;
  if (view.families.has(rootId)) {
    const isSecond = names("account") !== true && (isOpposed || !isNearest(view, rootId));
    return isSecond ? "mixed" : "confirmed";
  }
  const byName = likenessTo(view, index, customerId);
  const isLike = byName >= policy.nameLikeness.similar;
  // His name is like the written one, but somebody else's is clearly nearer.
  if (isLike) return "mixed";
  if (isOpposed || view.families.size > 0) return "other";
  return view.name !== null && byName < policy.nameLikeness.unlike ? "unlike" : "unknown";
}

/** Whether no other family is as likely to have paid: what is not paid to the cent needs a payer beyond doubt. */
export function isNearest(view: PayerView, rootId: string): boolean {
  const own = view.families.get(rootId);
  if (!own) return false;
  for (const [otherId, other] of view.families)
    if (
      otherId !== rootId &&
      other.way !== "number" &&
      (WAYS.indexOf(other.way) < WAYS.indexOf(own.way) || other.likeness > own.likeness + 0.02)
    )
      return false;
  return true;
}

/** Whether the payer is sure enough for money without any reference. */
export const isSure = (view: PayerView, rootId: string): boolean =>
  view.families.size === 1 &&
  ["known", "account", "learnt_name", "name"].includes(view.families.get(rootId)?.way ?? "");

function likenessTo(view: PayerView, index: PayerIndex, customerId: string): number {
  if (view.name === null) return 0;
  const rootId = index.rootOf(customerId);
  return Math.max(index.likeness(view.name, customerId), index.likeness(view.name, rootId));
}

function learnt(
  index: PayerIndex,
  way: "account" | "learnt_name",
  written: string,
  policy: MatchingPolicy,
): FoundPayer[] {
  const customers = [...(way === "account" ? index.ofAccount(written) : index.ofLearntName(written))].sort();
  if (customers.length > policy.aliasCustomersMost) return [];
  return customers.map((customerId) => ({
    way,
    customerId,
    likeness: 1,
    signal: signal(way === "account" ? "payer_account" : "payer_learnt_name", {
      written,
      customer: nameOf(index, customerId),
    }),
  }));
}

/** Customer numbers in the text, where it calls them so, or long enough to be nothing else. */
function numbered(index: PayerIndex, { passages }: Reading): FoundPayer[] {
  const found: FoundPayer[] = [];
  for (const { atoms, text } of passages)
    atoms.forEach((atom, at) => {
      if (!atom.isDigits || (atom.guise !== null && atom.label !== "customer")) return;
      const before = atoms[at - 1];
      const glued =
        before && !before.isDigits && text.slice(before.end, atom.start).length <= 1 ? before.text : "";
      for (const number of new Set([withoutZeros(atom.text), glued + atom.text])) {
        const isTelling = atom.label === "customer" ? number.length >= 3 : number.length >= 7;
        const payers = isTelling ? index.ofNumber(number) : [];
        if (payers.length === 1 && payers[0])
          found.push({
            way: "number",
            customerId: payers[0].customerId,
            likeness: 1,
            signal: signal("payer_number", { number: payers[0].number, customer: payers[0].name }),
          });
      }
    });
  return found;
}

const nameOf = (index: PayerIndex, customerId: string): string =>
  index.byId.get(customerId)?.name ?? customerId;
