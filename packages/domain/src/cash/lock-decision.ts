import { cashDecisions } from "@openitem/db/schema/matching";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { CashDecision } from "./cash-decision.ts";

/** Reads a decision about money for update. Refuses `cash_decision.missing`. */
export async function lockDecision(tx: Tx, ctx: Context, decisionId: string): Promise<CashDecision> {
  const [decision] = await tx
    .select()
    .from(cashDecisions)
    .where(and(eq(cashDecisions.organizationId, ctx.organizationId), eq(cashDecisions.id, decisionId)))
    .for("update");
  if (!decision) throw new Refusal("missing", "cash_decision.missing", "We cannot find this decision.");
  return decision;
}
