import type { RemittanceStatus } from "@openitem/domain/remittances/remittance";
import { Status, type StatusState } from "@openitem/ui/status";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

const MARKS: Readonly<Record<RemittanceStatus, StatusState>> = {
  reading: "waiting-for-us",
  unreadable: "failed",
  draft: "waiting-for-you",
  confirmed: "in-flight",
  tied: "settled",
  withdrawn: "cancelled",
};

/** Where a remittance stands, in plain words. */
export function RemittanceState({ status, detail }: { status: RemittanceStatus; detail?: ReactNode }) {
  const t = useTranslations("remittances.states");
  return <Status state={MARKS[status]} label={t(status)} detail={detail || undefined} />;
}
