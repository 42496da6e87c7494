import { daysBetween } from "../kernel/business-day.ts";
import { least, sum } from "../kernel/money.ts";
import { type Doc, referenceKey } from "./books.ts";
import { type Case, unusable } from "./case.ts";
import { lookup, runsOf } from "./document-number.ts";
import { barredSignal } from "./doubt.ts";
import { amountText, EXACT, type Explanation, nameOf, type Part, payerSignals } from "./explanation.ts";
import type { Claim, Difference, Signal } from "./match.ts";
import { signal } from "./signals.ts";

/*
 * Explanations by what the payer told us: an advice or a declared payment is tied to the money by its reference, its
 * total, its payer and its day. Its lines say what is paid.
 */

const PROPOSED_MOST = 3;

type Tie = { claim: Claim; isReferenced: boolean; isTotal: boolean };

export function explainByClaim(match: Case): Explanation[] {
  const ties = tiesOf(match);
  const whole = ties.filter(({ isTotal }) => isTotal);
  return ties.slice(0, PROPOSED_MOST).flatMap((tie) => {
    const { parts: claimed, doubts } = partsOf(match, tie.claim);
    const parts = withinMoney(claimed, match.money.amountMinor);
    if (parts.length === 0) return [];
    const { claim } = tie;
    const { money, policy } = match;
    const days = claim.paidOn === null ? 0 : Math.abs(daysBetween(claim.paidOn, money.valueOn));
    const own: Signal[] = [...doubts];
    if (whole.filter(({ isReferenced }) => isReferenced === tie.isReferenced).length > 1)
      own.push(signal("claims_several", { count: String(whole.length) }));
    if (!tie.isTotal)
      own.push(
        signal("amount_differs", {
          difference: amountText(match, money.amountMinor - claim.totalMinor),
          currency: money.currency,
        }),
      );
    if (days > policy.claimDays && claim.paidOn !== null)
      own.push(signal("claim_day_far", { paidOn: claim.paidOn, days: String(days) }));
    own.push(...payerDoubts(match, tie, parts));
    const usedMinor = sum(parts.map(({ amountMinor }) => amountMinor));
    return [
      {
        rules: ["claim"],
        parts,
        difference: differenceOf(claim, parts, money.amountMinor - usedMinor),
        remittanceId: claim.remittanceId,
        signals: signalsOf(match, tie, parts, days),
        doubts: own,
        cost: tie.isReferenced ? 0 : 0.5,
      },
    ];
  });
}

/** Claims that may belong to the money, the surest first: named by reference, then of its very amount. */
function tiesOf({ prepared, money, view, reading }: Case): Tie[] {
  const keys = new Set(
    [money.reference, money.endToEndId, ...money.structured, money.unstructured].map(referenceKey),
  );
  for (const { text } of reading.passages)
    for (const word of text.split(/[ ,;:]+/)) {
      const key = referenceKey(word);
      if (/\d/.test(key)) keys.add(key);
    }
  keys.delete("");
  const ties = new Map<Claim, Tie>();
  const add = (claim: Claim, isReferenced: boolean) => {
    if (claim.currency !== money.currency || !prepared.claims.has(claim)) return;
    const known = ties.get(claim);
    ties.set(claim, {
      claim,
      isReferenced: isReferenced || known?.isReferenced === true,
      isTotal: claim.totalMinor === money.amountMinor,
    });
  };
  for (const key of keys) for (const claim of prepared.claimsByReference.get(key) ?? []) add(claim, true);
  for (const claim of prepared.claimsByTotal.get(`${money.currency}|${money.amountMinor}`) ?? []) {
    const isPayers = claim.customerId !== null && view.families.has(prepared.payers.rootOf(claim.customerId));
    if (isPayers || view.families.size === 0) add(claim, false);
  }
  return [...ties.values()].sort(
    (a, b) =>
      Number(b.isReferenced && b.isTotal) - Number(a.isReferenced && a.isTotal) ||
      Number(b.isTotal) - Number(a.isTotal) ||
      Number(b.isReferenced) - Number(a.isReferenced) ||
      (a.claim.remittanceId < b.claim.remittanceId ? -1 : 1),
  );
}

