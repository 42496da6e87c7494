import { OfficeHeader } from "@openitem/ui/office-shell";
import { Tabs } from "@openitem/ui/tabs";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { address } from "../shell/address.ts";
import { useTitle } from "../shell/title.ts";
import { CauseList } from "./cause-list.tsx";
import { CauseReport } from "./cause-report.tsx";

const route = getRouteApi("/causes");

/** Where disputes come from, and what is done so that they stop. */
export function CausesPage() {
  const t = useTranslations("causes");
  const asked = route.useSearch();
  useTitle(t("title"));
  return (
    <>
      <OfficeHeader title={t("title")} />
      <Tabs
        label={t("viewLabel")}
        tabs={(["report", "causes"] as const).map((view) => ({
          href: address("/causes", { view }),
          label: t(`views.${view}`),
          current: view === asked.view,
        }))}
      />
      {asked.view === "report" ? <CauseReport asked={asked} /> : <CauseList asked={asked} />}
    </>
  );
}
