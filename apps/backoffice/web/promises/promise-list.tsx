import { Amount, SumRow } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { FilterChips } from "@openitem/ui/filter-chips";
import { formatAmount, formatDay, formatMoment } from "@openitem/ui/formats";
import { Link } from "@openitem/ui/link";
import { Status, type StatusState } from "@openitem/ui/status";
import { Cell } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { defineColumns } from "../lists/columns.ts";
import { DataList } from "../lists/data-list.tsx";
import { useMore } from "../lists/more.ts";
import { SearchBox } from "../lists/search-box.tsx";
import { address } from "../shell/address.ts";
import { PROMISE_GROUPS, type PromisesSearch } from "./promises-search.ts";

type Row = Answers["promises"]["list"]["rows"][number];

const PAGE = 100;

export const PROMISE_MARKS: Readonly<Record<Row["status"], StatusState>> = {
  proposed: "waiting-for-us",
  active: "promised",
  kept: "kept",
  part_kept: "partly-kept",
  broken: "broken",
  declined: "rejected",
  cancelled: "cancelled",
  replaced: "cancelled",
};

/** Promises by group, of one customer or of all; what is due next stands first. */
export function PromiseList({
  asked,
  base,
  customerId,
}: {
  asked: PromisesSearch;
  base: string;
  /** Null: of all customers. */
  customerId: string | null;
}) {
  const t = useTranslations("promises");
  const format = useFormats();
  const router = useRouter();
  const { group, search } = asked;
  const list = useInfiniteQuery(
    api.promises.list.infiniteQueryOptions(
      { customerIds: customerId ? [customerId] : null, group, search: search || null, limit: PAGE },
      { getNextPageParam: (page) => page.next, placeholderData: keepPreviousData },
    ),
  );
  const first = list.data?.pages[0];
  const columns = useColumns(customerId === null);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const at = (over: Partial<PromisesSearch>) => address(base, { ...asked, ...over });
  const go = (over: Partial<PromisesSearch>) => router.history.push(at(over));
  return (
    <>
      <div className="toolbar">
        <SearchBox
          name="promises"
          label={t(customerId ? "search" : "searchAll")}
          value={search}
          onSearch={(text) => go({ search: text })}
        />
        <FilterChips
          label={t("groupFilter")}
          filters={PROMISE_GROUPS.map((each) => ({
            href: at({ group: each }),
            label: t(`groups.${each}`),
            current: each === group,
            ...(first && { count: format.count(first.counts[each]) }),
          }))}
        />
      </div>
      <DataList
        caption={t("caption")}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/promises/${row.id}`}
        count={first?.counts[group]}
        isPending={list.isPending}
        error={list.isError ? list.error : null}
        onRetry={() => list.refetch()}
        onMore={useMore(list)}
        empty={
          <EmptyState
            title={search ? t("emptySearch", { search }) : group === "all" ? t("emptyAll") : t("empty")}
            actions={
              (search || group !== "all") && (
                <Button onClick={() => go({ search: "", group: "all" })}>{t("showAll")}</Button>
              )
            }
          />
        }
        foot={first?.totals.map((total) => (
          <SumRow
            key={total.currency}
            label={t("total", { count: total.count, currency: total.currency })}
            labelSpan={customerId ? 2 : 3}
          >
            <Cell align="end" phone="amount">
              <Amount minor={total.amountMinor} currency={total.currency} showCurrency />
            </Cell>
            <Cell align="end" phone="hidden">
              <Amount minor={total.keptMinor} currency={total.currency} />
            </Cell>
            <td colSpan={4} />
          </SumRow>
        ))}
      />
    </>
  );
}

function useColumns(withCustomer: boolean) {
  const t = useTranslations("promises");
  const { locale, timeZone } = useFormats();
  return useMemo(
    () =>
      defineColumns<Row>([
        { id: "number", head: t("number"), heading: true, phone: "lead", cell: (row) => row.number },
        {
          id: "customer",
          head: t("customer"),
          className: "wide",
          phone: "line" as const,
          title: (row: Row) => row.customerName,
          cell: (row: Row) => <Link href={`/customers/${row.customerId}/promises`}>{row.customerName}</Link>,
        },
        {
          id: "documents",
          head: t("documents"),
          className: "wide",
          quiet: true,
          phone: "line",
          title: (row) => row.documents.join(", "),
          cell: (row) => {
            const numbers = row.documents.join(", ");
            const more = row.documentCount - row.documents.length;
            return more > 0 ? t("moreDocuments", { numbers, more }) : numbers;
          },
        },
        {
          id: "amount",
          head: t("amount"),
          align: "end",
          strong: true,
          phone: "amount",
          cell: (row) => <Amount minor={row.amountMinor} currency={row.currency} showCurrency />,
        },
        {
          id: "kept",
          head: t("kept"),
          align: "end",
          phone: "hidden",
          cell: (row) => <Amount minor={row.keptMinor} currency={row.currency} />,
        },
        {
          id: "next",
          head: t("next"),
          phone: "aside",
          cell: (row) =>
            row.next &&
            t("nextDay", {
              day: formatDay(row.next.dueOn, locale, { weekday: true, year: false }),
              amount: formatAmount(row.next.leftMinor, row.currency, locale),
            }),
        },
        {
          id: "by",
          head: t("madeBy"),
          phone: "hidden",
          cell: (row) => row.madeByName,
        },
        {
          id: "made",
          head: t("madeAt"),
          quiet: true,
          phone: "hidden",
          cell: (row) => formatMoment(row.madeAt, locale, timeZone, { year: false }),
        },
        {
          id: "state",
          head: t("state"),
          phone: "status",
          cell: (row) => <Status state={PROMISE_MARKS[row.status]} label={t(`states.${row.status}`)} />,
        },
      ]).filter(({ id }) => withCustomer || id !== "customer"),
    [t, locale, timeZone, withCustomer],
  );
}
