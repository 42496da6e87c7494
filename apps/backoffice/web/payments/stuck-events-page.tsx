import { EmptyState } from "@openitem/ui/empty-state";
import { OfficeHeader, PaneSection, Panes } from "@openitem/ui/office-shell";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { Failed } from "../shell/failure.tsx";
import { useTitle } from "../shell/title.ts";
import { EventTable } from "./event-table.tsx";

const LIMIT = 500;
const ASK_MS = 10_000;

/** Events that were received and are not done: waiting, parked or failed. */
export function StuckEventsPage() {
  const t = useTranslations("payments");
  useTitle(t("eventsTitle"));
  const { data, error, refetch } = useQuery(
    api.payments.events.queryOptions({ stuckOnly: true, limit: LIMIT }, { refetchInterval: ASK_MS }),
  );
  return (
    <>
      <OfficeHeader title={t("eventsTitle")} note={t("eventsNote")} />
      <Panes>
        {error && (
          <PaneSection>
            <Failed error={error} onRetry={() => refetch()} />
          </PaneSection>
        )}
        {data?.length === 0 && (
          <PaneSection>
            <EmptyState title={t("eventsEmpty")} />
          </PaneSection>
        )}
        {data && data.length > 0 && <EventTable events={data} caption={t("eventsCaption")} withPayment />}
      </Panes>
    </>
  );
}
