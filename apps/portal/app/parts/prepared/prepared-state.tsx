import type { PreparedStatus } from "@openitem/domain/payments/prepared-payment";
import { Status, type StatusState } from "@openitem/ui/status";
import { useTranslations } from "use-intl";

const STATES: Readonly<Record<PreparedStatus, StatusState>> = {
  prepared: "waiting-for-us",
  released: "accepted",
  declined: "rejected",
  withdrawn: "cancelled",
};

/** The one word of a prepared payment's state; `isForYou` where the reader is the one it waits for. */
export function PreparedState({ status, isForYou }: { status: PreparedStatus; isForYou: boolean }) {
  const t = useTranslations("prepared.states");
  return isForYou ? (
    <Status state="waiting-for-you" label={t("forYou")} />
  ) : (
    <Status state={STATES[status]} label={t(status)} />
  );
}
