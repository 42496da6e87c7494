import { newId } from "@openitem/db/ids";
import { matchOutcomes } from "@openitem/db/schema/matching";
import { insertRow } from "@openitem/db/statement";
import { type LockedItem, lockItems } from "../items/lock-items.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { fingerprint } from "../kernel/fingerprint.ts";
import { invariant } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Outcome, Proposal } from "../matching/match.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { applyMatches, type Match } from "./apply-match.ts";
import { freeOf } from "./check-uses.ts";
import type { Desk } from "./desk.ts";
import { heldBack } from "./held-back.ts";
import { lockLines, type MoneyLine, moneyOf } from "./lock-money-line.ts";
import { proposalsText } from "./outcome-text.ts";
import { type LineFacts, readLineFacts } from "./read-line-facts.ts";
import { takingsOf } from "./takings.ts";

/** The books changed since they were loaded: the batch is decided again on what they are now. */
export class StaleBooks extends Error {
  override readonly name = "StaleBooks";
}

export type Counts = { applied: number; proposed: number };
type Decided = { money: MoneyLine; outcome: Outcome };

/** Rules that rest on what the payer wrote: who wrote it is then known for certain. */
const TEACHING_RULES: ReadonlySet<string> = new Set([
  "claim",
  "reference",
  "discount",
  "deduction",
  "tolerance",
]);

/**
 * Decides lines one after the other and carries out what is unambiguous, all in the caller's transaction. Lines, then
 * documents are locked, and what is free of them is compared with what was decided on: throws `StaleBooks` when it
 * differs.
 */
export async function runBatch(
  tx: Tx,
  ctx: Context,
  { runId, desk, lineIds }: { runId: string; desk: Desk; lineIds: readonly string[] },
): Promise<Counts> {
  const moneys = await lockMoney(tx, ctx, lineIds);
  const facts = await readLineFacts(tx, ctx, moneys);
  const decided = moneys.map((money): Decided => {
    const outcome = heldBack(desk.match(moneyOf(money.line, money.receipt)), facts.of(money));
    if (outcome.kind === "apply") use(desk, facts, bestOf(outcome), money.line.valueOn);
    return { money, outcome };
  });
  const applying = decided.filter(({ outcome }) => outcome.kind === "apply");
  const byId = await lockAsBelieved(tx, ctx, desk, applying);
  await applyMatches(
    tx,
    ctx,
    applying.map(({ money, outcome }) => matchOf(money, outcome, byId)),
    runId,
  );
  const waiting = decided.filter(({ outcome }) => outcome.kind !== "apply");
  await Promise.all(waiting.map((each) => keepOutcome(tx, ctx, runId, each, facts)));
  return {
    applied: applying.length,
    proposed: waiting.filter(({ outcome }) => outcome.kind === "propose").length,
  };
}

const bestOf = (outcome: Outcome): Proposal => {
  const [best] = outcome.proposals;
  invariant(best, "what is applied was proposed");
  return best;
};

function use(desk: Desk, facts: LineFacts, proposal: Proposal, on: string): void {
  const givenUp = takingsOf(proposal)
    .filter((taking) => taking.kind === "write_off")
    .map(({ itemId, amountMinor }) => ({ itemId, amountMinor, discountMinor: 0n }));
  desk.use([...proposal.applications, ...givenUp], proposal.remittanceId, on);
  if (proposal.remittanceId) facts.spend(proposal.remittanceId);
}

/** Lines that still wait, with their receipts, under a lock; what somebody dealt with meanwhile is left out. */
async function lockMoney(tx: Tx, ctx: Context, lineIds: readonly string[]): Promise<MoneyLine[]> {
  const lines = await lockLines(tx, ctx, lineIds);
  const receipts = await lockItems(
    tx,
    ctx,
    lines.flatMap(({ line }) => line.receiptId ?? []),
  );
  const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]));
  const inFlight = await readInFlight(tx, ctx, [...byId.keys()]);
  return lines.flatMap(({ line, entity }): MoneyLine[] => {
    if (line.state === "open") return [{ line, entity, receipt: null }];
    const receipt = line.receiptId ? byId.get(line.receiptId) : undefined;
    // What a customer has reserved of his money is his to use.
    const isWhole = receipt && !inFlight.has(receipt.id);
    return line.state === "receipt" && isWhole && receipt.openMinor > 0n ? [{ line, entity, receipt }] : [];
  });
}

async function lockAsBelieved(
  tx: Tx,
  ctx: Context,
  desk: Desk,
  applying: readonly Decided[],
): Promise<Map<string, LockedItem>> {
  const debitIds = applying.flatMap(({ outcome }) =>
    bestOf(outcome).applications.map((application) => application.itemId),
  );
  const wanted = [...new Set(debitIds)];
  const locked = await lockItems(tx, ctx, wanted);
  const inFlight = await readInFlight(tx, ctx, wanted);
  const byId = new Map(locked.map((item) => [item.id, item]));
  const stale = wanted.filter((itemId) => {
    const item = byId.get(itemId);
    return desk.believedMinor(itemId) !== (item ? freeOf(item, inFlight) : 0n);
  });
  if (stale.length > 0) throw new StaleBooks(`${stale.length} documents changed while they were matched`);
  return byId;
}

function matchOf(money: MoneyLine, outcome: Outcome, byId: ReadonlyMap<string, LockedItem>): Match {
  const best = bestOf(outcome);
  const debitOf = (itemId: string): LockedItem => {
    const debit = byId.get(itemId);
    invariant(debit, "documents are locked before they are paid");
    return debit;
  };
  return {
    money,
    customerId: money.receipt?.customerId ?? (outcome.customerId || best.customerId),
    heldAs: "unapplied",
    uses: best.applications
      .filter(({ amountMinor }) => amountMinor > 0n)
      .map(({ itemId, amountMinor }) => ({ debit: debitOf(itemId), amountMinor })),
    takings: takingsOf(best).map(({ itemId, ...taking }) => ({ ...taking, debit: debitOf(itemId) })),
    remittanceId: best.remittanceId,
    settledByPerson: new Set(),
    outcome: { kind: "applied", rule: outcome.rule, proposals: outcome.proposals, waits: [] },
    learn: outcome.rule !== null && TEACHING_RULES.has(outcome.rule) ? "unless_ended" : "no",
  };
}

/** Keeps what was found of a line that waits, unless it is what was found before. */
async function keepOutcome(
  tx: Tx,
  ctx: Context,
  runId: string,
  { money: { line }, outcome }: Decided,
  facts: LineFacts,
): Promise<void> {
  const found = {
    kind: outcome.kind === "propose" ? ("proposed" as const) : ("nothing" as const),
    rule: outcome.rule,
    customerId: outcome.customerId,
    proposals: proposalsText(outcome.proposals),
    waits: outcome.waits,
  };
  const before = facts.newest(line.id);
  const isSame =
    before &&
    fingerprint([before.kind, before.rule, before.customerId, before.proposals, before.waits]) ===
      fingerprint([found.kind, found.rule, found.customerId, found.proposals, found.waits]);
  if (isSame) return;
  await insertRow(tx, matchOutcomes, {
    ...found,
    organizationId: ctx.organizationId,
    id: newId(),
    lineId: line.id,
    runId,
    decidedBy: actorKey(ctx.actor),
    decidedByName: ctx.actor.name,
    at: ctx.now,
  });
}
