import { type Definition, DefinitionList } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { OfficeHeader, PaneSection, Panes } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { ActivityTimeline } from "../activity/activity-timeline.tsx";
import { type Answers, api } from "../api.ts";
import { useRecordKeys } from "../lists/record-keys.ts";
import { PROMISE_MARKS } from "../promises/promise-list.tsx";
import { FailedPage } from "../shell/failure.tsx";
import { useTitle } from "../shell/title.ts";
import { PromiseAct } from "./promise-act.tsx";
import { PromiseDates, PromiseDocuments } from "./promise-tables.tsx";

const route = getRouteApi("/promises/$promiseId");
const LOOK_MS = 20_000;
export type PromiseDetail = Answers["promises"]["read"];

/** A promise with its dates and documents, why it has to be answered, and the ways to answer it. */
export function PromisePage() {
  const { promiseId } = route.useParams();
  const t = useTranslations("promise");
  const format = useFormats();
  useRecordKeys();
  const { data, error, refetch } = useQuery(
    api.promises.read.queryOptions({ promiseId }, { refetchInterval: LOOK_MS }),
  );
  useTitle(data?.promise.number ?? t("loading"));
  if (error && !data) return <FailedPage error={error} onRetry={() => refetch()} />;
  if (!data) return null;
  const { promise, customer } = data;
  const amount = `${format.amount(promise.amountMinor, promise.currency)} ${promise.currency}`;
  return (
    <>
      <OfficeHeader
        title={t("title", { number: promise.number, amount })}
        note={<Link href={`/customers/${customer.id}/promises`}>{customer.name}</Link>}
      />
      <Panes
        key={promiseId}
        sideLabel={t("act")}
        side={
          <>
            <PromiseAct detail={data} key={promise.status} />
            <PaneSection title={t("timeline")}>
              <ActivityTimeline
                of={{ subject: { kind: "promise", id: promiseId } }}
                label={t("timeline")}
                key={promise.status}
                shown={10}
              />
            </PaneSection>
          </>
        }
      >
        <PromiseFacts detail={data} />
        <PromiseDates detail={data} />
        <PromiseDocuments detail={data} />
        <History detail={data} />
      </Panes>
    </>
  );
}

function PromiseFacts({ detail: { promise, answer, chargeMethod } }: { detail: PromiseDetail }) {
  const t = useTranslations("promise");
  const states = useTranslations("promises.states");
  const format = useFormats();
  const text = (term: string, value: string | null): Definition[] => (value ? [{ term, value }] : []);
  const method =
    chargeMethod && `${chargeMethod.brand ?? chargeMethod.kind} ${chargeMethod.last4 ?? ""}`.trim();
  return (
    <PaneSection title={t("facts")}>
      <DefinitionList
        items={[
          {
            term: t("state"),
            value: <Status state={PROMISE_MARKS[promise.status]} label={states(promise.status)} />,
          },
          { term: t("madeBy"), value: promise.madeByName },
          { term: t("madeAt"), value: format.moment(promise.madeAt) },
          ...text(t("note"), promise.note),
          ...text(t("answerBy"), answer && format.moment(answer.dueAt)),
          ...text(t("answeredBy"), promise.answeredByName),
          ...text(t("answerNote"), promise.answerNote),
          ...text(
            t("method"),
            method && (chargeMethod.status === "active" ? method : t("methodEnded", { method })),
          ),
          { term: t("grace"), value: t("graceDays", { days: promise.graceDays }) },
        ]}
      />
    </PaneSection>
  );
}

/** What was promised before in its place, and what took its place. */
function History({ detail: { history, promise } }: { detail: PromiseDetail }) {
  const t = useTranslations("promise");
  const states = useTranslations("promises.states");
  const format = useFormats();
  if (history.length < 2) return null;
  return (
    <PaneSection title={t("history")}>
      <ol className="grid gap-1">
        {history.map((each) => (
          <li key={each.id}>
            {each.id === promise.id ? (
              <strong>{each.number}</strong>
            ) : (
              <Link href={`/promises/${each.id}`}>{each.number}</Link>
            )}{" "}
            <span className="oi-unit">
              {t("historyEntry", {
                state: states(each.status),
                days: each.instalments
                  .map(
                    ({ dueOn, amountMinor }) =>
                      `${format.day(dueOn, { year: false })} ${format.amount(amountMinor, each.currency)}`,
                  )
                  .join(" · "),
              })}
            </span>
          </li>
        ))}
      </ol>
    </PaneSection>
  );
}
