import { Amount, SumRow } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { CheckboxField } from "@openitem/ui/choice";
import { EmptyState } from "@openitem/ui/empty-state";
import { FilterChips } from "@openitem/ui/filter-chips";
import { OfficeHeader } from "@openitem/ui/office-shell";
import { AmountCell, Cell } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { DataList } from "../lists/data-list.tsx";
import { useMore } from "../lists/more.ts";
import { SearchBox } from "../lists/search-box.tsx";
import { address } from "../shell/address.ts";
import { useTitle } from "../shell/title.ts";
import { customerColumns } from "./customer-columns.tsx";
import type { CustomersSearch } from "./customers-search.ts";

const PAGE = 200;
const route = getRouteApi("/customers");

/** All customers with their ageing, one row per customer and currency, the worst first. */
export function CustomersPage() {
  const t = useTranslations("customers");
  const format = useFormats();
  const asked = route.useSearch();
  const navigate = useNavigate();
  useTitle(t("title"));
  const { search, currency, sort, descending, withSettled } = asked;
  const filter = { search: search || null, currency: currency || null };
  const list = useInfiniteQuery(
    api.customers.list.infiniteQueryOptions(
      { ...filter, sort, descending, withSettled, limit: PAGE },
      { getNextPageParam: (page) => page.next, placeholderData: keepPreviousData },
    ),
  );
  const everywhere = useQuery(
    api.customers.totals.queryOptions({ search: filter.search }, { placeholderData: keepPreviousData }),
  );
  const totals = (everywhere.data ?? []).filter((total) => !currency || total.currency === currency);
  const columns = useMemo(() => customerColumns(t), [t]);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const count = list.data?.pages[0]?.count;
  const at = (over: Partial<CustomersSearch>) => address("/customers", { ...asked, ...over });
  const go = (over: Partial<CustomersSearch>) =>
    navigate({ to: "/customers", search: { ...asked, ...over } });

  return (
    <>
      <OfficeHeader title={t("title")} note={count !== undefined && t("note", { count })} />
      <div className="toolbar">
        <SearchBox
          name="customers"
          label={t("search")}
          value={search}
          onSearch={(text) => go({ search: text })}
        />
        {(everywhere.data?.length ?? 0) > 1 && (
          <FilterChips
            label={t("currency")}
            filters={[
              { href: at({ currency: "" }), label: t("all"), current: currency === "" },
              ...(everywhere.data ?? []).map((total) => ({
                href: at({ currency: total.currency }),
                label: total.currency,
                count: format.count(total.customers),
                current: currency === total.currency,
              })),
            ]}
          />
        )}
        <CheckboxField
          name="with-settled"
          label={t("withSettled")}
          checked={withSettled}
          onChange={(event) => go({ withSettled: event.target.checked })}
        />
      </div>
      <DataList
        caption={t("caption")}
        columns={columns}
        rows={rows}
        rowId={(row) => `${row.id} ${row.currency}`}
        rowHref={(row) => `/customers/${row.id}`}
        count={count}
        isPending={list.isPending}
        error={list.isError ? list.error : null}
        onRetry={() => list.refetch()}
        onMore={useMore(list)}
        sort={{
          by: sort,
          descending,
          // Names and numbers begin at the front, amounts at the top.
          href: (key) =>
            at({
              sort: key as CustomersSearch["sort"],
              descending: key === sort ? !descending : key !== "name" && key !== "number",
            }),
        }}
        empty={
          search ? (
            <EmptyState
              title={t("emptySearch", { search })}
              actions={<Button onClick={() => go({ search: "" })}>{t("clear")}</Button>}
            />
          ) : (
            <EmptyState
              title={withSettled ? t("emptyNone") : t("emptyOpen")}
              actions={
                !withSettled && <Button onClick={() => go({ withSettled: true })}>{t("showSettled")}</Button>
              }
            />
          )
        }
        foot={totals.map((total) => <TotalRow key={total.currency} total={total} />)}
      />
    </>
  );
}

function TotalRow({ total }: { total: Answers["customers"]["totals"][number] }) {
  const t = useTranslations("customers");
  const { currency, customers, ageing } = total;
  const cell = (minor: bigint, strong = false) => (
    <AmountCell minor={minor} currency={currency} strong={strong} phone="hidden" />
  );
  return (
    <SumRow label={t("total", { currency, customers })} labelSpan={3}>
      <Cell align="end" phone="amount">
        <Amount minor={total.openMinor} currency={currency} />
      </Cell>
      {cell(total.overdueMinor)}
      {cell(ageing.current)}
      {cell(ageing["1-30"])}
      {cell(ageing["31-60"])}
      {cell(ageing["61-90"])}
      {cell(ageing["90+"])}
      <td />
      {cell(-total.creditsMinor)}
    </SumRow>
  );
}
