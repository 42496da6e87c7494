import type { Doc } from "./books.ts";
import { settledOf } from "./books.ts";
import type { Case } from "./case.ts";
import { amountText, nameOf } from "./explanation.ts";
import type { FitKind } from "./fit.ts";
import type { Signal } from "./match.ts";
import { AS_WRITTEN, COSTS, type Link, type Mention, type OffBooks } from "./mention.ts";
import { linkTo } from "./misspelt.ts";
import { isNearest } from "./payer.ts";
import { signal } from "./signals.ts";

/*
 * What keeps documents that the text names from being paid without a person. One doubt is enough. Two independent
 * facts have to agree to the full (number, amount to the cent, payer), and nothing may speak for something else.
 */

export type Found = {
  links: readonly Link[];
  fit: FitKind;
  /** All that the text may mean; those that the explanation says mean nothing among them. */
  mentions: readonly Mention[];
  off: readonly OffBooks[];
};

/** A number of fewer signs stands for a document only when the payer is known besides. */
const TELLING_LENGTH = 5;
/** The same for one that is misspelt. */
const TELLING_MISSPELT = 7;
const MISSPELT_MOST = 3;
const SAME_AMOUNT_MOST = 3;

export function doubtsOf(match: Case, found: Found): Signal[] {
  const { links } = found;
  const isConfirmed = links.every(({ doc }) => match.relation(doc) === "confirmed");
  const doubts = [...payerDoubts(match, links), ...offDoubts(match, found), ...leftOutDoubts(found)];
  const misspelt = links.filter(({ how }) => COSTS[how] > AS_WRITTEN);
  if (isToTheCent(found.fit)) {
    doubts.push(...(isConfirmed ? [] : strengthDoubts(match, found)));
    if (misspelt.length > 0) doubts.push(...misspeltDoubts(match, found, misspelt, isConfirmed));
  } else {
    if (!isConfirmed && doubts.length === 0) doubts.push(unknownPayer(match));
    if (isConfirmed && !links.every(({ doc }) => isNearest(match.view, doc.rootId)))
      doubts.push(signal("payers_several", { count: String(match.view.families.size) }));
    doubts.push(...misspelt.map(({ doc, written }) => weak(doc, written)));
    doubts.push(...inexactDoubts(match, found));
  }
  const isEarly = ({ debit }: Doc) => debit.issuedOn > match.money.valueOn;
  if (!isConfirmed || misspelt.length > 0 || !isToTheCent(found.fit))
    doubts.push(
      ...links
        .filter(({ doc }) => isEarly(doc))
        .map(({ doc: { debit } }) =>
          signal("issued_after", { number: debit.number, issuedOn: debit.issuedOn }),
        ),
    );
  return doubts;
}

const isToTheCent = (fit: FitKind): boolean => fit === "exact" || fit === "undisputed" || fit === "discount";

export const unknownPayer = ({ money }: Case): Signal =>
  signal("payer_unknown", { name: money.counterpartyName ?? "" });

const weak = (doc: Doc, written: string): Signal =>
  signal("reference_weak", { number: doc.debit.number, written });

/** Somebody else is named as the payer, or the documents belong to several who have nothing to do with each other. */
function payerDoubts(match: Case, links: readonly Link[]): Signal[] {
  const { view } = match;
  const payer = [...view.families.values()][0]?.customerId;
  const payerName = payer === undefined ? (view.name ?? "") : nameOf(match, payer);
  const doubts: Signal[] = [];
  for (const { doc } of links) {
    const relation = match.relation(doc);
    const customer = nameOf(match, doc.debit.customerId);
    if (relation === "other")
      doubts.push(signal("payer_other", { number: doc.debit.number, customer, payer: payerName }));
    else if (relation === "unlike") doubts.push(unknownPayer(match));
    else if (relation === "mixed") doubts.push(signal("payer_mixed", { customer, payer: payerName }));
  }
  const families = new Set(links.map(({ doc }) => doc.rootId));
  if (families.size > 1) doubts.push(signal("customers_several", { count: String(families.size) }));
  return doubts;
}

