import { OfficeHeader } from "@openitem/ui/office-shell";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useTitle } from "../shell/title.ts";
import { DisputeList } from "./dispute-list.tsx";

const route = getRouteApi("/disputes");

/** All disputes of all customers, by what is to be done about them. */
export function DisputesPage() {
  const t = useTranslations("disputes");
  useTitle(t("title"));
  return (
    <>
      <OfficeHeader title={t("title")} />
      <DisputeList asked={route.useSearch()} base="/disputes" />
    </>
  );
}
