import { Amount, SumRow } from "@openitem/ui/amount";
import { EmptyState } from "@openitem/ui/empty-state";
import { Link } from "@openitem/ui/link";
import { OfficeHeader, PaneSection, Panes } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { Cell, DocumentLink } from "@openitem/ui/table";
import { Tabs } from "@openitem/ui/tabs";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import "../cash/cash.css";
import { defineColumns } from "../lists/columns.ts";
import { DataList } from "../lists/data-list.tsx";
import { useMore } from "../lists/more.ts";
import { SearchBox } from "../lists/search-box.tsx";
import { address } from "../shell/address.ts";
import { useTitle } from "../shell/title.ts";
import { MARKS } from "./remittance-marks.ts";
import { RemittancePane } from "./remittance-pane.tsx";
import { REMITTANCE_TABS, type RemittancesSearch } from "./remittances-search.ts";

type Row = Answers["remittances"]["list"]["rows"][number];

const PAGE = 100;
const LOOK_MS = 30_000;
const route = getRouteApi("/remittances");

/** What payers say that their money covers: advices without money, drafts, and those whose money was found. */
export function RemittancesPage() {
  const t = useTranslations("remittances");
  const format = useFormats();
  const router = useRouter();
  const asked = route.useSearch();
  const { group, search, remittance: chosen } = asked;
  useTitle(t("title"));
  const list = useInfiniteQuery(
    api.remittances.list.infiniteQueryOptions(
      { group, search: search || null, limit: PAGE },
      { getNextPageParam: (page) => page.next, placeholderData: keepPreviousData, refetchInterval: LOOK_MS },
    ),
  );
  const first = list.data?.pages[0];
  const at = (over: Partial<RemittancesSearch>) => address("/remittances", { ...asked, ...over });
  const columns = useColumns(asked);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  return (
    <>
      <OfficeHeader title={t("title")} />
      <Tabs
        label={t("tabFilter")}
        tabs={REMITTANCE_TABS.map((each) => ({
          href: at({ group: each, remittance: "" }),
          label: t(`tabs.${each}`),
          current: each === group,
          ...(first && { count: format.count(first.counts[each]) }),
        }))}
      />
      <div className="toolbar">
        <SearchBox
          name="remittances"
          label={t("search")}
          value={search}
          onSearch={(text) => router.history.push(at({ search: text, remittance: "" }))}
        />
      </div>
      <Panes
        sideLabel={t("side")}
        side={
          chosen ? (
            <RemittancePane key={chosen} remittanceId={chosen} />
          ) : (
            <PaneSection>
              <p className="text-ink-2">{t("choose")}</p>
            </PaneSection>
          )
        }
      >
        <DataList
          caption={t("caption")}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          rowHref={(row) => at({ remittance: row.id })}
          count={first?.counts[group]}
          isPending={list.isPending}
          error={list.isError ? list.error : null}
          onRetry={() => list.refetch()}
          onMore={useMore(list)}
          empty={<EmptyState title={search ? t("emptySearch", { search }) : t(`empty.${group}`)} />}
          foot={first?.totals.map(({ currency, count, totalMinor }) => (
            <SumRow key={currency} label={t("sumOf", { count, currency })} labelSpan={4}>
              <Cell align="end" phone="amount">
                <Amount minor={totalMinor} currency={currency} showCurrency />
              </Cell>
              <td />
            </SumRow>
          ))}
        />
      </Panes>
    </>
  );
}

function useColumns(asked: RemittancesSearch) {
  const t = useTranslations("remittances");
  const format = useFormats();
  return useMemo(
    () =>
      defineColumns<Row>([
        {
          id: "number",
          head: t("number"),
          heading: true,
          phone: "lead",
          cell: (row) => (
            <DocumentLink href={address("/remittances", { ...asked, remittance: row.id })}>
              {row.number}
            </DocumentLink>
          ),
        },
        {
          id: "from",
          head: t("from"),
          className: "wide",
          phone: "line",
          title: (row) => row.customerName ?? row.payer ?? t("nobody"),
          cell: (row) =>
            row.customerId ? (
              <Link href={`/customers/${row.customerId}`}>{row.customerName}</Link>
            ) : (
              <span className="text-ink-2">{row.payer ?? t("nobody")}</span>
            ),
        },
        { id: "source", head: t("source"), phone: "hidden", cell: (row) => t(`sources.${row.source}`) },
        {
          id: "paid",
          head: t("paidOn"),
          phone: "aside",
          cell: (row) => row.paidOn && format.day(row.paidOn),
        },
        {
          id: "total",
          head: t("total"),
          align: "end",
          phone: "amount",
          cell: (row) =>
            row.totalMinor !== null &&
            row.currency && <Amount minor={row.totalMinor} currency={row.currency} showCurrency />,
        },
        {
          id: "state",
          head: t("state"),
          phone: "status",
          cell: (row) => (
            <Status
              state={MARKS[row.status]}
              label={
                row.status === "draft" && row.openCount > 0
                  ? t("draftOpen", { count: row.openCount })
                  : t(`states.${row.status}`)
              }
            />
          ),
        },
      ]),
    [t, format, asked],
  );
}
