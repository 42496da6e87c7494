import type { StatusState } from "@openitem/ui/status";

/** What is told of disputes and promises in the history of a document, with its mark; the rest is the biller's own. */
export const CLAIM_MARKS = {
  "dispute.raised": "disputed",
  "dispute.taken": "waiting-for-us",
  "dispute.asked": "waiting-for-you",
  "dispute.answered": "waiting-for-us",
  "dispute.replied": "waiting-for-us",
  "dispute.message_added": "waiting-for-us",
  "dispute.decided": "accepted",
  "dispute.contested": "disputed",
  "dispute.agreed": "settled",
  "dispute.lapsed": "settled",
  "dispute.withdrawn": "cancelled",
  "promise.made": "promised",
  "promise.requested": "promised",
  "promise.proposed": "promised",
  "promise.accepted": "promised",
  "promise.declined": "rejected",
  "promise.countered": "promised",
  "promise.replaced": "promised",
  "promise.reopened": "promised",
  "promise.cancelled": "cancelled",
  "promise.kept": "kept",
  "promise.part_kept": "partly-kept",
  "promise.broken": "broken",
} as const satisfies Record<string, StatusState>;

export type ClaimAction = keyof typeof CLAIM_MARKS;

export const isClaimAction = (action: string): action is ClaimAction => action in CLAIM_MARKS;
