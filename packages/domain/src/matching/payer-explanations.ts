import { daysBetween } from "../kernel/business-day.ts";
import { least, sum } from "../kernel/money.ts";
import { type Doc, type Family, settledOf, undisputedOf } from "./books.ts";
import { type Case, unusable } from "./case.ts";
import { settledSignal, several, unknownPayer } from "./doubt.ts";
import { amountText, EXACT, type Explanation, type Part, payerSignals } from "./explanation.ts";
import { fitExactly, wholly } from "./fit.ts";
import type { Signal } from "./match.ts";
import type { MatchingRule } from "./matching-policy.ts";
import type { Link, Mention, OffBooks } from "./mention.ts";
import { isSure } from "./payer.ts";
import { signal } from "./signals.ts";
import { subsetsOf } from "./subset-sum.ts";

/*
 * Explanations by who paid and how much, when the text names nothing: one document of this amount, all that is open, one
 * combination, an instalment that was promised. By themselves only when the text is silent, the payer is sure and nothing
 * else of his comes to the same.
 */

const PROPOSED_MOST = 4;
/** Combinations among which an amount is met by accident less than once in a thousand times. */
const CHANCE_INVERSE = 1_000n;
const PAIR_DOCUMENTS = 3;

export function explainByPayer(
  match: Case,
  mentions: readonly Mention[],
  off: readonly OffBooks[],
): Explanation[] {
  const silence = silenceDoubts(match, mentions, off);
  const families = [...match.view.families.keys()].sort();
  const explanations: Explanation[] = [];
  for (const rootId of families) {
    const family = match.ledger?.families.get(rootId);
    if (!family || family.open.size === 0) continue;
    const doubts = [...silence, ...(isSure(match.view, rootId) ? [] : [payersDoubt(match)])];
    explanations.push(
      ...byExpected(match, rootId, doubts),
      ...byAmount(match, rootId, family, doubts),
      ...bySums(match, family, doubts),
    );
  }
  if (families.length === 0) explanations.push(...byAmountAlone(match));
  return explanations;
}

const payersDoubt = (match: Case): Signal =>
  match.view.families.size > 1
    ? signal("payers_several", { count: String(match.view.families.size) })
    : unknownPayer(match);

/** The payer wrote a reference that leads nowhere, or to what is paid: the amount alone must not outvote him. */
function silenceDoubts(match: Case, mentions: readonly Mention[], off: readonly OffBooks[]): Signal[] {
  const said = mentions.filter(
    ({ field, isDoubtful, label }) =>
      (field === "text" || field === "structured") &&
      (!isDoubtful || label === "order" || label === "invoice"),
  );
  const doubts = said.map(({ written }) => signal("reference_unresolved", { written }));
  for (const { doc, why, written } of off) {
    const { number, currency } = doc.debit;
    if (why === "settled")
      doubts.push(signal("reference_settled", { number, settledOn: doc.settledOn ?? "" }));
    else if (why === "other_currency") doubts.push(signal("reference_other_currency", { number, currency }));
    else if (why === "other_entity") doubts.push(signal("reference_other_entity", { number }));
    else doubts.push(signal("reference_unresolved", { written }));
  }
  if (match.barred.size > 0 && doubts.length === 0)
    for (const [itemId, bar] of match.barred)
      doubts.push(
        signal("reference_barred", {
          number: match.prepared.byItem.get(itemId)?.debit.number ?? "",
          on: bar.on,
          reason: bar.reason,
        }),
      );
  return doubts;
}

