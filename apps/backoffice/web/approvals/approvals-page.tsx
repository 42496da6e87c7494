import { Amount } from "@openitem/ui/amount";
import { EmptyState } from "@openitem/ui/empty-state";
import { formatMoment } from "@openitem/ui/formats";
import { Link } from "@openitem/ui/link";
import { OfficeHeader } from "@openitem/ui/office-shell";
import { Status, type StatusState } from "@openitem/ui/status";
import { DocumentLink } from "@openitem/ui/table";
import { Tabs } from "@openitem/ui/tabs";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { defineColumns } from "../lists/columns.ts";
import { DataList } from "../lists/data-list.tsx";
import { useMore } from "../lists/more.ts";
import { address } from "../shell/address.ts";
import { useTitle } from "../shell/title.ts";
import { APPROVAL_VIEWS } from "./approvals-search.ts";

type Row = Answers["approvals"]["list"]["rows"][number];

const PAGE = 100;
const LOOK_MS = 30_000;
const route = getRouteApi("/approvals");

const MARKS: Readonly<Record<Row["status"], StatusState>> = {
  pending: "held",
  granted: "accepted",
  refused: "rejected",
  withdrawn: "cancelled",
};

/** Requests for approval: those the reader may decide first. */
export function ApprovalsPage() {
  const t = useTranslations("approvals");
  const format = useFormats();
  const { view } = route.useSearch();
  useTitle(t("title"));
  const list = useInfiniteQuery(
    api.approvals.list.infiniteQueryOptions(
      { view, limit: PAGE },
      {
        getNextPageParam: (page) => page.next,
        placeholderData: keepPreviousData,
        refetchInterval: LOOK_MS,
      },
    ),
  );
  const counts = useQuery(api.work.counts.queryOptions()).data?.approvals;
  const countOf = { for_me: counts?.forMe, mine: counts?.mine, pending: counts?.pending, decided: undefined };
  const columns = useColumns(view === "decided");
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  return (
    <>
      <OfficeHeader title={t("title")} />
      <Tabs
        label={t("viewFilter")}
        tabs={APPROVAL_VIEWS.map((each) => ({
          href: address("/approvals", { view: each }),
          label: t(`views.${each}`),
          current: each === view,
          ...(countOf[each] !== undefined && { count: format.count(countOf[each]) }),
        }))}
      />
      <DataList
        caption={t("caption")}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/approvals/${row.id}`}
        isPending={list.isPending}
        error={list.isError ? list.error : null}
        onRetry={() => list.refetch()}
        onMore={useMore(list)}
        empty={<EmptyState title={t(`empty.${view}`)} />}
      />
    </>
  );
}

function useColumns(isDecided: boolean) {
  const t = useTranslations("approvals");
  const words = useTranslations("dispute");
  const { locale, timeZone } = useFormats();
  return useMemo(() => {
    const columns = defineColumns<Row>([
      {
        id: "dispute",
        head: t("dispute"),
        heading: true,
        phone: "lead",
        cell: (row) => <DocumentLink href={`/approvals/${row.id}`}>{row.disputeNumber}</DocumentLink>,
      },
      {
        id: "customer",
        head: t("customer"),
        className: "wide",
        phone: "line",
        title: (row) => row.customerName,
        cell: (row) => <Link href={`/customers/${row.customerId}`}>{row.customerName}</Link>,
      },
      {
        id: "outcome",
        head: t("outcome"),
        phone: "hidden",
        cell: (row) => words(`outcomes.${row.outcome}`),
      },
      {
        id: "amount",
        head: t("amount"),
        align: "end",
        strong: true,
        phone: "amount",
        cell: (row) => <Amount minor={row.amountMinor} currency={row.currency} showCurrency />,
      },
      { id: "by", head: t("askedBy"), phone: "hidden", cell: (row) => row.requestedByName },
      {
        id: "at",
        head: t("askedAt"),
        quiet: true,
        phone: "aside",
        cell: (row) => formatMoment(row.requestedAt, locale, timeZone, { year: false }),
      },
      {
        id: "state",
        head: t("state"),
        phone: "status",
        cell: (row) => <Status state={MARKS[row.status]} label={t(`states.${row.status}`)} />,
      },
      { id: "decided", head: t("decidedBy"), phone: "hidden", cell: (row) => row.decidedByName },
    ]);
    return isDecided ? columns : columns.filter(({ id }) => id !== "decided");
  }, [t, words, locale, timeZone, isDecided]);
}
