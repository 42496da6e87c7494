import { bankLines } from "@openitem/db/schema/bank";
import { applications } from "@openitem/db/schema/items";
import { cashDecisions } from "@openitem/db/schema/matching";
import { updateRows } from "@openitem/db/statement";
import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { type LockedItem, lockItems } from "../items/lock-items.ts";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx, transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import type { Account } from "../ledger/account.ts";
import { type Application, applyCredits, unapply } from "../ledger/apply.ts";
import { post } from "../ledger/post.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { CASH_DECISION_TRANSITIONS, type CashDecision } from "./cash-decision.ts";
import { issueCounterDocument } from "./issue-counter-document.ts";
import { lockDecision } from "./lock-decision.ts";

export const undoDecisionInput = z.object({
  key: z.uuid(),
  decisionId: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(200),
});

/**
 * Takes back what was decided about money, dated today: what its documents settled is open again, and each of them is
 * taken back by one of the opposite kind. Refuses `cash_decision.missing`, `cash_decision.state`,
 * `cash_decision.no_documents` for what made none, `cash_decision.used` when a document of it is used elsewhere by now,
 * and `cash_decision.sent` for money that has left the bank.
 */
export async function undoDecision(
  ctx: Context,
  raw: z.input<typeof undoDecisionInput>,
): Promise<{ decisionId: string }> {
  const input = undoDecisionInput.parse(raw);
  const { key, decisionId, reason } = input;
  return transactOnce(ctx, { name: "cash_decision.undo", key, input }, async (tx) => {
    const decision = await lockDecision(tx, ctx, decisionId);
    const status = transit("cash_decision", CASH_DECISION_TRANSITIONS, {
      event: "undo",
      from: decision.status,
      actor: ctx.actor,
    });
    checkHasDocuments(decision);
    await checkNotSent(tx, ctx, decision.resultIds);
    const entity = await readEntity(tx, ctx, decision.legalEntityId);
    const today = dayIn(ctx.now, entity.timeZone);
    const items = await separate(tx, ctx, decision, today, key);
    const note = `Taken back: ${reason}`;
    const counters = [];
    for (const item of items) counters.push(await issueCounterDocument(tx, ctx, item, { today, note }));
    await applyCredits(tx, ctx, {
      issuing: counters.map((counter) => counter.issuing),
      pairings: counters.map((counter) => counter.pairing),
      cause: { kind: "decision", id: decisionId },
    });
    await reverseDifference(tx, ctx, decision, today, entity.closedThroughOn);
    await updateRows(
      tx,
      cashDecisions,
      { status, endedAt: ctx.now },
      { organizationId: ctx.organizationId, id: decisionId },
    );
    await record(tx, ctx, {
      action: "cash.decision_undone",
      subject: ["item", decision.itemId],
      data: {
        kind: decision.kind,
        amountMinor: String(decision.amountMinor),
        currency: decision.currency,
        reason,
        documents: counters.map(({ issuing }) => issuing.item.number),
        decisionId,
      },
    });
    return { decisionId };
  });
}

function checkHasDocuments({ kind, resultIds }: CashDecision): void {
  if (resultIds.length > 0) return;
  throw new Refusal(
    "conflict",
    "cash_decision.no_documents",
    kind === "on_account"
      ? "Hold the rest the other way instead."
      : "This made no documents. What it opened is ended by itself.",
    { kind },
  );
}

async function checkNotSent(tx: Tx, ctx: Context, resultIds: readonly string[]): Promise<void> {
  const [line] = await tx
    .select({ id: bankLines.id })
    .from(bankLines)
    .where(
      and(
        eq(bankLines.organizationId, ctx.organizationId),
        or(inArray(bankLines.refundId, [...resultIds]), inArray(bankLines.receiptId, [...resultIds])),
      ),
    );
  if (line)
    throw new Refusal(
      "conflict",
      "cash_decision.sent",
      "This money has left the bank already. It cannot be taken back here.",
    );
}

/** Takes the decision's documents out of what they settle, and answers them, whole again and under a lock. */
async function separate(
  tx: Tx,
  ctx: Context,
  decision: CashDecision,
  today: string,
  key: string,
): Promise<LockedItem[]> {
  const { resultIds } = decision;
  const live = await liveApplications(tx, ctx, resultIds);
  const itemsById = new Map<string, LockedItem>();
  const ids = [...resultIds, ...live.flatMap(({ creditId, debitId }) => [creditId, debitId])];
  for (const item of await lockItems(tx, ctx, ids)) itemsById.set(item.id, item);
  // Read again under the lock: what somebody applied or undid meanwhile counts.
  const standing = await liveApplications(tx, ctx, resultIds);
  const own = (application: Application) =>
    application.causeId === decision.id ||
    [application.creditId, application.debitId].every(
      (id) => id === decision.itemId || resultIds.includes(id),
    );
  const foreign = standing.find((application) => !own(application) || !itemsById.has(application.debitId));
  if (foreign) {
    const resultId = resultIds.find((id) => id === foreign.creditId || id === foreign.debitId);
    const number = itemsById.get(resultId ?? "")?.number ?? "";
    throw new Refusal(
      "conflict",
      "cash_decision.used",
      `${number} is used elsewhere by now. Undo that first.`,
      { number },
    );
  }
  await unapply(tx, ctx, {
    undone: standing,
    itemsById,
    appliedOn: today,
    cause: { kind: "staff", id: key },
  });
  return resultIds.flatMap((id) => itemsById.get(id) ?? []);
}

async function liveApplications(tx: Tx, ctx: Context, itemIds: readonly string[]): Promise<Application[]> {
  const ids = [...itemIds];
  return tx
    .select()
    .from(applications)
    .where(
      and(
        eq(applications.organizationId, ctx.organizationId),
        isNull(applications.reversesId),
        or(inArray(applications.creditId, ids), inArray(applications.debitId, ids)),
        sql`not exists (select from applications u where u.organization_id = ${ctx.organizationId} and u.reverses_id = ${applications.id})`,
      ),
    )
    .orderBy(applications.id);
}

/** A realised difference of exchange is no longer realised. */
async function reverseDifference(
  tx: Tx,
  ctx: Context,
  { id, kind, legalEntityId, facts }: CashDecision,
  today: string,
  closedThroughOn: string | null,
): Promise<void> {
  const { functionalCurrency: currency, differenceMinor } = facts;
  const minor = BigInt(differenceMinor ?? "0");
  if (kind !== "exchange" || !currency || minor === 0n) return;
  const place = { legalEntityId, customerId: null, currency, closedThroughOn };
  const [debit, credit]: [Account, Account] =
    minor > 0n ? ["exchange_difference", "exchange"] : ["exchange", "exchange_difference"];
  await post(tx, ctx, [
    {
      cause: { kind: "cash_decision", id },
      valueOn: today,
      lines: [{ place, debit, credit, amountMinor: minor > 0n ? minor : -minor }],
      firstLine: 1,
    },
  ]);
}
