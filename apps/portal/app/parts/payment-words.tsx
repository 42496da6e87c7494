import type { PaymentStatus } from "@openitem/domain/payments/payment";
import type { StatusState } from "@openitem/ui/status";
import { useTranslations } from "use-intl";

/** The one word a payment's status has on every screen. In flight is not paid. */
export const PAYMENT_STATES: Readonly<Record<PaymentStatus, StatusState>> = {
  created: "in-flight",
  submitted: "in-flight",
  processing: "in-flight",
  settled: "settled",
  part_refunded: "part-refunded",
  refunded: "refunded",
  returned: "returned",
  charged_back: "returned",
  failed: "failed",
  expired: "expired",
  cancelled: "cancelled",
};

/** How a payment was made, in words. */
export function useMethodWord(): (payment: { method: string | null; amountMinor: bigint }) => string {
  const t = useTranslations("methods");
  return ({ method, amountMinor }) => {
    if (amountMinor === 0n) return t("credits");
    const key = (method ?? "other") as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : t("other");
  };
}