/** The text names documents that are paid already, or that a person has taken back from this very money. */
function offDoubts(match: Case, { links, off, mentions, fit }: Found): Signal[] {
  const isRead = ({ options }: Mention) =>
    options.some((option) => option.cost > AS_WRITTEN && option.links.some((link) => links.includes(link)));
  const families = new Set([...links.map(({ doc }) => doc.rootId), ...match.view.families.keys()]);
  return off.flatMap((named) => {
    const { doc, why } = named;
    const { number, itemId, amountMinor } = doc.debit;
    // Of another amount, and somebody's slip led to it: `meantExactly` weighs it.
    const places = mentions.filter((mention) => isAt(named, mention));
    const isSlip = amountMinor !== match.money.amountMinor && places.some(isRead);
    const isAside = isToTheCent(fit) && places.every(({ isDoubtful, skip }) => isDoubtful || skip < 0.3);
    if (why === "settled" && families.has(doc.rootId) && !isSlip && !isAside)
      return [signal("reference_settled", { number, settledOn: doc.settledOn ?? "" })];
    if (why === "barred") return [barredSignal(match, itemId, number)];
    return [];
  });
}

/** Who undid it, when and why, as it was kept. */
export function barredSignal({ prepared, money }: Case, itemId: string, number: string): Signal {
  const bar = money.receiptId === null ? undefined : prepared.bars.get(money.receiptId)?.get(itemId);
  return signal("reference_barred", { number, on: bar?.on ?? "", reason: bar?.reason ?? "" });
}

/** The text names other documents of the same payer, and the explanation leaves them out. */
function leftOutDoubts({ links, mentions }: Found): Signal[] {
  const chosen = new Set(links.map(({ doc }) => doc));
  const families = new Set(links.map(({ doc }) => doc.rootId));
  return mentions.flatMap((mention) => {
    if (!mention.isExact || mention.isDoubtful || mention.skip < 1) return [];
    const exact = mention.options.flatMap((option) => (option.cost <= AS_WRITTEN ? option.links : []));
    const isUsed = mention.options.some((option) => option.links.some(({ doc }) => chosen.has(doc)));
    const own = exact.find(({ doc }) => families.has(doc.rootId));
    return isUsed || !own ? [] : [signal("reference_left_out", { number: own.doc.debit.number })];
  });
}

/** Without a payer, the number itself has to be beyond doubt. */
function strengthDoubts(match: Case, { links, mentions }: Found): Signal[] {
  return links.flatMap((link) => {
    const { doc, how, written, length } = link;
    if (how === "order") return [unknownPayer(match)];
    const least = how === "running" ? TELLING_MISSPELT : TELLING_LENGTH;
    const isDoubtful = mentions.every(
      (mention) =>
        mention.isDoubtful ||
        !mention.options.some((option) => option.links.some((each) => each.doc === doc && each.how === how)),
    );
    return length < least || isDoubtful ? [weak(doc, written)] : [];
  });
}

/** A misspelling counts when nothing else could have been meant, and money that came twice is ruled out. */
function misspeltDoubts(
  match: Case,
  found: Found,
  misspelt: readonly Link[],
  isConfirmed: boolean,
): Signal[] {
  const doubts: Signal[] = [];
  const isAlone = found.links.length === 1;
  if (misspelt.length > MISSPELT_MOST) doubts.push(signal("chance", { documents: String(misspelt.length) }));
  for (const link of misspelt) {
    const { doc, written } = link;
    const { number } = doc.debit;
    const edits = link.misspelling?.edits ?? 1;
    const same = sameAmount(match, doc);
    const own = same.filter((other) => other.rootId === doc.rootId);
    const settled = settledOf(doc.ledger, doc.rootId, doc.debit.amountMinor);
    const near = (other: Doc, most: number) => other !== doc && linkTo(other, written, most) !== null;
    const rivals = own.filter((other) => near(other, edits + 1));
    if (rivals.length > 0) doubts.push(several([doc, ...rivals]));
    const twice = settled.find((other) => near(other, edits + 1)) ?? (edits > 1 ? settled[0] : undefined);
    if (twice) doubts.push(settledSignal(match, twice));
    const isFar = edits > 1 || link.how === "cut";
    if (isConfirmed && !isNearest(match.view, doc.rootId))
      doubts.push(signal("payers_several", { count: String(match.view.families.size) }));
    const others = meantExactly(found, link);
    if (isFar && (own.length > 0 || others.length > 0))
      doubts.push(signal("misspelling_far", { number, written, edits: String(edits) }));
    // A number of the same series that is not known may be one that was paid long ago.
    if (!match.prepared.knowsSettled && (own.length > 0 || edits > 1))
      doubts.push(signal("chance", { documents: String(own.length + 1) }));
    if (
      others.some((other) => other.rootId === doc.rootId) &&
      (own.length > 0 || settled.length > 0 || !isAlone)
    )
      doubts.push(several([doc, ...others]));
    if (isConfirmed) continue;
    const isNobody = match.view.families.size === 0;
    if (!isNobody || !isAlone || same.length >= (others.length > 0 ? 1 : SAME_AMOUNT_MOST))
      doubts.push(unknownPayer(match));
    else if (edits > 1 || link.how === "cut" || link.how === "embedded" || link.length < TELLING_MISSPELT)
      doubts.push(weak(doc, written));
  }
  return doubts;
}

