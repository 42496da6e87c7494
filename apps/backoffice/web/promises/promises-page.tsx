import { OfficeHeader } from "@openitem/ui/office-shell";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useTitle } from "../shell/title.ts";
import { PromiseList } from "./promise-list.tsx";

const route = getRouteApi("/promises");

/** All promises of all customers: what asks for an answer, what is due, what was broken. */
export function PromisesPage() {
  const t = useTranslations("promises");
  useTitle(t("title"));
  return (
    <>
      <OfficeHeader title={t("title")} />
      <PromiseList asked={route.useSearch()} base="/promises" customerId={null} />
    </>
  );
}
