import type { PreparedBooks } from "./books.ts";
import { type Case, openCase } from "./case.ts";
import { explainByClaim } from "./claim-explanations.ts";
import { amountText, applicationOf, type Explanation, nameOf, payerOf } from "./explanation.ts";
import type { Money, Outcome, Proposal, Signal } from "./match.ts";
import type { MatchingPolicy } from "./matching-policy.ts";
import type { OffBooks } from "./mention.ts";
import { namedIn } from "./named.ts";
import { explainByPayer } from "./payer-explanations.ts";
import { explainMisspelt, explainNamed, explainNearly } from "./reference-explanations.ts";
import { signal } from "./signals.ts";

/**
 * What a line of money pays. Looks for explanations from the most to the least telling and stops as soon as one is
 * beyond doubt; such a one is applied when its rules may, all else is laid out for a person, best first. Pure: the same
 * books, money and rules give the same answer.
 */
export function matchMoney(prepared: PreparedBooks, money: Money, policy: MatchingPolicy): Outcome {
  const match = openCase(prepared, money, policy);
  if (money.amountMinor <= 0n) return nothing(match, [signal("not_money_in", {})]);
  const named = namedIn(match);
  const explanations = explainByClaim(match);
  const isClear = () => explanations.some(({ doubts }) => doubts.length === 0);
  if (!isClear()) explanations.push(...explainNamed(match, named.mentions, named.off));
  if (!isClear()) {
    const { mentions, explanations: misspelt } = explainMisspelt(match, named.mentions, named.off);
    explanations.push(...misspelt);
    // What is named stands first, but money that fits something else to the cent must not be bent to it.
    if (!isClear())
      explanations.push(...explainNearly(match, mentions, named.off).map(besideOf(explanations)));
    if (!isClear()) explanations.push(...explainByPayer(match, mentions, named.off));
  }
  return outcomeOf(match, distinct(explanations), named.off);
}

/** A rough fit beside one to the cent is no longer unambiguous. */
const besideOf =
  (others: readonly Explanation[]) =>
  (near: Explanation): Explanation => {
    const exact = others.filter(
      ({ difference, parts }) => difference.kind === "none" && keyOf(parts) !== keyOf(near.parts),
    );
    if (near.difference.kind === "none" || exact.length === 0) return near;
    const numbers = exact.flatMap(({ parts }) => parts.map(({ doc }) => doc.debit.number)).slice(0, 5);
    const doubt = signal("several_fit", { count: String(exact.length + 1), numbers: numbers.join(", ") });
    return { ...near, doubts: [...near.doubts, doubt] };
  };

function outcomeOf(match: Case, explanations: readonly Explanation[], off: readonly OffBooks[]): Outcome {
  const { policy } = match;
  const ordered = [...explanations].sort(
    (a, b) =>
      Number(a.doubts.length > 0) - Number(b.doubts.length > 0) ||
      payerRank(match, a) - payerRank(match, b) ||
      a.cost - b.cost ||
      a.doubts.length - b.doubts.length ||
      (keyOf(a.parts) < keyOf(b.parts) ? -1 : 1),
  );
  const [best] = ordered;
  if (!best) return nothing(match, offSignals(off));
  const proposals = ordered
    .slice(0, policy.proposalsMost)
    .map((explanation) => proposalOf(match, explanation, best));
  const rule = best.rules.at(-1) ?? null;
  const customerId = payerOf(match, best.parts);
  const switchedOff = best.rules.filter((each) => !policy.rules[each]);
  const waits = unique([
    ...best.doubts,
    ...switchedOff.map((each) => signal("rule_off", { rule: each })),
    ...(best.doubts.length > 0 ? offSignals(off) : []),
  ]);
  const kind = waits.length === 0 ? "apply" : "propose";
  const payer =
    kind === "apply" ? customerId : (onlyPayer(match) ?? (best.doubts.length === 0 ? customerId : null));
  return { kind, rule, customerId: payer, proposals, waits };
}

/** Documents of somebody else come after all that may be the payer's. */
const payerRank = (match: Case, { parts }: Explanation): number =>
  parts.some(({ doc }) => match.relation(doc) === "other") ? 1 : 0;

function proposalOf(match: Case, explanation: Explanation, best: Explanation): Proposal {
  const { parts, difference, remittanceId, signals, rules } = explanation;
  return {
    customerId: payerOf(match, parts) ?? "",
    rule: rules.at(-1) ?? "",
    applications: parts.map(applicationOf),
    difference,
    remittanceId,
    signals,
    rejected: explanation === best ? null : rejection(match, explanation, best),
  };
}

/** Why the best was preferred, by the first respect in which it is better. */
function rejection(match: Case, rival: Explanation, best: Explanation): Signal {
  const than = best.parts
    .map(({ doc }) => doc.debit.number)
    .slice(0, 3)
    .join(", ");
  const stranger = rival.parts.find(({ doc }) => match.relation(doc) === "other");
  if (stranger && payerRank(match, best) === 0)
    return signal("other_payer", { customer: nameOf(match, stranger.doc.debit.customerId) });
  if (rival.parts.every(({ link }) => link === null) && best.parts.some(({ link }) => link !== null))
    return signal("no_reference", { than });
  if (rival.difference.minor !== 0n && best.difference.minor === 0n)
    return signal("amount_farther", {
      difference: amountText(match, rival.difference.minor),
      currency: match.money.currency,
    });
  return rival.cost > best.cost + 0.01
    ? signal("less_exact", { than })
    : signal("fits_as_well", { as: than });
}

function nothing(match: Case, waits: readonly Signal[]): Outcome {
  return {
    kind: "nothing",
    rule: null,
    customerId: onlyPayer(match),
    proposals: [],
    waits: waits.length > 0 ? unique(waits) : [signal("nothing_fits", {})],
  };
}

/** Who paid, when the line leaves no choice. */
function onlyPayer({ view, money }: Case): string | null {
  if (money.customerId !== null) return money.customerId;
  const [only] = view.families.values();
  return view.families.size === 1 && only && only.way !== "similar_name" ? only.customerId : null;
}

/** What the text names and the money cannot pay. */
const offSignals = (off: readonly OffBooks[]): Signal[] =>
  off.flatMap(({ doc: { debit, settledOn }, why }) => {
    const { number, currency } = debit;
    if (why === "settled") return [signal("reference_settled", { number, settledOn: settledOn ?? "" })];
    if (why === "other_currency") return [signal("reference_other_currency", { number, currency })];
    return why === "other_entity" ? [signal("reference_other_entity", { number })] : [];
  });

/** The same documents with the same amounts once, as the first said it. */
function distinct(explanations: readonly Explanation[]): Explanation[] {
  const kept = new Map<string, Explanation>();
  for (const each of explanations) {
    const key = keyOf(each.parts);
    const known = kept.get(key);
    if (!known || (known.doubts.length > 0 && each.doubts.length === 0)) kept.set(key, each);
  }
  return [...kept.values()];
}

const keyOf = (parts: Explanation["parts"]): string =>
  parts
    .map(({ doc, amountMinor, discountMinor }) => `${doc.at}:${amountMinor}:${discountMinor}`)
    .sort()
    .join(",");

function unique(signals: readonly Signal[]): Signal[] {
  const seen = new Set<string>();
  return signals.filter((each) => {
    const key = JSON.stringify(each);
    return !seen.has(key) && seen.add(key);
  });
}
