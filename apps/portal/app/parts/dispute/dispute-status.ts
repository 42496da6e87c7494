import type { DisputeStatus } from "@openitem/domain/disputes/dispute";
import type { Outcome } from "@openitem/domain/disputes/progress";
import type { StatusState } from "@openitem/ui/status";

/** The mark of each state of a dispute, as the customer sees it; the words stand in the catalogue. */
const MARKS: Readonly<Record<DisputeStatus, StatusState>> = {
  submitted: "disputed",
  in_review: "waiting-for-us",
  waiting_customer: "waiting-for-you",
  waiting_internal: "waiting-for-us",
  awaiting_approval: "waiting-for-us",
  contested: "disputed",
  accepted: "accepted",
  part_accepted: "partly-accepted",
  rejected: "rejected",
  withdrawn: "cancelled",
  merged: "cancelled",
  closed: "settled",
};

const OUTCOMES: Readonly<Record<Outcome, StatusState>> = {
  accepted: "accepted",
  part_accepted: "partly-accepted",
  rejected: "rejected",
};

/** What is said of a dispute in a list: where it is closed, what came of it. */
export const markOf = (status: DisputeStatus, outcome: Outcome | null): StatusState =>
  status === "closed" && outcome ? OUTCOMES[outcome] : MARKS[status];
