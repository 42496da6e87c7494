import type { DisputeStatus } from "@openitem/domain/disputes/dispute";
import type { Outcome } from "@openitem/domain/disputes/progress";
import { Status } from "@openitem/ui/status";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { markOf } from "./dispute-status.ts";

/** The state of a dispute in plain words. */
export function DisputeState({
  status,
  outcome,
  detail,
}: {
  status: DisputeStatus;
  outcome: Outcome | null;
  detail?: ReactNode;
}) {
  const t = useTranslations("disputeWords");
  const label = status === "closed" && outcome ? t(`outcomes.${outcome}`) : t(`states.${status}`);
  return <Status state={markOf(status, outcome)} label={label} detail={detail || undefined} />;
}
