import { Amount, SumRow } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { formatCount, formatDay, formatDecimal } from "@openitem/ui/formats";
import { Cell } from "@openitem/ui/table";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { useLocale, useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { defineColumns } from "../lists/columns.ts";
import { DataList } from "../lists/data-list.tsx";
import { useMore } from "../lists/more.ts";
import { SearchBox } from "../lists/search-box.tsx";
import { address } from "../shell/address.ts";
import type { ItemDetail } from "./item-page.tsx";

type Line = Answers["items"]["lines"]["rows"][number];
const PAGE = 200;

/** The lines of a document, by the thousand. */
export function LinesView({ detail: { item, lineCount }, search }: { detail: ItemDetail; search: string }) {
  const t = useTranslations("item");
  const router = useRouter();
  const list = useInfiniteQuery(
    api.items.lines.infiniteQueryOptions(
      { itemId: item.id, search: search || null, limit: PAGE },
      { getNextPageParam: (page) => page.next, placeholderData: keepPreviousData },
    ),
  );
  const columns = useColumns(item.currency);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const find = (text: string) =>
    router.history.replace(address(`/items/${item.id}`, { view: "lines", search: text }));
  return (
    <>
      <div className="toolbar">
        <SearchBox name="lines" label={t("lineSearch")} value={search} onSearch={find} />
      </div>
      <DataList
        caption={t("linesCaption")}
        columns={columns}
        rows={rows}
        rowId={(row) => String(row.lineNo)}
        {...(!search && { count: lineCount })}
        isPending={list.isPending}
        error={list.isError ? list.error : null}
        onRetry={() => list.refetch()}
        onMore={useMore(list)}
        empty={
          <EmptyState
            title={search ? t("noLinesFound", { search }) : t("noLines")}
            actions={search && <Button onClick={() => find("")}>{t("showAll")}</Button>}
          />
        }
        foot={
          !search && (
            <SumRow label={t("linesTotal", { count: lineCount })} labelSpan={6}>
              <Cell align="end" phone="amount">
                <Amount minor={item.amountMinor} currency={item.currency} />
              </Cell>
            </SumRow>
          )
        }
      />
    </>
  );
}

function useColumns(currency: string) {
  const t = useTranslations("item");
  const locale = useLocale();
  return useMemo(
    () =>
      defineColumns<Line>([
        {
          id: "line",
          head: t("line"),
          align: "end",
          quiet: true,
          phone: "hidden",
          cell: (row) => formatCount(row.lineNo, locale),
        },
        {
          id: "description",
          head: t("description"),
          heading: true,
          phone: "lead",
          className: "wide",
          title: (row) => row.description,
          cell: (row) => row.description,
        },
        {
          id: "period",
          head: t("period"),
          quiet: true,
          phone: "status",
          cell: (row) => periodOf(row, locale),
        },
        {
          id: "quantity",
          head: t("quantity"),
          align: "end",
          phone: "aside",
          label: t("quantity"),
          cell: (row) => formatDecimal(row.quantity, locale),
        },
        { id: "unit", head: t("unit"), quiet: true, phone: "hidden", cell: (row) => row.unit },
        {
          id: "price",
          head: t("unitPrice"),
          align: "end",
          phone: "hidden",
          cell: (row) => formatDecimal(row.unitPrice, locale),
        },
        {
          id: "amount",
          head: t("lineAmount", { currency }),
          align: "end",
          strong: true,
          phone: "amount",
          cell: (row) => <Amount minor={row.amountMinor} currency={currency} />,
        },
      ]),
    [t, locale, currency],
  );
}

function periodOf({ periodFromOn, periodToOn }: Line, locale: string): string | null {
  if (!periodFromOn) return null;
  if (!periodToOn || periodToOn === periodFromOn) return formatDay(periodFromOn, locale);
  return `${formatDay(periodFromOn, locale, { year: false })} – ${formatDay(periodToOn, locale)}`;
}
