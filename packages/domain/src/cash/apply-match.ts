import { newId } from "@openitem/db/ids";
import { bankLines } from "@openitem/db/schema/bank";
import { matchOutcomes } from "@openitem/db/schema/matching";
import { insertRow, updateRows } from "@openitem/db/statement";
import { type Issuing, newItem } from "../items/issue-item.ts";
import type { LockedItem } from "../items/lock-items.ts";
import { dayIn } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";
import { takeNumbers } from "../kernel/take-number.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { applyCredits, type Pairing } from "../ledger/apply.ts";
import type { Proposal, Signal } from "../matching/match.ts";
import { tieRemittance } from "../remittances/tie-remittance.ts";
import { learnAliases } from "./learn-aliases.ts";
import type { MoneyLine } from "./lock-money-line.ts";
import { type Memo, memoOf, type Taking } from "./memo.ts";
import { proposalsText } from "./outcome-text.ts";
import { raiseDeductions } from "./raise-deductions.ts";
import { takeReceiptNumbers } from "./take-receipt-numbers.ts";
import { writeDecision } from "./write-decision.ts";

/** What is to be made of a line. Line, receipt and documents are locked, and what is free of them is checked. */
export type Match = {
  money: MoneyLine;
  customerId: string;
  heldAs: "unapplied" | "on_account";
  uses: readonly { debit: LockedItem; amountMinor: bigint }[];
  takings: readonly Taking[];
  remittanceId: string | null;
  /** Documents whose rest a person decides about; of others, what the advice contests goes into dispute. */
  settledByPerson: ReadonlySet<string>;
  outcome: {
    kind: "applied" | "confirmed";
    rule: string | null;
    proposals: readonly Proposal[];
    waits: readonly Signal[];
  };
  /** A person's word counts always; the machine learns only what nobody ended. */
  learn: "always" | "unless_ended" | "no";
};

export type Matched = { match: Match; outcomeId: string; receipt: LockedItem; memos: Memo[] };

/**
 * Carries out matches: the receipts, what they pay, discounts and rests taken off, the outcomes and the trail. However
 * many, in few rounds of statements.
 */
export async function applyMatches(
  tx: Tx,
  ctx: Context,
  matches: readonly Match[],
  runId: string | null = null,
): Promise<Matched[]> {
  if (matches.length === 0) return [];
  const takings = matches.flatMap((match) => match.takings);
  const memoNumbers = await takeNumbers(tx, ctx, "credit_memo", takings.length);
  const receiptNumbers = await takeReceiptNumbers(
    tx,
    ctx,
    matches.filter(({ money }) => !money.receipt).length,
  );
  const issuing: Issuing[] = [];
  const done = matches.map((match): Matched => {
    const receipt = match.money.receipt ?? issueReceipt(ctx, match, receiptNumbers.shift(), issuing);
    const on = appliedOn(ctx, match.money);
    const memos = match.takings.map((taking) => {
      const number = memoNumbers.shift();
      invariant(number, "each memo has a number");
      return memoOf(ctx, taking, number, on);
    });
    issuing.push(...memos.map((memo) => memo.issuing));
    return { match, outcomeId: newId(), receipt, memos };
  });
  await applyCredits(tx, ctx, {
    issuing,
    pairings: done.flatMap((each) => pairingsOf(ctx, each)),
    cause: { kind: "match", id: runId ?? done[0]!.outcomeId },
  });
  await Promise.all(done.map((each) => writeMatch(tx, ctx, each, runId)));
  for (const { match, receipt } of done) {
    const { remittanceId, customerId, money } = match;
    if (!remittanceId) continue;
    await tieRemittance(tx, ctx, { remittanceId, lineId: money.line.id, receiptId: receipt.id, customerId });
    const debits = match.uses.map(({ debit }) => debit).filter(({ id }) => !match.settledByPerson.has(id));
    await raiseDeductions(tx, ctx, { remittanceId, debits });
  }
  await learnAliases(
    tx,
    ctx,
    done.map(({ match }) => match),
  );
  return done;
}

/** A new receipt pays from the bank's day on; what lay about since then is used today. */
const appliedOn = (ctx: Context, { line, entity, receipt }: MoneyLine): string =>
  receipt ? dayIn(ctx.now, entity.timeZone) : line.valueOn;

function issueReceipt(
  ctx: Context,
  { money: { line, entity }, customerId, heldAs }: Match,
  number: string | undefined,
  issuing: Issuing[],
): LockedItem {
  invariant(number, "each receipt has a number");
  const issued = newItem(ctx, {
    kind: "receipt",
    number,
    legalEntity: entity,
    customerId,
    currency: line.currency,
    amountMinor: line.amountMinor,
    issuedOn: line.valueOn,
    heldAs,
    reference: line.reference?.slice(0, 120) ?? null,
    contra: "bank_clearing",
  });
  issuing.push(issued);
  return issued.item;
}

/** A day before either document is moved to the later of them where it is applied. */
function pairingsOf(ctx: Context, { match, receipt, memos }: Matched): (Pairing & { appliedOn: string })[] {
  const on = appliedOn(ctx, match.money);
  return [
    ...match.uses.map(({ debit, amountMinor }) => ({ credit: receipt, debit, amountMinor, appliedOn: on })),
    ...memos.map(({ pairing }) => pairing),
  ];
}

async function writeMatch(
  tx: Tx,
  ctx: Context,
  { match, outcomeId, receipt, memos }: Matched,
  runId: string | null,
): Promise<void> {
  const { organizationId, now } = ctx;
  const { line, receipt: earlier } = match.money;
  const decided = { decidedBy: actorKey(ctx.actor), decidedByName: ctx.actor.name };
  const { kind, rule, proposals, waits } = match.outcome;
  const documents = match.uses.map(({ debit }) => debit.number);
  await Promise.all([
    earlier
      ? null
      : updateRows(
          tx,
          bankLines,
          { state: "receipt", receiptId: receipt.id, ...decided, decidedAt: now },
          { organizationId, id: line.id },
        ),
    insertRow(tx, matchOutcomes, {
      organizationId,
      id: outcomeId,
      lineId: line.id,
      runId,
      kind,
      rule,
      customerId: match.customerId,
      proposals: proposalsText(proposals),
      waits,
      ...decided,
      at: now,
    }),
    ...memos.map(({ decisionId, taking, issuing }) =>
      writeDecision(tx, ctx, {
        id: decisionId,
        kind: taking.kind,
        item: taking.debit,
        amountMinor: taking.amountMinor,
        reason: taking.reason,
        facts: { line: line.id },
        resultIds: [issuing.item.id],
      }),
    ),
    record(tx, ctx, {
      action: earlier ? "credit.applied" : "receipt.recorded",
      subject: ["item", receipt.id],
      customerId: match.customerId,
      data: {
        number: receipt.number,
        amountMinor: String(receipt.amountMinor),
        appliedMinor: String(sum(match.uses.map((use) => use.amountMinor))),
        currency: receipt.currency,
        valueOn: line.valueOn,
        rule,
        documents: documents.slice(0, 20),
      },
    }),
    ...memos.map(({ issuing: { item }, taking }) =>
      record(tx, ctx, {
        action: "credit_memo.issued",
        subject: ["item", item.id],
        customerId: item.customerId,
        data: {
          number: item.number,
          amountMinor: String(item.amountMinor),
          currency: item.currency,
          reason: taking.reason,
          documents: [taking.debit.number],
        },
      }),
    ),
  ]);
}
