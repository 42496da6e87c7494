import { cashDecisions } from "@openitem/db/schema/matching";
import { insertRow } from "@openitem/db/statement";
import type { LockedItem } from "../items/lock-items.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { CashDecisionKind } from "./cash-decision.ts";

type Decided = {
  id: string;
  kind: CashDecisionKind;
  item: Pick<LockedItem, "id" | "customerId" | "legalEntityId" | "currency">;
  amountMinor: bigint;
  reason: string;
  note?: string | null;
  facts?: Record<string, string>;
  status?: "applied" | "awaiting_approval";
  resultIds?: readonly string[];
};

/** Writes down what the actor decided about money or about a document's rest. */
export async function writeDecision(tx: Tx, ctx: Context, decided: Decided): Promise<void> {
  const { item, status = "applied", resultIds = [], facts = {}, note = null, ...rest } = decided;
  await insertRow(tx, cashDecisions, {
    ...rest,
    note,
    facts,
    status,
    organizationId: ctx.organizationId,
    itemId: item.id,
    customerId: item.customerId,
    legalEntityId: item.legalEntityId,
    currency: item.currency,
    resultIds: [...resultIds],
    decidedBy: actorKey(ctx.actor),
    decidedByName: ctx.actor.name,
    decidedAt: ctx.now,
    endedAt: status === "applied" ? ctx.now : null,
  });
}
