import { Link } from "@openitem/ui/link";
import { OfficeHeader, PaneSection } from "@openitem/ui/office-shell";
import { useFormats } from "@openitem/ui/use-formats";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { ActivityTimeline } from "../activity/activity-timeline.tsx";
import { api } from "../api.ts";
import { ClockLeft } from "../disputes/clock-left.tsx";
import { DisputeStatus, useReasonName } from "../disputes/dispute-words.tsx";
import { useRecordKeys } from "../lists/record-keys.ts";
import { FailedPage } from "../shell/failure.tsx";
import { useTitle } from "../shell/title.ts";
import { Alike } from "./alike.tsx";
import { Desk } from "./desk.tsx";
import { DisputeActions } from "./dispute-actions.tsx";
import { type Detail, DisputeProvider, type Rules, useDispute } from "./dispute-context.ts";
import { DisputeFacts } from "./dispute-facts.tsx";
import { DisputeLines } from "./dispute-lines.tsx";
import { DisputeTasks, Evidence } from "./evidence.tsx";

const route = getRouteApi("/disputes/$disputeId");
const LOOK_MS = 20_000;
const RULES_MS = 5 * 60_000;

/** One screen to decide a dispute: what is in question, what was said, and what a decision would do. */
export function DisputePage() {
  const { disputeId } = route.useParams();
  const t = useTranslations("dispute");
  useRecordKeys();
  const rules = useQuery(api.disputes.rules.queryOptions(undefined, { staleTime: RULES_MS }));
  const read = useQuery(api.disputes.read.queryOptions({ disputeId }, { refetchInterval: LOOK_MS }));
  useTitle(read.data?.dispute.number ?? t("loading"));
  const error = read.error ?? rules.error;
  if (error && !read.data)
    return (
      <FailedPage
        error={error}
        onRetry={() => {
          void read.refetch();
          void rules.refetch();
        }}
      />
    );
  if (!read.data || !rules.data) return null;
  return <Shown key={disputeId} detail={read.data} rules={rules.data} />;
}

function Shown({ detail, rules }: { detail: Detail; rules: Rules }) {
  const t = useTranslations("dispute");
  const disputes = useTranslations("disputes");
  const { dispute } = detail;
  const subject = { kind: "dispute", id: dispute.id } as const;
  const tasks =
    useQuery(api.tasks.list.queryOptions({ subject, status: "open", limit: 20 })).data?.rows ?? [];
  const done = useQuery(api.tasks.list.queryOptions({ subject, status: "done", limit: 20 })).data?.rows ?? [];
  return (
    <DisputeProvider value={{ detail, rules }}>
      <Head />
      <div className="decide">
        <section className="decide-facts" aria-label={t("lines")}>
          <DisputeLines />
          <DisputeFacts />
          <Evidence />
          <DisputeTasks tasks={[...tasks, ...done]} />
          <Alike />
          <PaneSection title={t("timeline")}>
            <ActivityTimeline of={{ subject }} label={t("timeline")} key={dispute.status} shown={20} />
          </PaneSection>
        </section>
        <Desk />
      </div>
      <p className="oi-hidden" role="status">
        {t("movedOn", {
          number: dispute.number,
          state: disputes(`tellStates.${dispute.status}`),
        })}
      </p>
    </DisputeProvider>
  );
}

function Head() {
  const t = useTranslations("dispute");
  const format = useFormats();
  const reasonName = useReasonName();
  const { detail, rules } = useDispute();
  const { dispute, documents, customer, clock, outcome, mergedInto } = detail;
  const first = documents[0];
  return (
    <OfficeHeader
      title={dispute.number}
      note={
        <>
          {t("head", {
            reason: reasonName(dispute.reason),
            amount: `${format.amount(dispute.amountMinor, dispute.currency)} ${dispute.currency}`,
          })}
          {first && (
            <>
              {", "}
              <Link href={`/items/${first.itemId}`}>{first.number}</Link>
              {documents.length > 1 && ` +${documents.length - 1}`}
            </>
          )}
          {" · "}
          <Link href={`/customers/${customer.id}/disputes`}>{customer.name}</Link>
          {mergedInto && (
            <>
              {" · "}
              <Link href={`/disputes/${mergedInto.id}`}>
                {t("mergedInto", { number: mergedInto.number })}
              </Link>
            </>
          )}
        </>
      }
      actions={
        <>
          <span className="standing">
            <DisputeStatus status={dispute.status} outcome={outcome} />
            {clock.leftMinutes !== null && (
              <ClockLeft minutes={clock.leftMinutes} minutesOfDay={rules.minutesOfDay} dueAt={clock.dueAt} />
            )}
          </span>
          <DisputeActions />
        </>
      }
    />
  );
}
