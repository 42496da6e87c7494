import { Status, type StatusState } from "@openitem/ui/status";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import type { Answers } from "../api.ts";

type Row = Answers["disputes"]["list"]["rows"][number];
export type DisputeState = Row["status"];
export type DisputeOutcome = NonNullable<Row["outcome"]>;
export type Team = Answers["disputes"]["rules"]["teams"][number];

const STATES: Readonly<Record<DisputeState, StatusState>> = {
  submitted: "disputed",
  in_review: "waiting-for-us",
  waiting_customer: "waiting-for-you",
  waiting_internal: "waiting-for-us",
  awaiting_approval: "held",
  contested: "disputed",
  accepted: "accepted",
  part_accepted: "partly-accepted",
  rejected: "rejected",
  withdrawn: "cancelled",
  merged: "cancelled",
  closed: "cancelled",
};

const OUTCOMES: Readonly<Record<DisputeOutcome, StatusState>> = {
  accepted: "accepted",
  part_accepted: "partly-accepted",
  rejected: "rejected",
};

export const markOfOutcome = (outcome: DisputeOutcome): StatusState => OUTCOMES[outcome];

/** Where a dispute stands, or once it is decided what came of it. */
export function DisputeStatus({ status, outcome }: { status: DisputeState; outcome: DisputeOutcome | null }) {
  const t = useTranslations("disputes");
  if (outcome && (status === "closed" || status === outcome))
    return <Status state={OUTCOMES[outcome]} label={t(`outcomes.${outcome}`)} />;
  const own = status as Exclude<DisputeState, DisputeOutcome>;
  return <Status state={STATES[status]} label={t(`states.${own}`)} />;
}

/** The name of a reason; one that the biller made himself keeps its code. */
export function useReasonName(): (code: string) => string {
  const t = useTranslations("disputes");
  return useCallback(
    (code) => {
      const key = `reasons.${code as "price"}` as const;
      if (t.has(key)) return t(key);
      const words = code.replaceAll("_", " ");
      return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
    },
    [t],
  );
}
