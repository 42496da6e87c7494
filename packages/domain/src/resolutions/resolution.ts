import type { disputeDecisionItems, disputeDecisions } from "@openitem/db/schema/disputes";
import { type Claims, holdsOf } from "../holds/hold.ts";
import type { LockedItem } from "../items/lock-items.ts";
import { decimal, least, most, sum } from "../kernel/money.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import type { Transitions } from "../kernel/transitions.ts";
import type { Account } from "../ledger/account.ts";
import { documentLine, type Line } from "../ledger/journal.ts";
import { type Corrected, checkCorrected, correctedOf } from "./corrected.ts";
import { type TaxFacts, taxWithin } from "./tax.ts";

/*
 * What deciding a dispute does. Pure: the same plan is shown before, carried out, and carried out again from fresh facts
 * when it had to wait for approval. Amounts are minor units of the dispute's currency.
 */

export type Decision = typeof disputeDecisions.$inferSelect;
export type DecisionItem = typeof disputeDecisionItems.$inferSelect;
export type Outcome = Decision["outcome"];

/** Written by nobody but these: what waits for approval is applied, refused or taken back, once. */
export const DECISION_TRANSITIONS: Transitions<Decision["status"], "grant" | "refuse" | "take_back"> = {
  grant: { by: "approval.decide", from: { pending: "applied" } },
  refuse: { by: "approval.decide", from: { pending: "refused" } },
  take_back: { by: "dispute.answer", from: { pending: "withdrawn" } },
};

/** A document in question, as it stands at the moment. */
export type DocumentFacts = {
  item: LockedItem;
  /** What this dispute claims of it, and what earlier decisions on this dispute have credited of that. */
  claimMinor: bigint;
  creditedMinor: bigint;
  /** What decisions on any dispute have credited of the document. */
  documentCreditedMinor: bigint;
  /** What payments under way have reserved of it. */
  inFlightMinor: bigint;
  /** Open disputes, this one included, and promises. */
  claims: Claims;
  tax: TaxFacts;
};

export type DecisionFacts = {
  dispute: { id: string; currency: string };
  /** Every document the dispute claims. */
  documents: readonly DocumentFacts[];
  /** What the person may give by himself. */
  limitMinor: bigint;
};

export type DecisionWish = {
  outcome: Outcome;
  /** Left empty by a rejection, and by a credit in full that takes all that is claimed. */
  documents: readonly {
    itemId: string;
    /** Left out: what is claimed, or the whole document when it is billed anew. */
    amountMinor?: bigint | null | undefined;
    /** Left out: pro rata of the document's tax. */
    taxMinor?: bigint | null | undefined;
    corrected?: Corrected | null | undefined;
  }[];
  /** Why it is credited, as it stands on the credit memo. */
  reason?: string | null | undefined;
  /** Told to the customer. A rejection has them. */
  grounds?: string | null | undefined;
};

/** How a document stands: what is open, held by disputes, and may be chased. */
export type Standing = { openMinor: bigint; heldMinor: bigint; chaseMinor: bigint };

export type PlannedDocument = {
  item: LockedItem;
  amountMinor: bigint;
  taxMinor: bigint;
  /** Of the credit: settles the document, settles the corrected one, finds nothing open and stays on account. */
  appliedMinor: bigint;
  appliedToCorrectedMinor: bigint;
  onAccountMinor: bigint;
  corrected: Corrected | null;
  before: Standing;
  after: Standing;
  /** What is booked: the credit memo, then the corrected invoice. */
  journal: Line[];
};

export type Plan = {
  outcome: Outcome;
  event: "accept" | "accept_in_part" | "reject";
  amountMinor: bigint;
  taxMinor: bigint;
  onAccountMinor: bigint;
  /** Every document the dispute claims; those without a credit have an amount of zero. */
  documents: PlannedDocument[];
  limitMinor: bigint;
  needsApproval: boolean;
};

/** The account that a credit is booked against. Billing anew takes back the revenue, since it books it again. */
export const contraOf = (outcome: Outcome): Account => {
  if (outcome === "write_off") return "write_off";
  return outcome === "rebill" ? "revenue" : "credits_granted";
};

/**
 * What a decision would do now. Refuses `resolution.…`: amounts beyond the claim, the document or, written off, what is
 * open; tax beyond its amount; words that are missing; an outcome that does not say what its amounts say.
 */
