import type { cashDecisions } from "@openitem/db/schema/matching";
import type { Transitions } from "../kernel/transitions.ts";

/* What somebody decided about money on hand or about the rest of a document, as a thing that has states. */

export type CashDecision = typeof cashDecisions.$inferSelect;
export type CashDecisionKind = CashDecision["kind"];
export type CashDecisionStatus = CashDecision["status"];
export type CashDecisionEvent = "grant" | "refuse" | "withdraw" | "undo";

export const CASH_DECISION_TRANSITIONS: Transitions<CashDecisionStatus, CashDecisionEvent> = {
  grant: { by: "approval.decide", from: { awaiting_approval: "applied" } },
  refuse: { by: "approval.decide", from: { awaiting_approval: "refused" } },
  withdraw: { by: "cash.decide", from: { awaiting_approval: "withdrawn" } },
  undo: { by: "cash.match", from: { applied: "undone" } },
};
