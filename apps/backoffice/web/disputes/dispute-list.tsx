import { Amount, SumRow } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { Cell } from "@openitem/ui/table";
import { Tabs } from "@openitem/ui/tabs";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { DataList } from "../lists/data-list.tsx";
import { useMore } from "../lists/more.ts";
import { SearchBox } from "../lists/search-box.tsx";
import { address } from "../shell/address.ts";
import { useDisputeColumns } from "./dispute-columns.tsx";
import { DISPUTE_TABS, type DisputesSearch } from "./disputes-search.ts";

const PAGE = 100;
const LOOK_MS = 30_000;
const OFFICE_DAY_MINUTES = 480;

/** Disputes by tab, of one customer or of all; what is due first stands first. */
export function DisputeList({
  asked,
  base,
  customerId,
}: {
  asked: DisputesSearch;
  base: string;
  customerId?: string;
}) {
  const t = useTranslations("disputes");
  const format = useFormats();
  const router = useRouter();
  const { tab, search, sort } = asked;
  const list = useInfiniteQuery(
    api.disputes.list.infiniteQueryOptions(
      { customerIds: customerId ? [customerId] : null, tab, search: search || null, sort, limit: PAGE },
      {
        getNextPageParam: (page) => page.next,
        placeholderData: keepPreviousData,
        // A reader far down the list is left in peace.
        refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 2 ? false : LOOK_MS),
      },
    ),
  );
  const first = list.data?.pages[0];
  const columns = useDisputeColumns(customerId === undefined, first?.minutesOfDay ?? OFFICE_DAY_MINUTES);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const at = (over: Partial<DisputesSearch>) => address(base, { ...asked, ...over });
  const go = (over: Partial<DisputesSearch>) => router.history.push(at(over));
  return (
    <>
      <Tabs
        label={t("tabFilter")}
        tabs={DISPUTE_TABS.map((each) => ({
          href: at({ tab: each }),
          label: t(`tabs.${each}`),
          current: each === tab,
          ...(first && { count: format.count(first.counts[each]) }),
        }))}
      />
      <div className="toolbar">
        <SearchBox
          name="disputes"
          label={t("search")}
          value={search}
          onSearch={(text) => go({ search: text })}
        />
      </div>
      <DataList
        caption={t("caption")}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/disputes/${row.id}`}
        count={first?.counts[tab]}
        isPending={list.isPending}
        error={list.isError ? list.error : null}
        onRetry={() => list.refetch()}
        onMore={useMore(list)}
        sort={{
          by: sort,
          descending: sort === "raised",
          href: (key) => at({ sort: key as DisputesSearch["sort"] }),
        }}
        empty={
          <EmptyState
            title={search ? t("emptySearch", { search }) : t(`empty.${tab}`)}
            actions={
              (search || tab !== "all") && (
                <Button onClick={() => go(search ? { search: "", tab: "all" } : { tab: "all" })}>
                  {t("showAll")}
                </Button>
              )
            }
          />
        }
        foot={first?.totals.map((total) => (
          <SumRow
            key={total.currency}
            label={t("total", { count: total.count, currency: total.currency })}
            labelSpan={customerId === undefined ? 4 : 3}
          >
            <Cell align="end" phone="amount">
              <Amount minor={total.amountMinor} currency={total.currency} showCurrency />
            </Cell>
            <td colSpan={4} />
          </SumRow>
        ))}
      />
    </>
  );
}
