import type { disputeEntries, disputeItems, disputes } from "@openitem/db/schema/disputes";
import { Refusal } from "../kernel/refusal.ts";
import type { Transitions } from "../kernel/transitions.ts";

/*
 * The rules of disputing. Pure. A dispute holds its amount while it is open: no reminder, no automatic charge, not
 * counted as ready to pay; the rest of the document stays as it was.
 */

export type Dispute = typeof disputes.$inferSelect;
export type DisputeStatus = Dispute["status"];
export type DisputeItem = typeof disputeItems.$inferSelect;
export type DisputeEntry = typeof disputeEntries.$inferSelect;

/** Still to be answered: its amount is held. */
export const OPEN_DISPUTE = [
  "submitted",
  "in_review",
  "waiting_customer",
  "waiting_internal",
  "awaiting_approval",
  "contested",
] as const satisfies readonly DisputeStatus[];

export const isOpen = (status: DisputeStatus): boolean =>
  (OPEN_DISPUTE as readonly DisputeStatus[]).includes(status);

/** Decided, and neither contested nor closed: it holds nothing. */
export const DECIDED_DISPUTE = [
  "accepted",
  "part_accepted",
  "rejected",
] as const satisfies readonly DisputeStatus[];
const ENDED_DISPUTE = ["withdrawn", "merged", "closed"] as const satisfies readonly DisputeStatus[];

export const isDecided = (status: DisputeStatus): boolean =>
  (DECIDED_DISPUTE as readonly DisputeStatus[]).includes(status);

/** Nothing happens to it any more. */
export const isEnded = (status: DisputeStatus): boolean =>
  (ENDED_DISPUTE as readonly DisputeStatus[]).includes(status);

export const DISPUTE_STATUSES = [
  ...OPEN_DISPUTE,
  ...DECIDED_DISPUTE,
  ...ENDED_DISPUTE,
] as const satisfies readonly DisputeStatus[];

/** Whether its outcome can be contested now: once, in time, and not where all was accepted. */
export const canContest = (
  { status, contestedAt, contestUntil }: Pick<Dispute, "status" | "contestedAt" | "contestUntil">,
  now: Date,
): boolean =>
  (status === "part_accepted" || status === "rejected") &&
  contestedAt === null &&
  contestUntil !== null &&
  now < contestUntil;

/** Whether lines can be moved between disputes: what was decided once stays with what it was decided on. */
export const canRearrange = ({ status, decidedAt }: Pick<Dispute, "status" | "decidedAt">): boolean =>
  isOpen(status) && status !== "awaiting_approval" && decidedAt === null;

/**
 * Refuses `dispute.stale` when the dispute has moved on since the person saw it, so that nobody decides on what is no
 * longer so.
 */
export function checkSeen(dispute: Pick<Dispute, "status" | "number">, seen: DisputeStatus): void {
  if (dispute.status === seen) return;
  throw new Refusal(
    "conflict",
    "dispute.stale",
    `${dispute.number} has moved on since you opened it. Look at what is new, then decide again.`,
    { number: dispute.number, status: dispute.status },
  );
}

export type DisputeEvent =
  | "take"
  | "ask"
  | "answer"
  | "route"
  | "return"
  | "accept"
  | "accept_in_part"
  | "reject"
  | "request_approval"
  | "withdraw_request"
  | "grant"
  | "grant_in_part"
  | "refuse_approval"
  | "withdraw"
  | "contest"
  | "agree"
  | "lapse"
  | "merge";

const undecided = <To extends DisputeStatus>(to: To) =>
  ({ submitted: to, in_review: to, waiting_customer: to, waiting_internal: to, contested: to }) as const;
const decided = <To extends DisputeStatus>(to: To) =>
  ({ accepted: to, part_accepted: to, rejected: to }) as const;

export const DISPUTE_TRANSITIONS: Transitions<DisputeStatus, DisputeEvent> = {
  take: { by: "dispute.handle", from: { submitted: "in_review", contested: "in_review" } },
  // The clock stands while it waits for the customer.
  ask: {
    by: "dispute.handle",
    from: { submitted: "waiting_customer", in_review: "waiting_customer", contested: "waiting_customer" },
  },
  answer: { by: "dispute.answer", from: { waiting_customer: "in_review" } },
  route: {
    by: "dispute.handle",
    from: { submitted: "waiting_internal", in_review: "waiting_internal", contested: "waiting_internal" },
  },
  return: { by: "dispute.handle", from: { waiting_internal: "in_review" } },
  accept: { by: "dispute.decide", from: undecided("accepted") },
  accept_in_part: { by: "dispute.decide", from: undecided("part_accepted") },
  reject: { by: "dispute.decide", from: undecided("rejected") },
  request_approval: { by: "dispute.decide", from: undecided("awaiting_approval") },
  withdraw_request: { by: "dispute.decide", from: { awaiting_approval: "in_review" } },
  grant: { by: "approval.decide", from: { awaiting_approval: "accepted" } },
  grant_in_part: { by: "approval.decide", from: { awaiting_approval: "part_accepted" } },
  refuse_approval: { by: "approval.decide", from: { awaiting_approval: "in_review" } },
  withdraw: { by: "dispute.answer", from: { ...undecided("withdrawn"), awaiting_approval: "withdrawn" } },
  // Once, and within the policy's days; what was accepted in full leaves nothing to contest.
  contest: { by: "dispute.answer", from: { part_accepted: "contested", rejected: "contested" } },
  agree: { by: "dispute.answer", from: decided("closed") },
  // Nobody contested in time.
  lapse: { by: "dispute.lapse", from: decided("closed") },
  merge: { by: "dispute.handle", from: undecided("merged") },
};
