import { RowCheckbox } from "@openitem/ui/choice";
import { Status } from "@openitem/ui/status";
import {
  AmountCell,
  Body,
  Cell,
  ColumnHead,
  DocumentLink,
  EmptyRows,
  Foot,
  Head,
  Row,
  SortHeader,
  Table,
} from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { filterHref, type InvoiceFilter } from "../invoice-filter.ts";
import type { InvoiceRow } from "../invoices.server.ts";
import { useCurrencyName } from "./currency-name.tsx";
import { useItemStatus } from "./item-status.tsx";
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
        {rows.map((row) => (
          <InvoiceLine
            key={row.id}
            row={row}
            selection={selection}
            hasSelect={hasSelect}
            manyAccounts={manyAccounts}
            showCurrency={currency === null}
          />
        ))}
      </Body>
      {rows.length > 0 && <Foot>{foot({ hasSelect, currency })}</Foot>}
    </Table>
  );
}

function InvoiceLine({
  row,
  selection,
  hasSelect,
  manyAccounts,
  showCurrency,
}: {
  row: InvoiceRow;
  selection: Selection;
  hasSelect: boolean;
  manyAccounts: boolean;
  showCurrency: boolean;
}) {
  const t = useTranslations("invoices");
  const distance = useTranslations("distance");
  const format = useFormats();
  const statusOf = useItemStatus();
  const { id, number, currency, openMinor, amountMinor, daysLate, payableMinor } = row;
  const sign = row.isDebit ? 1n : -1n;
  const status = statusOf(row);
  const isOn = selection.has(id);
  const isBlocked = payableMinor === 0n;
  const concerning = [
    manyAccounts && row.customerName,
    row.kind !== "invoice" && t(`kind.${row.kind}`),
    row.poNumber && t("po", { number: row.poNumber }),
  ].filter(Boolean);
  return (
    <Row
      selected={hasSelect ? isOn : undefined}
      dim={hasSelect && row.isDebit && openMinor > 0n && isBlocked}
    >
      {hasSelect && (
        <Cell phone="select">
          <RowCheckbox
            name="item"
            value={id}
            autoComplete="off"
            checked={isOn}
            onChange={(event) => selection.set([row], event.target.checked)}
            disabled={isBlocked}
            label={
              isBlocked
                ? t("cannotSelect", { number, reason: String(status.detail ?? status.label ?? "") })
                : t("select", { number })
            }
          />
        </Cell>
      )}
      <Cell phone="lead" heading sub={concerning.length > 0 ? concerning.join(" · ") : undefined}>
        <DocumentLink href={`/invoices/${id}`}>{number}</DocumentLink>
      </Cell>
      <Cell phone="hidden" quiet className="whitespace-nowrap">
        {format.day(row.issuedOn)}
      </Cell>
      <Cell phone="aside">
        {row.dueOn && (
          <>
            <span className="whitespace-nowrap">{format.day(row.dueOn)}</span>
            {openMinor > 0n && daysLate !== null && (
              <small className={daysLate > 0 ? "oi-sub oi-tone-overdue" : "oi-sub"}>
                {daysLate > 0
                  ? distance("overdue", { days: daysLate })
                  : daysLate === 0
                    ? distance("dueToday")
                    : distance("dueIn", { days: -daysLate })}
              </small>
            )}
          </>
        )}
      </Cell>
      {/* A phone has room for one amount: what is open, or the whole of what is done with. */}
      <AmountCell
        minor={sign * amountMinor}
        currency={currency}
        showCurrency={showCurrency}
        tone="quiet"
        phone={openMinor === 0n ? "amount" : "hidden"}
      />
      <AmountCell
        minor={sign * openMinor}
        currency={currency}
        showCurrency={showCurrency}
        strong
        tone={row.isDebit || openMinor === 0n ? "plain" : "credit"}
        phone={openMinor === 0n ? "hidden" : "amount"}
      />
      <Cell phone="status">
        <Status {...status} />
      </Cell>
    </Row>
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