/** One document of exactly this amount. */
function byAmount(match: Case, rootId: string, family: Family, doubts: readonly Signal[]): Explanation[] {
  const { money, policy } = match;
  const same = [...(match.ledger?.byAmount.get(money.amountMinor) ?? [])]
    .filter((doc) => doc.rootId === rootId && !unusable(match, doc))
    .sort((a, b) => nearestDue(match, a, b));
  const rivals = same.length > 1 ? [several(same)] : [];
  const twice = settledOf(match.ledger!, rootId, money.amountMinor)
    .map((doc) => settledSignal(match, doc))
    .slice(0, 1);
  return same.slice(0, PROPOSED_MOST).flatMap((doc): Explanation[] => {
    const fit = fitExactly(match, [{ link: linkOf(doc), passage: -1, start: -1 }]);
    if (!fit) return [];
    const own: Signal[] = [];
    const { debit } = doc;
    if (debit.disputedMinor > 0n)
      own.push(
        signal("disputed", {
          number: debit.number,
          amount: amountText(match, debit.disputedMinor),
          currency: money.currency,
        }),
      );
    if (debit.issuedOn > money.valueOn)
      own.push(signal("issued_after", { number: debit.number, issuedOn: debit.issuedOn }));
    if (family.open.size > policy.search.documentsMost)
      own.push(signal("chance", { documents: String(family.open.size) }));
    else if (isPairToo(match, doc, family)) own.push(several([doc]));
    return [
      {
        rules: ["amount"],
        parts: fit.parts.map((part) => ({ ...part, link: null })),
        difference: fit.difference,
        remittanceId: null,
        signals: [
          ...fit.signals,
          ...(same.length === 1 ? [signal("only_amount", { documents: String(family.open.size) })] : []),
          ...payerSignals(match, [doc]),
        ],
        doubts: [...doubts, ...rivals, ...twice, ...own, ...fit.doubts],
        cost: 6,
      },
    ];
  });
}

/** Whether two or three other documents of the family come to the same amount. */
function isPairToo({ money }: Case, doc: Doc, { open }: Family): boolean {
  const others = [...open].filter((other) => other !== doc).map((other) => other.freeMinor);
  return others.some((a, at) => {
    const rest = others.slice(at + 1);
    return rest.some(
      (b, next) =>
        a + b === money.amountMinor || rest.slice(next + 1).some((c) => a + b + c === money.amountMinor),
    );
  });
}

/** All that is open, or the one combination that comes to the money. */
function bySums(match: Case, { open, freeMinor }: Family, doubts: readonly Signal[]): Explanation[] {
  const { money, policy } = match;
  if (open.size > policy.search.documentsMost && freeMinor !== money.amountMinor) return [];
  const docs = [...open].filter((doc) => !unusable(match, doc)).sort((a, b) => a.at - b.at);
  const sumOf = (
    rule: MatchingRule,
    chosen: readonly Doc[],
    sign: Signal,
    own: readonly Signal[],
  ): Explanation => ({
    rules: [rule],
    parts: wholly(chosen.map(linkOf)).map((part): Part => ({ ...part, link: null })),
    difference: EXACT,
    remittanceId: null,
    signals: [
      signal("amount_exact", { amount: amountText(match, money.amountMinor), currency: money.currency }),
      sign,
      ...payerSignals(match, chosen),
    ],
    doubts: [...doubts, ...own, ...caution(match, chosen)],
    cost: rule === "balance" ? 6.5 : 7,
  });
  const isAll = docs.length > 1 && freeMinor === money.amountMinor && docs.length === open.size;
  if (docs.length > policy.search.documentsMost)
    return isAll
      ? [sumOf("balance", docs, signal("all_that_is_open", { documents: String(docs.length) }), [])]
      : [];
  const { found, tried } = subsetsOf(
    docs.map((doc) => doc.freeMinor),
    money.amountMinor,
  );
  const others = found.length > 1 ? [signal("several_fit", { count: "2", numbers: "" })] : [];
  return found.flatMap((places) => {
    const chosen = places.map((place) => docs[place]!);
    // One alone is the rule of the amount.
    if (chosen.length < 2) return [];
    if (isAll && chosen.length === docs.length)
      return [
        sumOf("balance", chosen, signal("all_that_is_open", { documents: String(chosen.length) }), others),
      ];
    const isChance = BigInt(tried) * CHANCE_INVERSE > money.amountMinor || chosen.length > PAIR_DOCUMENTS;
    const chance = isChance ? [signal("chance", { documents: String(docs.length) })] : [];
    const sign = signal("only_combination", { documents: String(docs.length), tried: String(tried) });
    return [sumOf("subset", chosen, sign, [...others, ...chance])];
  });
}

