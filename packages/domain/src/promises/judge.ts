import { addDays } from "../kernel/business-day.ts";
import { least, most, sum } from "../kernel/money.ts";
import type { Instalment, PromiseEvent, PromiseStatus } from "./promise.ts";

/*
 * Whether a promise is kept. Pure; amounts in minor units, days as "YYYY-MM-DD".
 *
 *   1. What counts is cash: applications of receipts to the promised documents, made since the promise was. An amount
 *      counts on a date when it was applied by that day plus grace and is applied still: what went back, however late,
 *      counts nowhere. What a receipt had undone and was applied again from the same receipt is the same money.
 *   2. Cash beyond what was promised of a document counts for nothing here. Of several promises on one document the
 *      oldest takes first, until its last day.
 *   3. What a credit takes away need not be brought: a promise never asks for more than is owed. It shortens the plan
 *      from its end, and a date whose rest was brought is then kept in full.
 *   4. Each date takes from what was there by its day plus grace and kept no earlier date. Money that comes later does
 *      not mend a date; it counts towards the next one.
 *   5. After its day plus grace a date is kept, kept in part or broken; it is pending instead while all that it lacks
 *      set out by then and has not landed. One that lacks nothing is kept before its day, until money goes back.
 *   6. The first date that is missed decides the promise: broken when nothing of it was kept, else kept in part.
 */

/** Cash applied to a document since the promise was made; less than zero when it was undone. */
export type CashApplied = { itemId: string; receiptId: string; amountMinor: bigint; on: string };

/** What an older promise still had to get of the same document, and the last day on which it takes. */
export type Ahead = { amountMinor: bigint; untilOn: string };

export type PromisedDocument = {
  itemId: string;
  promisedMinor: bigint;
  /** Today. */
  openMinor: bigint;
  ahead: readonly Ahead[];
};

export type Evidence = {
  /** In the account's time zone. */
  today: string;
  graceDays: number;
  instalments: readonly Pick<Instalment, "no" | "dueOn" | "amountMinor">[];
  documents: readonly PromisedDocument[];
  cash: readonly CashApplied[];
  /** On its way to the documents now, and the day it set out. */
  inFlight: readonly { itemId: string; amountMinor: bigint; startedOn: string }[];
};

export type JudgedStatus = "active" | "kept" | "part_kept" | "broken";

export type Verdict = {
  status: JudgedStatus;
  instalments: Pick<Instalment, "no" | "state" | "keptMinor">[];
  /** What the dates that are over asked for and is not there today, not even late or on its way. */
  missingMinor: bigint;
};

/** What the books say of a promise today. The same evidence gives the same verdict, in whatever order it came. */
export function judge(evidence: Evidence): Verdict {
  const { today, graceDays } = evidence;
  const dates = evidence.instalments.toSorted((a, b) => a.no - b.no);
  const documents = evidence.documents.map((document) => positionOf(document, evidence));
  const asked = withoutCredited(
    dates.map((date) => date.amountMinor),
    sum(documents.map((document) => document.askedMinor)),
  );

  let keptMinor = 0n;
  let coveredSoFar = 0n;
  let overdueMinor = 0n;
  const instalments = dates.map(({ no, dueOn, amountMinor }, index): Verdict["instalments"][number] => {
    const lastDay = addDays(dueOn, graceDays);
    const askedMinor = asked[index] ?? 0n;
    const broughtMinor = sum(documents.map((document) => document.broughtBy(lastDay)));
    const cashMinor = share(broughtMinor - keptMinor, askedMinor);
    const setOutMinor = sum(documents.map((document) => document.coveredBy(lastDay)));
    const coveredMinor = share(setOutMinor - coveredSoFar, askedMinor);
    keptMinor += cashMinor;
    coveredSoFar += coveredMinor;
    const isOver = lastDay < today;
    if (isOver) overdueMinor += askedMinor;
    if (cashMinor === askedMinor) return { no, state: "kept", keptMinor: amountMinor };
    if (coveredMinor === askedMinor) return { no, state: "pending", keptMinor: cashMinor };
    if (!isOver) return { no, state: "waiting", keptMinor: cashMinor };
    return { no, state: cashMinor > 0n ? "part_kept" : "broken", keptMinor: cashMinor };
  });
  const coveredNow = sum(documents.map((document) => document.coveredBy(null)));
  return {
    status: statusOf(instalments, keptMinor),
    instalments,
    missingMinor: most(0n, overdueMinor - coveredNow),
  };
}