export function planDecision(facts: DecisionFacts, wish: DecisionWish): Plan {
  const { outcome } = wish;
  checkWords(wish);
  const wished = new Map(wish.documents.map((document) => [document.itemId, document]));
  for (const { itemId } of wish.documents)
    if (!facts.documents.some(({ item }) => item.id === itemId))
      throw new Refusal("invalid", "resolution.not_claimed", "This dispute is not about that document.");
  const takesAll = outcome === "credit" && wished.size === 0;
  const documents = facts.documents.map((each) => {
    const wanted = wished.get(each.item.id) ?? (takesAll ? { itemId: each.item.id } : null);
    return planDocument(facts, each, outcome, wanted);
  });
  const amountMinor = sum(documents.map((document) => document.amountMinor));
  const leftMinor = sum(facts.documents.map(leftOf));
  checkAmounts(outcome, amountMinor, leftMinor);
  return {
    outcome,
    event: eventOf(outcome, amountMinor, leftMinor),
    amountMinor,
    taxMinor: sum(documents.map((document) => document.taxMinor)),
    onAccountMinor: sum(documents.map((document) => document.onAccountMinor)),
    documents,
    limitMinor: facts.limitMinor,
    needsApproval: amountMinor > facts.limitMinor,
  };
}

function planDocument(
  facts: DecisionFacts,
  document: DocumentFacts,
  outcome: Outcome,
  wanted: DecisionWish["documents"][number] | null,
): PlannedDocument {
  const { item, inFlightMinor } = document;
  const corrected = outcome === "rebill" && wanted ? (wanted.corrected ?? null) : null;
  const amountMinor = wanted ? amountOf(document, outcome, wanted) : 0n;
  const taxMinor = wanted ? taxOf(document, outcome, amountMinor, wanted.taxMinor) : 0n;
  // What a payment under way has reserved is left to it: it may still fail, and then the rest can be applied.
  const freeMinor = most(item.openMinor - inFlightMinor, 0n);
  if (outcome === "write_off" && amountMinor > freeMinor)
    throw over("resolution.over_open", document, freeMinor, "open and not being paid");
  const appliedMinor = least(amountMinor, freeMinor);
  const appliedToCorrectedMinor = corrected ? least(amountMinor - appliedMinor, corrected.amountMinor) : 0n;
  return {
    item,
    amountMinor,
    taxMinor,
    appliedMinor,
    appliedToCorrectedMinor,
    onAccountMinor: amountMinor - appliedMinor - appliedToCorrectedMinor,
    corrected,
    before: standing(item.openMinor, inFlightMinor, document.claims),
    after: standing(item.openMinor - appliedMinor, inFlightMinor, claimsAfter(facts, document, appliedMinor)),
    journal: journalOf(item, outcome, amountMinor, corrected),
  };
}

/** The amount that is credited of a document, within what may be. */
function amountOf(
  document: DocumentFacts,
  outcome: Outcome,
  { amountMinor: wantedMinor, corrected }: DecisionWish["documents"][number],
): bigint {
  const { item } = document;
  const leftMinor = leftOf(document);
  const creditableMinor = item.amountMinor - document.documentCreditedMinor;
  if (outcome === "rebill") {
    // The whole of it, so that the corrected one stands alone. What was paid of it counts for the corrected one.
    const wholeMinor = creditableMinor;
    if (wholeMinor <= 0n || (wantedMinor ?? wholeMinor) !== wholeMinor)
      throw over("resolution.over_document", document, wholeMinor, "left to be credited");
    const { amountMinor: correctedMinor } = checkCorrected(item, corrected, wholeMinor);
    if (wholeMinor - correctedMinor > leftMinor)
      throw over("resolution.over_claim", document, leftMinor, "in question");
    return wholeMinor;
  }
  const amountMinor = wantedMinor ?? (outcome === "credit" ? leftMinor : 0n);
  if (amountMinor <= 0n)
    throw new Refusal(
      "invalid",
      "resolution.amount_missing",
      `Enter an amount above zero for ${item.number}.`,
      {
        number: item.number,
      },
    );
  if (amountMinor > leftMinor) throw over("resolution.over_claim", document, leftMinor, "in question");
  if (amountMinor > creditableMinor)
    throw over("resolution.over_document", document, creditableMinor, "left to be credited");
  return amountMinor;
}