function caution(match: Case, docs: readonly Doc[]): Signal[] {
  const { money } = match;
  return docs.flatMap(({ debit }) => [
    ...(debit.disputedMinor > 0n
      ? [
          signal("disputed", {
            number: debit.number,
            amount: amountText(match, debit.disputedMinor),
            currency: money.currency,
          }),
        ]
      : []),
    ...(debit.issuedOn > money.valueOn
      ? [signal("issued_after", { number: debit.number, issuedOn: debit.issuedOn })]
      : []),
  ]);
}

/** A promised instalment of exactly this amount, due about now. Only its own documents are paid, the oldest first. */
function byExpected(match: Case, rootId: string, doubts: readonly Signal[]): Explanation[] {
  const { money, policy, prepared } = match;
  const due = (prepared.expected.get(rootId) ?? []).filter(
    (each) =>
      each.currency === money.currency &&
      each.amountMinor === money.amountMinor &&
      Math.abs(daysBetween(each.dueOn, money.valueOn)) <= policy.expectedDays,
  );
  return due.slice(0, 2).flatMap((each) => {
    const docs = each.itemIds
      .map((itemId) => prepared.byItem.get(itemId))
      .filter((doc) => doc !== undefined && !unusable(match, doc))
      .sort((a, b) => (a!.debit.dueOn < b!.debit.dueOn ? -1 : 1)) as Doc[];
    const roomMinor = sum(docs.map(undisputedOf));
    if (roomMinor < money.amountMinor) return [];
    let leftMinor = money.amountMinor;
    const parts = docs.flatMap((doc): Part[] => {
      const amountMinor = least(leftMinor, undisputedOf(doc));
      leftMinor -= amountMinor;
      return amountMinor > 0n ? [{ doc, amountMinor, discountMinor: 0n, link: null }] : [];
    });
    const own: Signal[] =
      due.length > 1 ? [signal("several_fit", { count: String(due.length), numbers: "" })] : [];
    if (docs.length > 1 && roomMinor !== money.amountMinor)
      own.push(signal("spread_unclear", { documents: String(docs.length) }));
    // The same amount as a whole other document: it may be that one.
    const other = [...(match.ledger?.byAmount.get(money.amountMinor) ?? [])].filter(
      (doc) => doc.rootId === rootId && !docs.includes(doc),
    );
    if (other.length > 0) own.push(several(other));
    return [
      {
        rules: ["expected"],
        parts,
        difference: EXACT,
        remittanceId: null,
        signals: [
          signal("expected_instalment", {
            amount: amountText(match, each.amountMinor),
            currency: each.currency,
            dueOn: each.dueOn,
          }),
          ...payerSignals(match, docs),
        ],
        doubts: [...doubts, ...own],
        cost: 5.5,
      },
    ];
  });
}

/** Nobody is recognised: the few documents of this very amount are laid out, never applied. */
function byAmountAlone(match: Case): Explanation[] {
  const same = match.ledger?.byAmount.get(match.money.amountMinor);
  if (!same || same.size > 3) return [];
  return [...same]
    .filter((doc) => !unusable(match, doc) && match.relation(doc) !== "other")
    .sort((a, b) => a.at - b.at)
    .flatMap((doc): Explanation[] => {
      const fit = fitExactly(match, [{ link: linkOf(doc), passage: -1, start: -1 }]);
      if (!fit) return [];
      return [
        {
          rules: ["amount"],
          parts: fit.parts.map((part) => ({ ...part, link: null })),
          difference: fit.difference,
          remittanceId: null,
          signals: fit.signals,
          doubts: [unknownPayer(match), ...fit.doubts],
          cost: 8,
        },
      ];
    });
}

const linkOf = (doc: Doc): Link => ({ doc, how: "exact", written: "", misspelling: null, length: 0 });

const nearestDue = ({ money }: Case, a: Doc, b: Doc): number =>
  Math.abs(daysBetween(a.debit.dueOn, money.valueOn)) - Math.abs(daysBetween(b.debit.dueOn, money.valueOn)) ||
  a.at - b.at;
