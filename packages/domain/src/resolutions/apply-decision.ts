import { disputeDecisionItems } from "@openitem/db/schema/disputes";
import { updateRows } from "@openitem/db/statement";
import type { Dispute } from "../disputes/dispute.ts";
import { moveDispute } from "../disputes/move-dispute.ts";
import { tellCustomer } from "../disputes/tell-customer.ts";
import { type Issuing, newItem } from "../items/issue-item.ts";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { takeNumber } from "../kernel/take-number.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { applyCredits, type Pairing } from "../ledger/apply.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { termsOf } from "./corrected.ts";
import type { Credited } from "./credited.ts";
import { contraOf, type Decision, type Plan, type PlannedDocument } from "./resolution.ts";

type Deciding = {
  dispute: Dispute;
  decision: Pick<Decision, "id" | "reason" | "grounds" | "decidedByName">;
  plan: Plan;
  /** The second name, when it had to be approved. */
  approvedBy: string | null;
};

type Made = {
  document: PlannedDocument;
  memo: Issuing;
  corrected: Issuing | null;
};

/**
 * Carries out a planned decision whose rows are written: a credit memo for each document, the corrected invoices, their
 * use at once, and the dispute's end. The documents of the plan are locked.
 */
export async function applyDecision(
  tx: Tx,
  ctx: Context,
  { dispute, decision, plan, approvedBy }: Deciding,
): Promise<Credited[]> {
  const made = await issueAll(tx, ctx, { dispute, decision, plan });
  for (const { document, memo, corrected } of made)
    await updateRows(
      tx,
      disputeDecisionItems,
      {
        creditItemId: memo.item.id,
        rebillItemId: corrected?.item.id ?? null,
        onAccountMinor: document.onAccountMinor,
      },
      { organizationId: ctx.organizationId, decisionId: decision.id, itemId: document.item.id },
    );
  await moveDispute(tx, ctx, dispute, approvedBy === null ? plan.event : GRANTED[plan.event]);
  await recordAll(tx, ctx, { dispute, decision, plan, approvedBy, made });
  await tellCustomer(tx, ctx, dispute, "dispute-decided", decision.id);
  return made.map(({ document, memo, corrected }) => ({
    itemId: document.item.id,
    creditItemId: memo.item.id,
    creditNumber: memo.item.number,
    rebillItemId: corrected?.item.id ?? null,
    rebillNumber: corrected?.item.number ?? null,
    appliedMinor: document.appliedMinor + document.appliedToCorrectedMinor,
    onAccountMinor: document.onAccountMinor,
  }));
}

/** What is rejected needs no approval: nothing is given. */
const GRANTED = { accept: "grant", accept_in_part: "grant_in_part", reject: "reject" } as const;

/** Issues the memos and corrected invoices and uses the credits, in one round of statements. */
async function issueAll(
  tx: Tx,
  ctx: Context,
  { dispute, decision, plan }: Omit<Deciding, "approvedBy">,
): Promise<Made[]> {
  const credited = plan.documents.filter((document) => document.amountMinor > 0n);
  if (credited.length === 0) return [];
  const legalEntity = await readEntity(tx, ctx, dispute.legalEntityId);
  const issuedOn = dayIn(ctx.now, legalEntity.timeZone);
  const made: Made[] = [];
  for (const document of credited) {
    const { item, amountMinor, taxMinor, corrected } = document;
    const { customerId, currency, poNumber } = item;
    const common = { legalEntity, customerId, currency, issuedOn };
    const about = `${item.number}, ${dispute.number}`;
    // Also a line of its own, so that the memo's paper says what it is for.
    const why = noteOf(plan, about, decision.reason);
    const memo = newItem(ctx, {
      ...common,
      kind: "credit_memo",
      number: await takeNumber(tx, ctx, "credit_memo"),
      amountMinor,
      poNumber,
      reference: about,
      note: why,
      contra: contraOf(plan.outcome),
      lines: [line(why, amountMinor - taxMinor, currency), line("Tax", taxMinor, currency)].filter(
        (each) => each.amountMinor > 0n,
      ),
    });
    made.push({ document, memo, corrected: null });
    if (!corrected) continue;
    const { lines, ...terms } = termsOf(item, corrected);
    made.at(-1)!.corrected = newItem(ctx, {
      ...common,
      ...terms,
      kind: item.kind,
      number: await takeNumber(tx, ctx, "rebill"),
      amountMinor: corrected.amountMinor,
      note: `Replaces ${about}`,
      contra: "revenue",
      lines: lines.map((each) => ({ ...each, amountMinor: BigInt(each.amountMinor) })),
    });
  }
  await applyCredits(tx, ctx, {
    issuing: made.flatMap(({ memo, corrected }) => (corrected ? [memo, corrected] : [memo])),
    pairings: made.flatMap(pairingsOf),
    appliedOn: issuedOn,
    cause: { kind: "decision", id: decision.id },
  });
  return made;
}

const TITLES = {
  credit: "Credit for",
  part_credit: "Credit for",
  goodwill: "Goodwill credit for",
  write_off: "Written off of",
  rebill: "Credit for the whole of",
  reject: "",
} as const;

const noteOf = ({ outcome }: Plan, about: string, reason: string | null): string =>
  `${TITLES[outcome]} ${about}${reason ? `: ${reason}` : ""}`;

const line = (description: string, amountMinor: bigint, currency: string) => ({
  description,
  quantity: "1",
  unit: "",
  unitPrice: decimal(amountMinor, currency),
  amountMinor,
});

function pairingsOf({ document, memo, corrected }: Made): Pairing[] {
  const pairings: Pairing[] = [];
  const { appliedMinor, appliedToCorrectedMinor } = document;
  if (appliedMinor > 0n)
    pairings.push({ credit: memo.item, debit: document.item, amountMinor: appliedMinor });
  if (corrected && appliedToCorrectedMinor > 0n)
    pairings.push({ credit: memo.item, debit: corrected.item, amountMinor: appliedToCorrectedMinor });
  return pairings;
}

/** The dispute's record names both who decided and who approved; each document made has a record of its own. */
async function recordAll(
  tx: Tx,
  ctx: Context,
  { dispute, decision, plan, approvedBy, made }: Deciding & { made: readonly Made[] },
): Promise<void> {
  const { customerId, currency, number } = dispute;
  for (const { memo, corrected } of made)
    for (const { item } of corrected ? [memo, corrected] : [memo])
      await record(tx, ctx, {
        action: `${item.kind}.issued`,
        subject: ["item", item.id],
        customerId,
        data: {
          number: item.number,
          amountMinor: String(item.amountMinor),
          currency,
          dueOn: item.dueOn,
          dispute: number,
        },
      });
  await record(tx, ctx, {
    action: "dispute.decided",
    subject: ["dispute", dispute.id],
    customerId,
    data: {
      number,
      decisionId: decision.id,
      outcome: plan.outcome,
      amountMinor: String(plan.amountMinor),
      taxMinor: String(plan.taxMinor),
      onAccountMinor: String(plan.onAccountMinor),
      currency,
      reason: decision.reason,
      grounds: decision.grounds,
      decidedBy: decision.decidedByName,
      approvedBy,
      documents: made.flatMap(({ memo, corrected }) =>
        corrected ? [memo.item.number, corrected.item.number] : [memo.item.number],
      ),
    },
  });
}
