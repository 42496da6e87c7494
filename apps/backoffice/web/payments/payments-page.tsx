import { OfficeHeader } from "@openitem/ui/office-shell";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useTitle } from "../shell/title.ts";
import { PaymentList } from "./payment-list.tsx";

const route = getRouteApi("/payments");

/** All payments of all customers. */
export function PaymentsPage() {
  const t = useTranslations("payments");
  useTitle(t("title"));
  return (
    <>
      <OfficeHeader title={t("title")} />
      <PaymentList asked={route.useSearch()} base="/payments" />
    </>
  );
}
