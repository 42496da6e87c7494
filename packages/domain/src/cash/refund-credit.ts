import { newId } from "@openitem/db/ids";
import { z } from "zod";
import { openApproval } from "../approvals/open-approval.ts";
import type { Actor, Context } from "../kernel/context.ts";
import { decimal, least, parseDecimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { Policy } from "../policies/policy.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { limitOf } from "../resolutions/limit.ts";
import { carryOut } from "./carry-out.ts";
import { type Credit, checkCredit, leaving, lockCredit } from "./lock-credit.ts";
import { writeDecision } from "./write-decision.ts";

export const refundCreditInput = z.object({
  /** Made by the form: pressing twice asks once. */
  key: z.uuid(),
  creditId: z.uuid(),
  amountMinor: z.bigint().positive("Enter an amount above zero."),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(200),
  /** Whom and where to, for the one who makes the transfer. */
  payTo: z.string().trim().min(3, "Say where the money goes.").max(200),
  note: z.string().trim().max(1_000).nullish(),
});

export type RefundAsked = {
  decisionId: string;
  status: "applied" | "awaiting_approval";
  /** The refund document; null while it waits for approval. */
  refundId: string | null;
};

/**
 * Sends unapplied money, or what is left of a credit memo, back to the customer: at once within the actor's limit and
 * below what always needs two, else when somebody else grants it. Never above what is free of it. The document waits for
 * its bank line. Refuses `credit.missing` and `credit.over_free`.
 */
export async function refundCredit(
  ctx: Context,
  raw: z.input<typeof refundCreditInput>,
): Promise<RefundAsked> {
  const input = refundCreditInput.parse(raw);
  const { key, creditId, amountMinor, reason, payTo, note } = input;
  return transactOnce(ctx, { name: "credit.refund", key, input }, async (tx): Promise<RefundAsked> => {
    permit(ctx.actor, "cash.decide");
    const credit = await lockCredit(tx, ctx, creditId);
    checkCredit(credit, amountMinor);
    const { item } = credit;
    const policy = await readPolicy(tx, ctx, "cash");
    const freelyMinor = refundFreely(policy, ctx.actor, item.currency);
    const waits = amountMinor > freelyMinor;
    const decisionId = newId();
    const facts = { payTo };
    const decided = {
      id: decisionId,
      kind: "refund" as const,
      item,
      amountMinor,
      reason,
      note: note ?? null,
    };
    await writeDecision(tx, ctx, { ...decided, facts, status: waits ? "awaiting_approval" : "applied" });
    if (waits)
      await openApproval(tx, ctx, {
        subject: ["cash_decision", decisionId],
        customerId: item.customerId,
        currency: item.currency,
        amountMinor,
        facts: {
          kind: "refund",
          number: item.number,
          limit: decimal(freelyMinor, item.currency),
          reason,
          payTo,
        },
        note: note ?? null,
      });
    const [refundId = null] = waits ? [] : await sendBack(tx, ctx, decisionId, credit, amountMinor, reason);
    await record(tx, ctx, {
      action: waits ? "cash.refund_asked" : "cash.refund_decided",
      subject: ["item", item.id],
      data: {
        number: item.number,
        amountMinor: String(amountMinor),
        currency: item.currency,
        reason,
        decisionId,
      },
    });
    return { decisionId, status: waits ? "awaiting_approval" : "applied", refundId };
  });
}

/** A step: the refund document of a decision that stands. Refuses `credit.over_free`. */
export async function sendBack(
  tx: Tx,
  ctx: Context,
  decisionId: string,
  credit: Credit,
  amountMinor: bigint,
  reason: string,
): Promise<string[]> {
  checkCredit(credit, amountMinor);
  const note = `Refund of ${credit.item.number}: ${reason}`;
  const { refund, pairing } = await leaving(tx, ctx, credit, { amountMinor, contra: "bank_clearing", note });
  return carryOut(tx, ctx, decisionId, { issuing: [refund], pairings: [pairing], entries: [] });
}

/** The most that somebody may send back or grant, by his role. */
export const refundLimit = (
  policy: Pick<Policy<"cash">, "refundLimits">,
  actor: Actor,
  currency: string,
): bigint => limitOf({ creditLimits: policy.refundLimits, writeOffLimits: {} }, actor, "credit", currency);

/** The most that he may send back with nobody else looking at it: below what always needs two. */
function refundFreely(policy: Policy<"cash">, actor: Actor, currency: string): bigint {
  const limitMinor = refundLimit(policy, actor, currency);
  const from = policy.refundNeedsApprovalFrom[currency] ?? policy.refundNeedsApprovalFrom["*"];
  if (from === undefined) return limitMinor;
  const fromMinor = parseDecimal(from, currency);
  if (fromMinor === null)
    throw new Refusal(
      "invalid",
      "policy.invalid",
      `The policy says ${from}, which is no amount of ${currency}.`,
    );
  return least(limitMinor, fromMinor - 1n);
}
