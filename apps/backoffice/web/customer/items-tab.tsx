import { Amount, SumRow } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { SelectField } from "@openitem/ui/field";
import { FilterChips } from "@openitem/ui/filter-chips";
import { Panes } from "@openitem/ui/office-shell";
import { Cell } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { DataList } from "../lists/data-list.tsx";
import { useMore } from "../lists/more.ts";
import { SearchBox } from "../lists/search-box.tsx";
import { address } from "../shell/address.ts";
import { useCustomer } from "./customer-context.ts";
import { ITEM_STATES, type ItemsSearch } from "./customer-search.ts";
import { CustomerSide } from "./customer-side.tsx";
import { itemColumns } from "./item-columns.tsx";

const PAGE = 100;
const route = getRouteApi("/customers/$customerId/");

/** A customer's documents by state, with what stands beside them. */
export function ItemsTab() {
  const t = useTranslations("customer");
  return (
    <Panes side={<CustomerSide />} sideLabel={t("beside")}>
      <ItemList />
    </Panes>
  );
}

function ItemList() {
  const t = useTranslations("customer");
  const words = useTranslations("shell");
  const format = useFormats();
  const { customer, balances } = useCustomer();
  const asked = route.useSearch();
  const navigate = useNavigate();
  const { state, search, currency, sort, descending } = asked;
  const filter = { customerIds: [customer.id], state, search: search || null, currency: currency || null };
  const list = useInfiniteQuery(
    api.items.list.infiniteQueryOptions(
      { ...filter, sort, descending, limit: PAGE },
      { getNextPageParam: (page) => page.next, placeholderData: keepPreviousData },
    ),
  );
  const totals =
    useQuery(api.items.totals.queryOptions(filter, { placeholderData: keepPreviousData })).data ?? [];
  const only = totals.length === 1 ? (totals[0]?.currency ?? null) : null;
  const { locale } = format;
  const mixed = state === "all" || state === "credits" || state === "paid";
  const columns = useMemo(
    () => itemColumns(t, (kind) => words(`kinds.${kind}`), locale, only, mixed),
    [t, words, locale, only, mixed],
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const base = `/customers/${customer.id}`;
  const at = (over: Partial<ItemsSearch>) => address(base, { ...asked, ...over });
  const go = (over: Partial<ItemsSearch>) =>
    navigate({
      to: "/customers/$customerId",
      params: { customerId: customer.id },
      search: { ...asked, ...over },
    });
  const isCredits = state === "credits";

  return (
    <>
      <div className="toolbar">
        <SearchBox
          name="items"
          label={t("search")}
          value={search}
          onSearch={(text) => go({ search: text })}
        />
        {balances.length > 1 && (
          <SelectField
            name="currency"
            label={t("currencyFilter")}
            labelHidden
            value={currency}
            options={[
              { value: "", label: t("allCurrencies") },
              ...balances.map((balance) => ({ value: balance.currency, label: balance.currency })),
            ]}
            onChange={(event) => go({ currency: event.target.value })}
          />
        )}
        <FilterChips
          label={t("stateFilter")}
          filters={ITEM_STATES.map((each) => ({
            href: at({ state: each }),
            label: t(`states.${each}`),
            current: each === state,
          }))}
        />
      </div>
      <DataList
        caption={t("itemsCaption")}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/items/${row.id}`}
        count={totals.reduce((sum, total) => sum + total.count, 0)}
        isPending={list.isPending}
        error={list.isError ? list.error : null}
        onRetry={() => list.refetch()}
        onMore={useMore(list)}
        sort={{
          by: sort,
          descending,
          href: (key) =>
            at({
              sort: key as ItemsSearch["sort"],
              descending: key === sort ? !descending : key === "open" || key === "amount",
            }),
        }}
        empty={
          <EmptyState
            title={
              search
                ? t("itemsEmptySearch", { search })
                : state === "open"
                  ? t("itemsEmptyOpen")
                  : t("itemsEmpty")
            }
            actions={
              (search || state !== "all") && (
                <Button onClick={() => go({ search: "", state: "all" })}>{t("showAll")}</Button>
              )
            }
          />
        }
        // Over all states debits and credits are mixed, and a sum of both would be netted in silence.
        foot={
          state !== "all" &&
          totals.map((total) => (
            <SumRow
              key={total.currency}
              label={t("itemsTotal", { count: total.count, currency: total.currency })}
              labelSpan={mixed ? 6 : 4}
            >
              <Cell align="end" phone="hidden">
                <Amount
                  minor={isCredits ? -total.amountMinor : total.amountMinor}
                  currency={total.currency}
                />
              </Cell>
              <Cell align="end" phone="amount">
                <Amount minor={isCredits ? -total.openMinor : total.openMinor} currency={total.currency} />
              </Cell>
              <td />
            </SumRow>
          ))
        }
      />
    </>
  );
}
