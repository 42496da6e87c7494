import { Amount, SumRow } from "@openitem/ui/amount";
import { EmptyState } from "@openitem/ui/empty-state";
import { Link } from "@openitem/ui/link";
import { OfficeHeader, PaneSection, Panes } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { Cell, DocumentLink } from "@openitem/ui/table";
import { Tabs } from "@openitem/ui/tabs";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
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
import { DecisionList } from "./decision-list.tsx";
import { UNAPPLIED_TABS, type UnappliedSearch } from "./unapplied-search.ts";
import { UsePane } from "./use-pane.tsx";

export type UnappliedRow = Answers["cash"]["unapplied"]["rows"][number];

const PAGE = 100;
const LOOK_MS = 30_000;
const AGES = ["0-7", "8-30", "31-90", "90+"] as const;
const route = getRouteApi("/unapplied");

/** Money on hand that pays nothing yet, by age; the one that is chosen stands beside with what can be done. */
export function UnappliedPage() {
  const t = useTranslations("unapplied");
  const format = useFormats();
  const router = useRouter();
  const asked = route.useSearch();
  const { tab, search, receipt: chosen } = asked;
  useTitle(t("title"));
  const heldAs = tab === "unapplied" || tab === "on_account" ? tab : null;
  const list = useInfiniteQuery(
    api.cash.unapplied.infiniteQueryOptions(
      { heldAs, search: search || null, limit: PAGE },
      {
        getNextPageParam: (page) => page.next,
        placeholderData: keepPreviousData,
        enabled: tab !== "decisions",
      },
    ),
  );
  const totals = useQuery(
    api.cash.unappliedTotals.queryOptions({ search: search || null }, { refetchInterval: LOOK_MS }),
  ).data;
  const countOf = (each: UnappliedSearch["tab"]) =>
    each === "decisions"
      ? undefined
      : totals
          ?.filter((total) => each === "all" || total.heldAs === each)
          .reduce((sum, { count }) => sum + count, 0);
  const at = (over: Partial<UnappliedSearch>) => address("/unapplied", { ...asked, ...over });
  const columns = useColumns(asked);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const shown = rows.find(({ receiptId }) => receiptId === chosen);
  const sums = totals?.filter((total) => heldAs === null || total.heldAs === heldAs) ?? [];
  return (
    <>
      <OfficeHeader title={t("title")} />
      <Tabs
        label={t("tabFilter")}
        tabs={UNAPPLIED_TABS.map((each) => {
          const count = countOf(each);
          return {
            href: at({ tab: each, receipt: "" }),
            label: t(`tabs.${each}`),
            current: each === tab,
            ...(count !== undefined && { count: format.count(count) }),
          };
        })}
      />
      {tab === "decisions" ? (
        <DecisionList />
      ) : (
        <>
          <div className="toolbar">
            <SearchBox
              name="unapplied"
              label={t("search")}
              value={search}
              onSearch={(text) => router.history.push(at({ search: text, receipt: "" }))}
            />
            <Ages totals={sums} />
          </div>
          <Panes
            sideLabel={t("side")}
            side={
              shown ? (
                <UsePane key={shown.receiptId} row={shown} />
              ) : (
                <PaneSection>
                  <p className="text-ink-2">{chosen && list.data ? t("gone") : t("choose")}</p>
                </PaneSection>
              )
            }
          >
            <DataList
              caption={t("caption")}
              columns={columns}
              rows={rows}
              rowId={(row) => row.receiptId}
              rowHref={(row) => at({ receipt: row.receiptId })}
              count={countOf(tab)}
              isPending={list.isPending}
              error={list.isError ? list.error : null}
              onRetry={() => list.refetch()}
              onMore={useMore(list)}
              empty={<EmptyState title={search ? t("emptySearch", { search }) : t(`empty.${tab}`)} />}
              foot={sums.map(({ currency, heldAs: held, count, openMinor }) => (
                <SumRow
                  key={`${currency} ${held}`}
                  label={t("sumOf", { count, currency, held: t(`tabs.${held}`) })}
                  labelSpan={4}
                >
                  <Cell align="end" phone="amount">
                    <Amount minor={openMinor} currency={currency} showCurrency />
                  </Cell>
                  <td />
                </SumRow>
              ))}
            />
          </Panes>
        </>
      )}
    </>
  );
}

/** What there is by days since it came. */
function Ages({ totals }: { totals: Answers["cash"]["unappliedTotals"] }) {
  const t = useTranslations("unapplied");
  const format = useFormats();
  const currencies = [...new Set(totals.map(({ currency }) => currency))];
  return (
    <span className="text-ink-2">
      {currencies
        .map((currency) =>
          [
            currency,
            ...AGES.flatMap((age) => {
              const minor = totals
                .filter((total) => total.currency === currency)
                .reduce((sum, { ages }) => sum + ages[age], 0n);
              return minor > 0n ? [t(`ages.${age}`, { amount: format.amount(minor, currency) })] : [];
            }),
          ].join(" · "),
        )
        .join("   ")}
    </span>
  );
}

function useColumns(asked: UnappliedSearch) {
  const t = useTranslations("unapplied");
  const words = useTranslations("shell");
  const format = useFormats();
  return useMemo(
    () =>
      defineColumns<UnappliedRow>([
        {
          id: "number",
          head: t("receipt"),
          heading: true,
          phone: "lead",
          cell: (row) => (
            <DocumentLink href={address("/unapplied", { ...asked, receipt: row.receiptId })}>
              {row.number}
            </DocumentLink>
          ),
        },
        {
          id: "customer",
          head: t("customer"),
          className: "wide",
          phone: "line",
          title: (row) => row.customerName,
          cell: (row) => <Link href={`/customers/${row.customerId}`}>{row.customerName}</Link>,
        },
        { id: "came", head: t("came"), phone: "hidden", cell: (row) => format.day(row.issuedOn) },
        {
          id: "age",
          head: t("age"),
          align: "end",
          phone: "aside",
          cell: (row) => words("days", { days: row.ageDays }),
        },
        {
          id: "open",
          head: t("toUse"),
          align: "end",
          phone: "amount",
          cell: (row) => <Amount minor={row.openMinor} currency={row.currency} showCurrency />,
        },
        {
          id: "why",
          head: t("why"),
          phone: "status",
          cell: (row) => (
            <Status
              state={row.heldAs === "on_account" ? "on-account" : "unapplied"}
              label={t(`whys.${row.why}`)}
            />
          ),
        },
      ]),
    [t, words, format, asked],
  );
}
