import { Amount } from "@openitem/ui/amount";
import { Banner } from "@openitem/ui/banner";
import { FigureStrip } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { OfficeHeader, PaneSection, Panes } from "@openitem/ui/office-shell";
import { Tabs } from "@openitem/ui/tabs";
import { useFormats } from "@openitem/ui/use-formats";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { ActivityTimeline } from "../activity/activity-timeline.tsx";
import { type Answers, api } from "../api.ts";
import { ItemStatus } from "../customer/item-status.tsx";
import { useRecordKeys } from "../lists/record-keys.ts";
import { FailedPage } from "../shell/failure.tsx";
import { useTitle } from "../shell/title.ts";
import { AppliedView } from "./applied-view.tsx";
import { ItemFacts } from "./item-facts.tsx";
import { LinesView } from "./lines-view.tsx";

const BUSY_MS = 5_000;
const route = getRouteApi("/items/$itemId");
export type ItemDetail = Answers["items"]["read"];

/** One document: what of it is open and why, what it was applied to, its lines and its history. */
export function ItemPage() {
  const { itemId } = route.useParams();
  const asked = route.useSearch();
  const t = useTranslations("item");
  const words = useTranslations("shell");
  useRecordKeys();
  const format = useFormats();
  const { data, error, refetch } = useQuery(
    api.items.read.queryOptions(
      { itemId },
      { refetchInterval: ({ state }) => (state.data && state.data.underWay.length > 0 ? BUSY_MS : false) },
    ),
  );
  useTitle(data?.item.number ?? t("facts"));
  if (error) return <FailedPage error={error} onRetry={() => refetch()} />;
  if (!data) return null;
  const { item, customer, lineCount, applications } = data;
  // A long bill is mostly read for its lines; one without lines has none to show.
  const view = lineCount === 0 ? "applied" : (asked.view ?? "lines");
  return (
    <>
      <OfficeHeader
        title={`${words(`kinds.${item.kind}`)} ${item.number}`}
        note={<Link href={`/customers/${customer.id}`}>{customer.name}</Link>}
      />
      <Figures detail={data} />
      <Panes
        key={itemId}
        sideLabel={t("side")}
        side={
          <>
            <ItemFacts detail={data} />
            <PaneSection title={t("timeline")}>
              <ActivityTimeline of={{ subject: { kind: "item", id: item.id } }} label={t("timeline")} />
            </PaneSection>
          </>
        }
      >
        <UnderWay detail={data} />
        <Held detail={data} />
        <Tabs
          label={t("views")}
          tabs={[
            ...(lineCount > 0
              ? [
                  {
                    href: `/items/${itemId}?view=lines`,
                    label: t("tabLines"),
                    count: format.count(lineCount),
                    current: view === "lines",
                  },
                ]
              : []),
            {
              href: `/items/${itemId}?view=applied`,
              label: t("tabApplied"),
              count: format.count(applications.length),
              current: view === "applied",
            },
          ]}
        />
        {view === "lines" ? <LinesView detail={data} search={asked.search} /> : <AppliedView detail={data} />}
      </Panes>
    </>
  );
}

function Figures({ detail }: { detail: ItemDetail }) {
  const t = useTranslations("item");
  const { item, inFlightMinor, appliedMinor, daysLate, underWay, holds } = detail;
  const { currency } = item;
  const sign = item.kind === "credit_memo" || item.kind === "receipt" ? -1n : 1n;
  const amount = (minor: bigint) => <Amount minor={sign * minor} currency={currency} />;
  return (
    <FigureStrip
      figures={[
        { term: t("amount", { currency }), value: amount(item.amountMinor) },
        { term: t("applied"), value: amount(appliedMinor) },
        {
          term: t("inFlight"),
          value: amount(inFlightMinor),
          ...(inFlightMinor > 0n && { tone: "flight" as const }),
        },
        ...(holds.disputedMinor > 0n
          ? [{ term: t("disputed"), value: amount(holds.disputedMinor), tone: "disputed" as const }]
          : []),
        ...(holds.promisedMinor > 0n
          ? [{ term: t("promised"), value: amount(holds.promisedMinor), tone: "promised" as const }]
          : []),
        { term: t("open"), value: amount(item.openMinor), strong: true },
        {
          term: t("status"),
          value: (
            <ItemStatus
              item={{
                ...item,
                inFlightMinor,
                daysLate,
                payerName: underWay[0]?.payerName,
                disputedMinor: holds.disputedMinor,
                promisedMinor: holds.promisedMinor,
              }}
            />
          ),
        },
      ]}
    />
  );
}

/** What of it disputes and promises hold, each with the way to it. */
function Held({ detail: { item, holds } }: { detail: ItemDetail }) {
  const t = useTranslations("item");
  const format = useFormats();
  const written = (minor: bigint) => `${format.amount(minor, item.currency)} ${item.currency}`;
  return (
    <>
      {holds.disputes
        .filter(({ heldMinor }) => heldMinor > 0n)
        .map(({ id, number, heldMinor }) => (
          <Banner
            key={id}
            tone="disputed"
            state="disputed"
            title={t("disputedIn", { number, amount: written(heldMinor) })}
            action={<Link href={`/disputes/${id}`}>{t("toDispute")}</Link>}
          />
        ))}
      {holds.promises
        .filter(({ heldMinor }) => heldMinor > 0n)
        .map(({ id, number, heldMinor }) => (
          <Banner
            key={id}
            tone="promised"
            state="promised"
            title={t("promisedIn", { number, amount: written(heldMinor) })}
            action={<Link href={`/customers/${item.customerId}/promises`}>{t("toPromises")}</Link>}
          />
        ))}
    </>
  );
}

function UnderWay({ detail: { item, underWay } }: { detail: ItemDetail }) {
  const t = useTranslations("item");
  const format = useFormats();
  return underWay.map((share) => (
    <Banner
      key={share.paymentId}
      tone="flight"
      state="in-flight"
      title={t("underWay", {
        name: share.payerName ?? "",
        amount: `${format.amount(share.amountMinor, item.currency)} ${item.currency}`,
        at: share.since ? format.moment(share.since) : "",
      })}
      action={<Link href={`/payments/${share.paymentId}`}>{t("toPayment")}</Link>}
    />
  ));
}
