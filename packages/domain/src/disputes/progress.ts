import { type Dispute, type DisputeStatus, isDecided, isEnded } from "./dispute.ts";

/* How far a dispute has come, for who follows it. Pure. */

/** What happened to it, the oldest first: actions of the audit trail. */
export type Happened = { action: string; at: Date };

export type Step = {
  step: "sent" | "checking" | "waiting_for_you" | "decision";
  /** `skipped`: it ended, or was decided, without. */
  state: "done" | "now" | "next" | "skipped";
  /** When it began; null while it has not. */
  at: Date | null;
  /** By when the decision is due while the clock runs. */
  dueAt: Date | null;
};

const BEGUN = ["dispute.taken", "dispute.asked", "dispute.routed", "dispute.replied"];

/** Sent, being checked, waiting for the customer (once he was asked), decision. */
export function stepsOf(dispute: Dispute, happened: readonly Happened[]): Step[] {
  const { status, raisedAt, decidedAt, answerDueAt, endedAt } = dispute;
  const first = (actions: readonly string[]) =>
    happened.find((each) => actions.includes(each.action))?.at ?? null;
  const asked = happened.findLast((each) => each.action === "dispute.asked")?.at ?? null;
  const begun = first(BEGUN);
  const isOver = decidedAt !== null && status !== "contested" && !isReopened(dispute);
  const isCut = endedAt !== null && decidedAt === null;
  const isWaiting = status === "waiting_customer";
  const isChecking = !isOver && !isCut && !isWaiting && status !== "submitted";
  const step = (
    name: Step["step"],
    state: Step["state"],
    at: Date | null,
    dueAt: Date | null = null,
  ): Step => ({
    step: name,
    state,
    at,
    dueAt,
  });
  const checkingState = () => {
    if (isChecking) return "now";
    if (begun || isOver) return "done";
    return isCut ? "skipped" : "next";
  };
  return [
    step("sent", status === "submitted" ? "now" : "done", raisedAt),
    step("checking", checkingState(), begun),
    ...(asked ? [step("waiting_for_you", isWaiting ? "now" : "done", asked)] : []),
    isOver
      ? step("decision", "done", decidedAt)
      : step("decision", isCut ? "skipped" : "next", null, isCut ? null : answerDueAt),
  ];
}

/** Contested, and being looked at again. */
const isReopened = ({ status, contestedAt }: Dispute): boolean =>
  contestedAt !== null && !isDecided(status) && !isEnded(status);

export type Outcome = "accepted" | "part_accepted" | "rejected";

/** What came of it, by the decision that was carried out last; null while there is none. */
export function outcomeOf(
  decision: { outcome: string; amountMinor: bigint } | null,
  { status, amountMinor }: { status: DisputeStatus; amountMinor: bigint },
): Outcome | null {
  if (isDecided(status)) return status as Outcome;
  if (!decision) return null;
  if (decision.outcome === "reject") return "rejected";
  return decision.outcome === "part_credit" || decision.amountMinor < amountMinor
    ? "part_accepted"
    : "accepted";
}
