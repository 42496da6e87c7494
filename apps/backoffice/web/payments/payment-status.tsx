import { Status, type StatusState } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import type { Answers } from "../api.ts";

export type PaymentState = Answers["payments"]["list"]["rows"][number]["status"];

const STATES: Readonly<Record<PaymentState, StatusState>> = {
  created: "open",
  submitted: "in-flight",
  processing: "in-flight",
  settled: "settled",
  failed: "failed",
  expired: "expired",
  cancelled: "cancelled",
  part_refunded: "part-refunded",
  refunded: "refunded",
  returned: "returned",
  charged_back: "returned",
};

export const markOfPayment = (status: PaymentState): StatusState => STATES[status];

/** Created, submitted or processing: its amounts are in flight. */
export const isUnderWay = (status: PaymentState): boolean =>
  status === "created" || status === "submitted" || status === "processing";

/** The state of a payment, with the day its money is expected while it is with a bank. */
export function PaymentStatus({ status, expectedOn }: { status: PaymentState; expectedOn: string | null }) {
  const t = useTranslations("payments");
  const format = useFormats();
  const own = status === "created" || status === "submitted" || status === "charged_back";
  const label =
    status === "processing" && expectedOn
      ? t("states.expected", { day: format.day(expectedOn, { year: false }) })
      : own
        ? t(`states.${status}`)
        : undefined;
  return <Status state={STATES[status]} label={label} />;
}

/** The name of a payment method; one without words of its own keeps Stripe's. */
export function useMethodName(): (method: string | null) => string {
  const t = useTranslations("payments");
  return useCallback(
    (method) => {
      if (method === null) return "";
      const key = `methods.${method as "card"}` as const;
      return t.has(key) ? t(key) : method.replaceAll("_", " ");
    },
    [t],
  );
}
