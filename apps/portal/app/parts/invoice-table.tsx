import { Body, ColumnHead, EmptyRows, Foot, Head, SortHeader, Table } from "@openitem/ui/table";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { filterHref, type InvoiceFilter } from "../invoice-filter.ts";
import type { InvoiceRow } from "../invoices.server.ts";
import { useCurrencyName } from "./currency-name.tsx";
import { drawLine, useRowWords } from "./invoice-line.tsx";
import { useHydrated } from "./use-hydrated.tsx";
import type { Selection } from "./use-selection.tsx";

type Props = {
  filter: InvoiceFilter;
  rows: InvoiceRow[];
  selection: Selection;
  /** whether rows are of several accounts, so that each says whose it is */
  manyAccounts: boolean;
  /** in place of rows */
  empty: ReactNode;
  /** the sums, `columns` wide */
  foot: (columns: { hasSelect: boolean; currency: string | null }) => ReactNode;
};

/** The list of documents: two lines a row, the number as its link, sorting by address, boxes for what can be paid. */
export function InvoiceTable({ filter, rows, selection, manyAccounts, empty, foot }: Props) {
  const t = useTranslations("invoices");
  const rowWords = useRowWords();
  const currencyName = useCurrencyName();
  const currencies = new Set(rows.map((row) => row.currency));
  const currency = filter.currency ?? (currencies.size === 1 ? rows[0]!.currency : null);
  // A box that cannot be ticked still says why; where none can, there are none.
  const hasSelect = rows.some((row) => row.payableMinor > 0n);
  const words = { filter: t(`state.${filter.state}`), sort: t(`sort.${filter.sort}`) };
  return (
    <Table
      className="mt-1"
      caption={
        currency ? t("caption", { ...words, currency: currencyName(currency) }) : t("captionAll", words)
      }
    >
      <Head>
        {hasSelect && (
          <ColumnHead>
            <SelectAll rows={rows} selection={selection} />
          </ColumnHead>
        )}
        <SortBy filter={filter} sort="number" first="ascending">
          {t("number")}
        </SortBy>
        <SortBy filter={filter} sort="issued" first="descending">
          {t("issued")}
        </SortBy>
        <SortBy filter={filter} sort="due" first="ascending">
          {t("due")}
        </SortBy>
        <SortBy filter={filter} sort="amount" first="descending" align="end">
          {currency ? t("amountIn", { currency }) : t("amount")}
        </SortBy>
        <SortBy filter={filter} sort="open" first="descending" align="end">
          {currency ? t("openIn", { currency }) : t("open")}
        </SortBy>
        <ColumnHead>{t("status")}</ColumnHead>
      </Head>
      <Body>
        {rows.length === 0 && <EmptyRows columns={6}>{empty}</EmptyRows>}
        {rows.map((row) =>
          drawLine({
            row,
            words: rowWords,
            selection,
            hasSelect,
            manyAccounts,
            showCurrency: currency === null,
          }),
        )}
      </Body>
      {rows.length > 0 && <Foot>{foot({ hasSelect, currency })}</Foot>}
    </Table>
  );
}

function SortBy({
  filter,
  sort,
  first,
  align,
  children,
}: {
  filter: InvoiceFilter;
  sort: InvoiceFilter["sort"];
  /** the order of the first click */
  first: "ascending" | "descending";
  align?: "end";
  children: ReactNode;
}) {
  const isCurrent = filter.sort === sort;
  const descending = isCurrent ? !filter.descending : first === "descending";
  return (
    <SortHeader
      href={filterHref(filter, { sort, descending })}
      order={isCurrent ? (filter.descending ? "descending" : "ascending") : "none"}
      align={align ?? "start"}
    >
      {children}
    </SortHeader>
  );
}

/** Ticks the whole page; of no use before script, so it comes with it. */
function SelectAll({ rows, selection }: { rows: InvoiceRow[]; selection: Selection }) {
  const t = useTranslations("invoices");
  const isReady = useHydrated();
  const payable = rows.filter((row) => row.payableMinor > 0n && row.isDebit);
  const ticked = payable.filter((row) => selection.has(row.id)).length;
  if (!isReady || payable.length === 0) return <span className="oi-hidden">{t("selectColumn")}</span>;
  return (
    <input
      type="checkbox"
      className="oi-check"
      aria-label={t("selectAll")}
      autoComplete="off"
      checked={ticked === payable.length}
      ref={(box) => {
        if (box) box.indeterminate = ticked > 0 && ticked < payable.length;
      }}
      onChange={(event) => selection.set(payable, event.target.checked)}
    />
  );
}
