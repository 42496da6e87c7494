import { Amount, SumRow } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { DateField } from "@openitem/ui/field";
import { FilterChips } from "@openitem/ui/filter-chips";
import { formatCount } from "@openitem/ui/formats";
import { Link } from "@openitem/ui/link";
import { Cell } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { useReasonName } from "../disputes/dispute-words.tsx";
import { defineColumns } from "../lists/columns.ts";
import { DataList } from "../lists/data-list.tsx";
import { address } from "../shell/address.ts";
import { type CausesSearch, DIMENSIONS } from "./causes-search.ts";

type Row = Answers["causes"]["report"][number];

const ROWS_MAX = 1_000;
const NONE: Row[] = [];

/** Disputes counted by what they have in common: how many, what they ask and got, how long they took. */
export function CauseReport({ asked }: { asked: CausesSearch }) {
  const t = useTranslations("causes");
  const router = useRouter();
  const { by, from, to } = asked;
  const report = useQuery(
    api.causes.report.queryOptions(
      { by, fromOn: from || null, toOn: to || null, limit: ROWS_MAX },
      { placeholderData: keepPreviousData },
    ),
  );
  const columns = useColumns(by);
  const rows = report.data ?? NONE;
  const at = (over: Partial<CausesSearch>) => address("/causes", { view: "report", by, from, to, ...over });
  const go = (over: Partial<CausesSearch>) => router.history.replace(at(over));
  return (
    <>
      <div className="toolbar">
        <FilterChips
          label={t("byLabel")}
          filters={DIMENSIONS.map((each) => ({
            href: at({ by: each }),
            label: t(`by.${each}`),
            current: each === by,
          }))}
        />
        <div className="flex items-end gap-2">
          <DateField
            name="from"
            label={t("from")}
            optional
            value={from}
            onChange={(event) => go({ from: event.target.value })}
          />
          <DateField
            name="to"
            label={t("to")}
            optional
            value={to}
            onChange={(event) => go({ to: event.target.value })}
          />
        </div>
      </div>
      <DataList
        caption={t("reportCaption", { by: t(`by.${by}`) })}
        columns={columns}
        rows={rows}
        rowId={(row) => `${row.key} ${row.currency}`}
        {...(by === "customer" && { rowHref: (row: Row) => `/customers/${row.key}/disputes` })}
        count={rows.length}
        isPending={report.isPending}
        error={report.isError ? report.error : null}
        onRetry={() => report.refetch()}
        empty={
          <EmptyState
            title={t("reportEmpty")}
            actions={
              (from || to) && <Button onClick={() => go({ from: "", to: "" })}>{t("reportAll")}</Button>
            }
          />
        }
        foot={totalsOf(rows).map((total) => (
          <SumRow
            key={total.currency}
            label={t("total", { count: total.count, currency: total.currency })}
            labelSpan={4}
          >
            <Cell align="end" phone="amount">
              <Amount minor={total.askedMinor} currency={total.currency} />
            </Cell>
            <Cell align="end" phone="hidden">
              <Amount minor={total.creditedMinor} currency={total.currency} />
            </Cell>
            <td colSpan={3} />
          </SumRow>
        ))}
      />
    </>
  );
}

type Total = { currency: string; count: number; askedMinor: bigint; creditedMinor: bigint };

function totalsOf(rows: readonly Row[]): Total[] {
  const totals = new Map<string, Total>();
  for (const { currency, count, askedMinor, creditedMinor } of rows) {
    const before = totals.get(currency) ?? { currency, count: 0, askedMinor: 0n, creditedMinor: 0n };
    totals.set(currency, {
      currency,
      count: before.count + count,
      askedMinor: before.askedMinor + askedMinor,
      creditedMinor: before.creditedMinor + creditedMinor,
    });
  }
  return [...totals.values()].sort((one, other) => one.currency.localeCompare(other.currency));
}

/** Per mille, so that no amount goes through a float. */
const shareOf = ({ askedMinor, creditedMinor }: Row): number =>
  askedMinor === 0n ? 0 : Number((creditedMinor * 1_000n) / askedMinor) / 1_000;

function useColumns(by: CausesSearch["by"]) {
  const t = useTranslations("causes");
  const { locale } = useFormats();
  const reasonName = useReasonName();
  return useMemo(() => {
    const nameOf = (row: Row) => (by === "reason" && row.key ? reasonName(row.key) : row.name);
    const days = (value: number | null) => value !== null && t("days", { days: value });
    return defineColumns<Row>([
      {
        id: "name",
        head: t(`by.${by}`),
        heading: true,
        className: "wide",
        phone: "lead",
        title: (row) => nameOf(row) ?? t("none"),
        cell: (row) => {
          const name = nameOf(row);
          if (name === null) return <span className="text-ink-3">{t("none")}</span>;
          return by === "customer" ? <Link href={`/customers/${row.key}/disputes`}>{name}</Link> : name;
        },
      },
      { id: "currency", head: t("currency"), quiet: true, phone: "status", cell: (row) => row.currency },
      {
        id: "count",
        head: t("count"),
        align: "end",
        phone: "aside",
        label: t("count"),
        cell: (row) => formatCount(row.count, locale),
      },
      {
        id: "open",
        head: t("open"),
        align: "end",
        phone: "hidden",
        cell: (row) => formatCount(row.openCount, locale),
      },
      {
        id: "asked",
        head: t("asked"),
        align: "end",
        strong: true,
        phone: "amount",
        cell: (row) => <Amount minor={row.askedMinor} currency={row.currency} />,
      },
      {
        id: "credited",
        head: t("credited"),
        align: "end",
        phone: "hidden",
        cell: (row) => <Amount minor={row.creditedMinor} currency={row.currency} />,
      },
      {
        id: "share",
        head: t("share"),
        align: "end",
        quiet: true,
        phone: "hidden",
        cell: (row) => t("percent", { share: shareOf(row) }),
      },
      { id: "median", head: t("median"), align: "end", phone: "hidden", cell: (row) => days(row.medianDays) },
      {
        id: "mean",
        head: t("mean"),
        align: "end",
        quiet: true,
        phone: "hidden",
        cell: (row) => days(row.meanDays),
      },
    ]);
  }, [t, locale, reasonName, by]);
}
