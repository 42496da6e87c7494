import { Banner } from "@openitem/ui/banner";
import { useTranslations } from "use-intl";
import { useMethodName } from "./method-words.tsx";
import type { AutopayPage } from "./view.server.ts";

/** What came of a payment method, to who comes back from its page. */
export function MethodReturned({
  method,
  isCancelled,
}: {
  method: AutopayPage["known"][number];
  isCancelled: boolean;
}) {
  const t = useTranslations("autopay.returned");
  const name = useMethodName()(method);
  switch (method.status) {
    case "active":
      return (
        <Banner tone="paid" state="kept" title={t("active", { method: name })} live>
          {t("activeBody")}
        </Banner>
      );
    case "pending":
      return isCancelled ? (
        <Banner tone="quiet" state="cancelled" title={t("cancelled")} live />
      ) : (
        <Banner tone="due" state="waiting-for-us" title={t("pending")} live />
      );
    case "failed":
      return (
        <Banner tone="overdue" state="failed" title={t("failed", { reason: method.failure ?? "" })} live>
          {t("failedBody")}
        </Banner>
      );
    case "revoked":
      return <Banner tone="quiet" state="cancelled" title={t("revoked")} />;
  }
}
