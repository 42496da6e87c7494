import { disputeDecisionItems, disputeDecisions } from "@openitem/db/schema/disputes";
import { items } from "@openitem/db/schema/items";
import { and, asc, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";

type Decision = typeof disputeDecisions.$inferSelect;
type DecisionItem = typeof disputeDecisionItems.$inferSelect;
type Document = { id: string; number: string };

export type ReadDecision = Omit<Decision, "organizationId" | "disputeId" | "customerId" | "decidedBy"> & {
  items: (Pick<DecisionItem, "itemId" | "amountMinor" | "taxMinor" | "rebillMinor" | "onAccountMinor"> & {
    number: string;
    /** The credit memo and the corrected invoice that came of it. */
    credit: Document | null;
    rebill: Document | null;
  })[];
};

/** A step: the decisions on a dispute, the oldest first, as far as the actor may see them. */
export async function readDecisions(tx: Tx, ctx: Context, disputeId: string): Promise<ReadDecision[]> {
  const decisions = await tx
    .select({
      id: disputeDecisions.id,
      outcome: disputeDecisions.outcome,
      amountMinor: disputeDecisions.amountMinor,
      taxMinor: disputeDecisions.taxMinor,
      reason: disputeDecisions.reason,
      grounds: disputeDecisions.grounds,
      status: disputeDecisions.status,
      approvalId: disputeDecisions.approvalId,
      decidedByName: disputeDecisions.decidedByName,
      decidedAt: disputeDecisions.decidedAt,
      appliedAt: disputeDecisions.appliedAt,
    })
    .from(disputeDecisions)
    .where(
      and(eq(disputeDecisions.organizationId, ctx.organizationId), eq(disputeDecisions.disputeId, disputeId)),
    )
    .orderBy(asc(disputeDecisions.decidedAt), asc(disputeDecisions.id));
  if (decisions.length === 0) return [];
  const [credit, rebill] = [alias(items, "credit"), alias(items, "rebill")];
  const rows = await tx
    .select({
      decisionId: disputeDecisionItems.decisionId,
      itemId: disputeDecisionItems.itemId,
      number: items.number,
      amountMinor: disputeDecisionItems.amountMinor,
      taxMinor: disputeDecisionItems.taxMinor,
      rebillMinor: disputeDecisionItems.rebillMinor,
      onAccountMinor: disputeDecisionItems.onAccountMinor,
      credit: { id: credit.id, number: credit.number },
      rebill: { id: rebill.id, number: rebill.number },
    })
    .from(disputeDecisionItems)
    .innerJoin(
      items,
      and(
        eq(items.organizationId, disputeDecisionItems.organizationId),
        eq(items.id, disputeDecisionItems.itemId),
      ),
    )
    .leftJoin(
      credit,
      and(
        eq(credit.organizationId, disputeDecisionItems.organizationId),
        eq(credit.id, disputeDecisionItems.creditItemId),
      ),
    )
    .leftJoin(
      rebill,
      and(
        eq(rebill.organizationId, disputeDecisionItems.organizationId),
        eq(rebill.id, disputeDecisionItems.rebillItemId),
      ),
    )
    .where(
      and(
        eq(disputeDecisionItems.organizationId, ctx.organizationId),
        inArray(
          disputeDecisionItems.decisionId,
          decisions.map((decision) => decision.id),
        ),
      ),
    )
    .orderBy(asc(items.number));
  return decisions.map((decision) => ({
    ...decision,
    items: rows.filter((row) => row.decisionId === decision.id).map(({ decisionId: _, ...row }) => row),
  }));
}
