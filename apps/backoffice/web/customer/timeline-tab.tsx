import { PaneSection, Panes } from "@openitem/ui/office-shell";
import { useTranslations } from "use-intl";
import { ActivityTimeline } from "../activity/activity-timeline.tsx";
import { useCustomer } from "./customer-context.ts";

/** Everything that happened on this account, the newest first. */
export function TimelineTab() {
  const t = useTranslations("customer");
  const { customer } = useCustomer();
  return (
    <Panes>
      <PaneSection>
        <ActivityTimeline of={{ customerIds: [customer.id] }} label={t("timeline")} />
      </PaneSection>
    </Panes>
  );
}
