import { least, most, sum } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";

/*
 * What of documents is charged, and what is left out and why. Pure. Amounts are minor units of one currency.
 */

/** Why an amount is left out of a charge. */
const HELD_REASONS = [
  "before_consent",
  "in_flight",
  "disputed",
  "promised",
  "scheduled",
  "tried_before",
  "covered_by_credit",
  "over_cap",
  "too_many",
  "too_little",
  "too_much",
  "paused",
  "method_ended",
  "not_told",
  "already_brought",
] as const;
export type HeldReason = (typeof HELD_REASONS)[number];

/** A document as a charge finds it. */
export type Chargeable = {
  itemId: string;
  number: string;
  customerId: string;
  dueOn: string | null;
  openMinor: bigint;
  /** How much of it is to be charged; null for all that is open. */
  wantedMinor: bigint | null;
  /** Its day to be charged was before the consent. */
  isBeforeConsent: boolean;
  /** Reserved by payments under way. */
  inFlightMinor: bigint;
  disputedMinor: bigint;
  /** Promised for another day. */
  promisedMinor: bigint;
  /** Part of another charge that is to come. */
  scheduledMinor: bigint;
  /** Part of a charge that failed for the last time or that somebody stopped: a person decides. */
  triedMinor: bigint;
};

export type ChargeLine = { itemId: string; number: string; customerId: string; amountMinor: bigint };
export type HeldLine = { itemId: string; number: string; reason: HeldReason; amountMinor: bigint };
export type ChargePlan = { amountMinor: bigint; lines: ChargeLine[]; held: HeldLine[] };

export type ChargeTerms = {
  /** The most that one charge may be. */
  capMinor: bigint | null;
  /** Unapplied cash and credits of the account that nothing else counts on. */
  creditMinor: bigint;
  /** The most that is to be brought in all, for an instalment; the rest was brought already. */
  needMinor: bigint | null;
  linesMax: number;
  /** What the provider takes at once. */
  limits: { leastMinor: bigint; mostMinor: bigint };
};

/**
 * Plans one charge over documents, the oldest due first. Of each document at most what is open and free of any claim;
 * credits come before cash; under a cap, documents go in whole while they fit. What is wanted and left out has a reason.
 */
export function planCharge(found: readonly Chargeable[], terms: ChargeTerms): ChargePlan {
  const held: HeldLine[] = [];
  const leaveOut = ({ itemId, number }: Chargeable, reason: HeldReason, amountMinor: bigint) => {
    if (amountMinor > 0n) held.push({ itemId, number, reason, amountMinor });
  };
  let creditMinor = terms.creditMinor;
  let needMinor = terms.needMinor;
  let leftMinor = least(terms.capMinor ?? terms.limits.mostMinor, terms.limits.mostMinor);
  const tooMuch: HeldReason =
    terms.capMinor !== null && terms.capMinor <= terms.limits.mostMinor ? "over_cap" : "too_much";
  const lines: ChargeLine[] = [];

  for (const item of found.toSorted(byDueDay)) {
    let amountMinor = freeOf(item, (reason, minor) => leaveOut(item, reason, minor));
    const coveredMinor = least(creditMinor, amountMinor);
    leaveOut(item, "covered_by_credit", coveredMinor);
    creditMinor -= coveredMinor;
    amountMinor -= coveredMinor;
    if (needMinor !== null && amountMinor > needMinor) {
      leaveOut(item, "already_brought", amountMinor - needMinor);
      amountMinor = needMinor;
    }
    if (amountMinor === 0n) continue;
    if (lines.length === terms.linesMax) leaveOut(item, "too_many", amountMinor);
    else if (amountMinor > leftMinor) leaveOut(item, tooMuch, amountMinor);
    else {
      const { itemId, number, customerId } = item;
      lines.push({ itemId, number, customerId, amountMinor });
      leftMinor -= amountMinor;
      if (needMinor !== null) needMinor -= amountMinor;
    }
  }
  const amountMinor = sum(lines.map((line) => line.amountMinor));
  if (amountMinor >= terms.limits.leastMinor) return { amountMinor, lines, held };
  for (const { itemId, number, amountMinor: tooLittleMinor } of lines)
    held.push({ itemId, number, reason: "too_little", amountMinor: tooLittleMinor });
  return { amountMinor: 0n, lines: [], held };
}

/** What of a document can be charged; what is missing of the wanted amount is told with its reason. */
function freeOf(item: Chargeable, tell: (reason: HeldReason, minor: bigint) => void): bigint {
  const targetMinor = least(item.wantedMinor ?? item.openMinor, item.openMinor);
  if (item.isBeforeConsent) {
    tell("before_consent", targetMinor);
    return 0n;
  }
  let freeMinor = item.openMinor;
  let missingMinor = 0n;
  const claims: [HeldReason, bigint][] = [
    ["in_flight", item.inFlightMinor],
    ["disputed", item.disputedMinor],
    ["promised", item.promisedMinor],
    ["scheduled", item.scheduledMinor],
    ["tried_before", item.triedMinor],
  ];
  for (const [reason, claimMinor] of claims) {
    freeMinor -= least(claimMinor, freeMinor);
    // Only as much as it keeps from what is wanted: a claim on another part of the document is no business of ours.
    const heldMinor = most(targetMinor - freeMinor, 0n) - missingMinor;
    tell(reason, heldMinor);
    missingMinor += heldMinor;
  }
  return targetMinor - missingMinor;
}

const byDueDay = (a: Chargeable, b: Chargeable): number =>
  (a.dueOn ?? "").localeCompare(b.dueOn ?? "") || a.itemId.localeCompare(b.itemId);

/** The same documents with one reason for all: a charge that is held as a whole. */
export const heldWhole = (
  lines: readonly { itemId: string; number: string; amountMinor: bigint }[],
  reason: HeldReason,
): HeldLine[] => lines.map(({ itemId, number, amountMinor }) => ({ itemId, number, reason, amountMinor }));

/** Held lines as they are kept beside a charge. */
export const toHeld = (held: readonly HeldLine[]) =>
  held.map(({ itemId, number, reason, amountMinor }) => ({
    itemId,
    number,
    reason,
    amountMinor: String(amountMinor),
  }));

/** Held lines as they were kept. */
export const fromHeld = (
  held: readonly { itemId: string; number: string; reason: string; amountMinor: string }[],
): HeldLine[] =>
  held.map(({ itemId, number, reason: code, amountMinor }) => {
    const reason = HELD_REASONS.find((known) => known === code);
    invariant(reason, "what is held was kept with a reason of ours");
    return { itemId, number, reason, amountMinor: BigInt(amountMinor) };
  });
