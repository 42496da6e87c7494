import { disputeDecisionItems, disputeDecisions, disputes } from "@openitem/db/schema/disputes";
import { items } from "@openitem/db/schema/items";
import { and, desc, eq, or } from "drizzle-orm";
import { alias, type PgColumn } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";

const credit = alias(items, "credit");
const corrected = alias(items, "corrected");

/**
 * Which disputes made or changed a document, the last first: for a credit memo and a corrected invoice where they come
 * from and why, for the invoice in question what came of it. Runs as the actor; none for other documents.
 */
export async function listOrigins(ctx: Context, itemId: string) {
  if (!z.uuid().safeParse(itemId).success) return [];
  const { creditItemId, rebillItemId } = disputeDecisionItems;
  return read(ctx, (tx) =>
    tx
      .select({
        decisionId: disputeDecisionItems.decisionId,
        itemId: disputeDecisionItems.itemId,
        number: items.number,
        amountMinor: disputeDecisionItems.amountMinor,
        taxMinor: disputeDecisionItems.taxMinor,
        rebillMinor: disputeDecisionItems.rebillMinor,
        onAccountMinor: disputeDecisionItems.onAccountMinor,
        creditItemId: disputeDecisionItems.creditItemId,
        creditNumber: credit.number,
        /** What of the memo is still unused today. */
        creditOpenMinor: credit.openMinor,
        rebillItemId: disputeDecisionItems.rebillItemId,
        rebillNumber: corrected.number,
        disputeId: disputes.id,
        disputeNumber: disputes.number,
        disputeReason: disputes.reason,
        outcome: disputeDecisions.outcome,
        /** As it stands on the credit memo, and what the customer was told. */
        reason: disputeDecisions.reason,
        grounds: disputeDecisions.grounds,
        appliedAt: disputeDecisions.appliedAt,
      })
      .from(disputeDecisionItems)
      .innerJoin(
        disputeDecisions,
        and(
          eq(disputeDecisions.organizationId, disputeDecisionItems.organizationId),
          eq(disputeDecisions.id, disputeDecisionItems.decisionId),
        ),
      )
      .innerJoin(
        disputes,
        and(
          eq(disputes.organizationId, disputeDecisions.organizationId),
          eq(disputes.id, disputeDecisions.disputeId),
        ),
      )
      .innerJoin(items, itsItem(items, disputeDecisionItems.itemId))
      .leftJoin(credit, itsItem(credit, creditItemId))
      .leftJoin(corrected, itsItem(corrected, rebillItemId))
      .where(
        and(
          eq(disputeDecisionItems.organizationId, ctx.organizationId),
          eq(disputeDecisions.status, "applied"),
          or(eq(disputeDecisionItems.itemId, itemId), eq(creditItemId, itemId), eq(rebillItemId, itemId)),
        ),
      )
      .orderBy(desc(disputeDecisions.appliedAt)),
  );
}

export type Origin = Awaited<ReturnType<typeof listOrigins>>[number];

const itsItem = (table: typeof items | typeof credit | typeof corrected, id: PgColumn) =>
  and(eq(table.organizationId, disputeDecisionItems.organizationId), eq(table.id, id));