/** Documents, open or paid, whose number is written exactly where another is said to be misspelt. */
function meantExactly({ mentions, off }: Found, link: Link): Doc[] {
  const places = mentions.filter(({ options }) => options.some((option) => option.links.includes(link)));
  const open = places
    .flatMap(({ options }) => options.filter(({ cost }) => cost <= AS_WRITTEN))
    .flatMap(({ links }) => links.map(({ doc }) => doc));
  const paid = off.filter(
    (named) => named.why === "settled" && places.some((mention) => isAt(named, mention)),
  );
  return [...open, ...paid.map(({ doc }) => doc)].filter((doc) => doc !== link.doc);
}

const isAt = (named: OffBooks, mention: Mention): boolean =>
  named.passage === mention.passage && named.from <= mention.to && named.to >= mention.from;

const sameAmount = (match: Case, doc: Doc): Doc[] =>
  [...(match.ledger?.byAmount.get(doc.freeMinor) ?? [])].filter((other) => other !== doc);

/** The money is not what the documents come to: nothing else may fit it better, and they must be named beyond doubt. */
function inexactDoubts(match: Case, { links, mentions, fit }: Found): Signal[] {
  const doubts: Signal[] = [];
  const families = new Set(links.map(({ doc }) => doc.rootId));
  for (const { doc, how, written, length } of links) {
    const named = mentions.filter(({ options }) =>
      options.some((option) => option.links.some((each) => each.doc === doc)),
    );
    if (
      how === "running" ||
      how === "order" ||
      length < TELLING_LENGTH - 1 ||
      named.every((each) => each.isDoubtful)
    )
      doubts.push(weak(doc, written));
    if (doc.debit.freeMinor < doc.debit.amountMinor || doc.freeMinor < doc.debit.freeMinor)
      doubts.push(signal("part_paid_before", { number: doc.debit.number }));
    if (doc.debit.disputedMinor > 0n && fit !== "written")
      doubts.push(
        signal("disputed", {
          number: doc.debit.number,
          amount: amountText(match, doc.debit.disputedMinor),
          currency: match.money.currency,
        }),
      );
  }
  // A deduction that is named says to the cent which document is meant; a payment in part does not.
  if (fit === "short" || fit === "over")
    for (const { doc } of links) {
      const near = slipsOf(match, doc);
      if (near.length > 0) doubts.push(several([doc, ...near]));
    }
  for (const mention of mentions) {
    const isPaid = mention.options.some((option) =>
      option.links.some(({ doc }) => links.some((link) => link.doc === doc)),
    );
    if (!isPaid && !mention.isDoubtful && mention.skip >= 2)
      doubts.push(signal("reference_unresolved", { written: mention.written }));
  }
  const better = [...(match.ledger?.byAmount.get(match.money.amountMinor) ?? [])].filter((doc) =>
    families.has(doc.rootId),
  );
  if (better.length > 0) doubts.push(several([...links.map(({ doc }) => doc), ...better]));
  return doubts;
}

/**
 * Documents of the same family one slip of the hand away, open or paid. Where the amount does not say which was meant,
 * the number alone has to.
 */
const slipsOf = ({ prepared }: Case, doc: Doc): Doc[] =>
  doc.keys
    .filter(({ kind }) => kind === "whole")
    .flatMap(({ folded }) => [...prepared.near.find(folded)])
    .map((at) => prepared.docs[at]!)
    .filter(
      (other) =>
        other !== doc &&
        other.rootId === doc.rootId &&
        other.ledger === doc.ledger &&
        linkTo(other, doc.keys[0]?.text ?? "", 1) !== null,
    );

export const several = (docs: readonly Doc[]): Signal =>
  signal("several_fit", {
    count: String(docs.length),
    numbers: docs
      .slice(0, 5)
      .map(({ debit }) => debit.number)
      .join(", "),
  });

export const settledSignal = (match: Case, doc: Doc): Signal =>
  signal("amount_settled", {
    number: doc.debit.number,
    settledOn: doc.settledOn ?? "",
    amount: amountText(match, doc.debit.amountMinor),
    currency: match.money.currency,
  });