function taxOf(
  { item, tax }: DocumentFacts,
  outcome: Outcome,
  amountMinor: bigint,
  givenMinor: bigint | null | undefined,
): bigint {
  if (givenMinor === null || givenMinor === undefined) {
    const whole = { wholeClaimMinor: item.amountMinor, taxLinesClaimMinor: 0n, otherLinesClaimMinor: 0n };
    return taxWithin(amountMinor, outcome === "rebill" ? { ...tax, ...whole } : tax);
  }
  if (givenMinor >= 0n && givenMinor <= amountMinor) return givenMinor;
  const facts = { number: item.number, most: decimal(amountMinor, item.currency), currency: item.currency };
  throw new Refusal(
    "invalid",
    "resolution.tax",
    `The tax in the credit for ${item.number} is between 0 and ${facts.most} ${item.currency}.`,
    facts,
  );
}

const leftOf = ({ claimMinor, creditedMinor }: DocumentFacts): bigint => most(claimMinor - creditedMinor, 0n);

function checkWords({ outcome, reason, grounds, documents }: DecisionWish): void {
  if (outcome === "reject") {
    if (!grounds?.trim())
      throw new Refusal(
        "invalid",
        "resolution.grounds_missing",
        "Say why it is rejected: the customer reads it.",
      );
    if (documents.length > 0)
      throw new Refusal("invalid", "resolution.nothing_to_credit", "A rejection credits nothing.");
  } else if (!reason?.trim())
    throw new Refusal(
      "invalid",
      "resolution.reason_missing",
      "Give the reason: it stands on the credit memo.",
    );
}

/** What the outcome is called must be what it is: the customer can contest a part, and not the whole. */
function checkAmounts(outcome: Outcome, amountMinor: bigint, leftMinor: bigint): void {
  if (outcome !== "reject" && amountMinor === 0n)
    throw new Refusal("invalid", "resolution.amount_missing", "Enter an amount above zero.");
  if (outcome === "credit" && amountMinor < leftMinor)
    throw new Refusal(
      "invalid",
      "resolution.not_in_full",
      "This is less than what is in question. Choose a credit in part.",
    );
  if (outcome === "part_credit" && amountMinor >= leftMinor)
    throw new Refusal(
      "invalid",
      "resolution.in_full",
      "This is all that is in question. Choose a credit in full.",
    );
}

function eventOf(outcome: Outcome, amountMinor: bigint, leftMinor: bigint): Plan["event"] {
  if (outcome === "reject") return "reject";
  // A corrected invoice can be disputed as any other, so nothing of the old one is left to contest.
  return outcome === "rebill" || amountMinor >= leftMinor ? "accept" : "accept_in_part";
}

function standing(openMinor: bigint, inFlightMinor: bigint, claims: Claims): Standing {
  const { disputedMinor, chaseMinor } = holdsOf(openMinor, inFlightMinor, claims);
  return { openMinor, heldMinor: disputedMinor, chaseMinor };
}

/** The decided dispute claims nothing any more; what was applied counts as brought for promises. */
function claimsAfter({ dispute }: DecisionFacts, { claims }: DocumentFacts, appliedMinor: bigint): Claims {
  return {
    disputes: claims.disputes.filter((claim) => claim.id !== dispute.id),
    promises: claims.promises.map((claim) => ({
      ...claim,
      amountMinor: most(claim.amountMinor - appliedMinor, 0n),
    })),
  };
}

function journalOf(
  item: LockedItem,
  outcome: Outcome,
  amountMinor: bigint,
  corrected: Corrected | null,
): Line[] {
  if (amountMinor === 0n) return [];
  const memo = documentLine({ ...item, kind: "credit_memo", heldAs: null, amountMinor }, contraOf(outcome));
  if (!corrected) return [memo];
  invariant(item.kind === "invoice" || item.kind === "debit_memo", "only what was billed is billed anew");
  const { amountMinor: correctedMinor } = corrected;
  return [memo, documentLine({ ...item, heldAs: null, amountMinor: correctedMinor }, "revenue")];
}

function over(code: string, { item }: DocumentFacts, mostMinor: bigint, what: string): Refusal {
  const { number, currency } = item;
  const facts = { number, most: decimal(most(mostMinor, 0n), currency), currency };
  return new Refusal("invalid", code, `Of ${number}, ${facts.most} ${currency} is ${what}.`, facts);
}

/** What was wished when a decision was made, out of its rows: it is planned anew when it is granted. */
export const wishOf = (decision: Decision, decisionItems: readonly DecisionItem[]): DecisionWish => ({
  outcome: decision.outcome,
  reason: decision.reason,
  grounds: decision.grounds,
  documents: decisionItems.map(({ itemId, amountMinor, taxMinor, rebillMinor, rebill }) => ({
    itemId,
    amountMinor,
    taxMinor,
    corrected: rebillMinor !== null && rebill ? correctedOf(rebillMinor, rebill) : null,
  })),
});