/** The event that leads from what was judged before to what is judged now; null when it is the same. */
export function eventOf(before: PromiseStatus, now: JudgedStatus): PromiseEvent | null {
  if (before === now) return null;
  return ({ active: "reopen", kept: "keep", part_kept: "keep_in_part", broken: "break" } as const)[now];
}

function statusOf(instalments: Verdict["instalments"], keptMinor: bigint): JudgedStatus {
  if (instalments.every(({ state }) => state === "kept")) return "kept";
  if (!instalments.some(({ state }) => state === "broken" || state === "part_kept")) return "active";
  return keptMinor > 0n ? "part_kept" : "broken";
}

/** What of `available` falls to somebody who asks for `asked`. */
const share = (available: bigint, asked: bigint): bigint => least(asked, most(0n, available));

/** A document's part in the promise. A day of null stands for now. */
function positionOf(document: PromisedDocument, { cash, inFlight, today }: Evidence) {
  const own = cash.filter((each) => each.itemId === document.itemId);
  const receipts = new Map<string, CashApplied[]>();
  for (const each of own) receipts.set(each.receiptId, [...(receipts.get(each.receiptId) ?? []), each]);

  /** Of each receipt what was applied by the day and is applied still. */
  const appliedBy = (day: string | null): bigint =>
    sum(
      [...receipts.values()].map((uses) => {
        const now = sum(uses.map((use) => use.amountMinor));
        const then = sum(uses.filter((use) => day === null || use.on <= day).map((use) => use.amountMinor));
        return most(0n, least(now, then));
      }),
    );
  const ahead = document.ahead.toSorted((a, b) => a.untilOn.localeCompare(b.untilOn));
  /** What each older promise has taken by the day. */
  const takenBy = (day: string | null): bigint[] => {
    let taken = 0n;
    return ahead.map(({ amountMinor, untilOn }) => {
      const by = day === null || untilOn < day ? untilOn : day;
      const own = share(appliedBy(by) - taken, amountMinor);
      taken += own;
      return own;
    });
  };
  const taken = takenBy(null);
  // One whose days are not over may still take all of it.
  const setAside = ahead.map(({ amountMinor, untilOn }, index) =>
    untilOn >= today ? amountMinor : (taken[index] ?? 0n),
  );
  const owedMinor = document.openMinor + appliedBy(null) - sum(setAside);
  const askedMinor = share(owedMinor, document.promisedMinor);
  const broughtBy = (day: string | null) => share(appliedBy(day) - sum(takenBy(day)), askedMinor);
  const setOutBy = (day: string | null) =>
    sum(
      inFlight
        .filter((each) => each.itemId === document.itemId && (day === null || each.startedOn <= day))
        .map((each) => each.amountMinor),
    );
  return {
    askedMinor,
    broughtBy,
    /** Brought, or on its way since then at the latest. */
    coveredBy: (day: string | null) => share(broughtBy(day) + setOutBy(day), askedMinor),
  };
}

/** Takes what was credited off the dates, from the last one backwards, so that they come to `askedMinor`. */
function withoutCredited(amounts: readonly bigint[], askedMinor: bigint): bigint[] {
  let leftMinor = askedMinor;
  return amounts.map((amount) => {
    const asked = share(leftMinor, amount);
    leftMinor -= asked;
    return asked;
  });
}
