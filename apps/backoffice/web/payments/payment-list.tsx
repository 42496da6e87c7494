import { Amount } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { FilterChips } from "@openitem/ui/filter-chips";
import { formatMoment } from "@openitem/ui/formats";
import { Link } from "@openitem/ui/link";
import { DocumentLink } from "@openitem/ui/table";
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
import { isUnderWay, PaymentStatus, useMethodName } from "./payment-status.tsx";
import { PAYMENT_GROUPS, type PaymentsSearch } from "./payments-search.ts";

type PaymentRow = Answers["payments"]["list"]["rows"][number];

const PAGE = 100;
const BUSY_MS = 5_000;
const QUIET_MS = 30_000;

/** Payments by group, of one customer or of all; what is under way is looked at again every few seconds. */
export function PaymentList({
  asked,
  base,
  customerId,
  busy,
}: {
  asked: PaymentsSearch;
  base: string;
  customerId?: string;
  /** Somebody is paying, whatever the list shows. */
  busy?: boolean;
}) {
  const t = useTranslations("payments");
  const router = useRouter();
  const { group, search } = asked;
  const list = useInfiniteQuery(
    api.payments.list.infiniteQueryOptions(
      {
        customerIds: customerId ? [customerId] : null,
        group: group === "all" ? null : group,
        search: search || null,
        limit: PAGE,
      },
      {
        getNextPageParam: (page) => page.next,
        placeholderData: keepPreviousData,
        // Only the first pages move; a reader far down the list is left in peace.
        refetchInterval: ({ state }) => {
          const pages = state.data?.pages ?? [];
          if (pages.length > 2) return false;
          return busy || pages.some((page) => page.rows.some((row) => isUnderWay(row.status)))
            ? BUSY_MS
            : QUIET_MS;
        },
      },
    ),
  );
  const columns = useColumns(customerId === undefined);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const at = (over: Partial<PaymentsSearch>) => address(base, { ...asked, ...over });
  const go = (over: Partial<PaymentsSearch>) => router.history.push(at(over));
  const everything = group === "all" && !search;
  return (
    <>
      <div className="toolbar">
        <SearchBox
          name="payments"
          label={t("search")}
          value={search}
          onSearch={(text) => go({ search: text })}
        />
        <FilterChips
          label={t("groupFilter")}
          filters={PAYMENT_GROUPS.map((each) => ({
            href: at({ group: each }),
            label: t(`groups.${each}`),
            current: each === group,
          }))}
        />
      </div>
      <DataList
        caption={t("caption")}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/payments/${row.id}`}
        isPending={list.isPending}
        error={list.isError ? list.error : null}
        onRetry={() => list.refetch()}
        onMore={useMore(list)}
        empty={
          <EmptyState
            title={search ? t("emptySearch", { search }) : everything ? t("empty") : t("emptyGroup")}
            actions={
              !everything && <Button onClick={() => go({ group: "all", search: "" })}>{t("showAll")}</Button>
            }
          />
        }
      />
    </>
  );
}

function useColumns(withCustomer: boolean) {
  const t = useTranslations("payments");
  const { locale, timeZone } = useFormats();
  const method = useMethodName();
  return useMemo(() => {
    const columns = defineColumns<PaymentRow>([
      {
        id: "number",
        head: t("number"),
        heading: true,
        phone: "lead",
        cell: (row) => <DocumentLink href={`/payments/${row.id}`}>{row.number}</DocumentLink>,
      },
      {
        id: "started",
        head: t("started"),
        quiet: true,
        phone: "aside",
        cell: (row) => formatMoment(row.createdAt, locale, timeZone),
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
        id: "by",
        head: t("startedBy"),
        phone: "hidden",
        quiet: true,
        ...(!withCustomer && { className: "wide" }),
        cell: (row) => row.startedByName,
      },
      { id: "method", head: t("method"), phone: "hidden", quiet: true, cell: (row) => method(row.method) },
      {
        id: "amount",
        head: t("amount"),
        align: "end",
        strong: true,
        phone: "amount",
        cell: (row) => <Amount minor={row.amountMinor} currency={row.currency} showCurrency />,
      },
      {
        id: "refunded",
        head: t("refunded"),
        align: "end",
        phone: "hidden",
        cell: (row) =>
          row.refundedMinor > 0n && (
            <Amount minor={-row.refundedMinor} currency={row.currency} tone="credit" />
          ),
      },
      {
        id: "status",
        head: t("status"),
        phone: "status",
        cell: (row) => <PaymentStatus status={row.status} expectedOn={row.expectedOn} />,
      },
    ]);
    return withCustomer ? columns : columns.filter(({ id }) => id !== "customer");
  }, [t, locale, timeZone, method, withCustomer]);
}