/** What each line pays, and what of the claim cannot be followed. */
function partsOf(match: Case, claim: Claim): { parts: Part[]; doubts: Signal[] } {
  const { prepared, policy } = match;
  const parts: Part[] = [];
  const doubts: Signal[] = [];
  for (const { itemId, written, netMinor, discountMinor, reason } of claim.lines) {
    const doc = itemId === null ? byNumber(match, written, claim) : prepared.byItem.get(itemId);
    if (!doc) {
      doubts.push(signal("claim_unresolved", { written: written ?? reason ?? "" }));
      continue;
    }
    const { number } = doc.debit;
    const why = unusable(match, doc);
    if (why === "barred") doubts.push(barredSignal(match, doc.debit.itemId, number));
    else if (why === "settled")
      doubts.push(signal("reference_settled", { number, settledOn: doc.settledOn ?? "" }));
    else if (why === "other_currency")
      doubts.push(signal("reference_other_currency", { number, currency: doc.debit.currency }));
    else if (why === "other_entity") doubts.push(signal("reference_other_entity", { number }));
    const earlier = parts.filter((part) => part.doc === doc);
    const takenMinor = sum(earlier.map((part) => part.amountMinor + part.discountMinor));
    // A discount that the terms do not grant stays open until a person decides.
    const granted = doc.debit.discount?.amountMinor ?? 0n;
    if (discountMinor > granted && discountMinor > 0n)
      doubts.push(signal("discount_late", { number, until: doc.debit.discount?.untilOn ?? "" }));
    if (why !== null || netMinor <= 0n) {
      if (netMinor < 0n) doubts.push(signal("claim_unresolved", { written: written ?? number }));
      continue;
    }
    if (takenMinor + netMinor + discountMinor > doc.freeMinor) {
      const overMinor = takenMinor + netMinor + discountMinor - doc.freeMinor;
      doubts.push(
        signal("amount_differs", { difference: amountText(match, overMinor), currency: doc.debit.currency }),
      );
      continue;
    }
    parts.push({
      doc,
      amountMinor: netMinor,
      discountMinor: discountMinor <= granted ? discountMinor : 0n,
      link: null,
    });
  }
  const lines = sum(claim.lines.map(({ netMinor }) => netMinor));
  if (claim.lines.length > 0 && lines !== claim.totalMinor)
    doubts.push(
      signal("amount_differs", {
        difference: amountText(match, claim.totalMinor - lines),
        currency: claim.currency,
      }),
    );
  if (parts.length > policy.search.stepsMost)
    doubts.push(signal("search_ended", { bound: String(policy.search.stepsMost) }));
  return { parts, doubts };
}

/** The parts in their order, as far as the money goes. */
function withinMoney(parts: readonly Part[], moneyMinor: bigint): Part[] {
  let leftMinor = moneyMinor;
  return parts.flatMap((part) => {
    const amountMinor = least(part.amountMinor, leftMinor);
    leftMinor -= amountMinor;
    return amountMinor > 0n ? [{ ...part, amountMinor }] : [];
  });
}

/** A line whose document was not found when it was read may have been issued since. */
function byNumber(match: Case, written: string | null, claim: Claim): Doc | undefined {
  const leads = match.prepared.byKey.get(lookup(runsOf(written ?? "").join(""))) ?? [];
  const own = leads.filter(
    ({ doc, way }) =>
      way === "whole" &&
      claim.customerId !== null &&
      doc.rootId === match.prepared.payers.rootOf(claim.customerId),
  );
  return own.length === 1 ? own[0]?.doc : undefined;
}

function payerDoubts(match: Case, { claim, isReferenced }: Tie, parts: readonly Part[]): Signal[] {
  const { view, prepared } = match;
  const rootId = claim.customerId === null ? null : prepared.payers.rootOf(claim.customerId);
  const isPayer = rootId !== null && view.families.has(rootId);
  const doubts: Signal[] = [];
  if (!isPayer && !isReferenced) doubts.push(signal("payer_unknown", { name: view.name ?? "" }));
  for (const { doc } of parts)
    if (!isPayer && match.relation(doc) === "other") {
      const [payer] = view.families.values();
      doubts.push(
        signal("payer_other", {
          number: doc.debit.number,
          customer: nameOf(match, doc.debit.customerId),
          payer: payer ? nameOf(match, payer.customerId) : (view.name ?? ""),
        }),
      );
    }
  const families = new Set(parts.map(({ doc }) => doc.rootId));
  if (families.size > 1) doubts.push(signal("customers_several", { count: String(families.size) }));
  return doubts;
}

function differenceOf(claim: Claim, parts: readonly Part[], restMinor: bigint): Difference {
  const deduction = claim.lines.find(({ deductionMinor }) => deductionMinor > 0n);
  const deducted = sum(claim.lines.map(({ deductionMinor }) => deductionMinor));
  if (deduction) return { minor: -deducted, kind: "deduction", reason: deduction.reason };
  const discounted = sum(parts.map(({ discountMinor }) => discountMinor));
  if (discounted > 0n) return { minor: -discounted, kind: "discount", reason: null };
  if (restMinor > 0n) return { minor: restMinor, kind: "over", reason: null };
  const openMinor = sum([...new Set(parts.map(({ doc }) => doc))].map(({ freeMinor }) => freeMinor));
  const shortMinor = openMinor - sum(parts.map(({ amountMinor }) => amountMinor));
  return shortMinor > 0n ? { minor: -shortMinor, kind: "short", reason: null } : EXACT;
}

function signalsOf(
  match: Case,
  { claim, isReferenced, isTotal }: Tie,
  parts: readonly Part[],
  days: number,
): Signal[] {
  const signals: Signal[] = [];
  if (isReferenced) signals.push(signal("claim_reference", { reference: claim.reference ?? "" }));
  if (isTotal)
    signals.push(
      signal("claim_total", { amount: amountText(match, claim.totalMinor), currency: claim.currency }),
    );
  if (claim.customerId !== null && match.view.families.has(match.prepared.payers.rootOf(claim.customerId)))
    signals.push(signal("claim_payer", { customer: nameOf(match, claim.customerId) }));
  if (claim.paidOn !== null) signals.push(signal("claim_day", { paidOn: claim.paidOn, days: String(days) }));
  return [
    ...signals,
    ...payerSignals(
      match,
      parts.map(({ doc }) => doc),
    ),
  ];
}
