import type { approvals } from "@openitem/db/schema/work";
import { type Actor, actorKey } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Transitions } from "../kernel/transitions.ts";

/* A decision beyond its maker's limit waits for somebody else who has the authority. Pure. */

export type Approval = typeof approvals.$inferSelect;
export type ApprovalStatus = Approval["status"];
export type ApprovalEvent = "grant" | "refuse" | "withdraw";

export const APPROVAL_TRANSITIONS: Transitions<ApprovalStatus, ApprovalEvent> = {
  grant: { by: "approval.decide", from: { pending: "granted" } },
  refuse: { by: "approval.decide", from: { pending: "refused" } },
  // Its maker takes it back; when the customer withdraws what it is about, it goes with it.
  withdraw: { by: "dispute.answer", from: { pending: "withdrawn" } },
};

/** Why somebody may not decide it, if he may not: it is decided, his own, or beyond his own limit. */
export type Hindrance = "decided" | "own" | "over_limit";

export function hindranceOf(
  approval: Pick<Approval, "status" | "requestedBy" | "amountMinor">,
  actor: Actor,
  limitMinor: bigint,
): Hindrance | null {
  if (approval.status !== "pending") return "decided";
  if (approval.requestedBy === actorKey(actor)) return "own";
  return approval.amountMinor > limitMinor ? "over_limit" : null;
}

/** Refuses `approval.decided`, `approval.own` and `approval.over_limit`: four eyes, and authority behind the second pair. */
export function checkDecider(approval: Approval, actor: Actor, limitMinor: bigint): void {
  const { currency, status, decidedByName } = approval;
  switch (hindranceOf(approval, actor, limitMinor)) {
    case null:
      return;
    case "decided":
      throw new Refusal(
        "conflict",
        "approval.decided",
        `${decidedByName ?? "Somebody"} has ${status === "withdrawn" ? "taken this back" : `${status} this`} already.`,
        { status, by: decidedByName ?? "" },
      );
    case "own":
      throw new Refusal("forbidden", "approval.own", "You asked for this yourself. A colleague decides it.");
    case "over_limit": {
      const limit = decimal(limitMinor, currency);
      throw new Refusal(
        "forbidden",
        "approval.over_limit",
        `This is above your own limit of ${limit} ${currency}. Leave it to a colleague with a higher one.`,
        { limit, currency },
      );
    }
  }
}
