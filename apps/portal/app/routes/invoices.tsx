import { may } from "@openitem/domain/policies/permissions";
import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { FilterChips } from "@openitem/ui/filter-chips";
import { PageHeader } from "@openitem/ui/page";
import { Pagination } from "@openitem/ui/pagination";
import { SearchField } from "@openitem/ui/search-field";
import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { inAMoment, later, page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import {
  filterHref,
  filterParams,
  type InvoiceFilter,
  PAGE_ROWS,
  readCursor,
  readFilter,
} from "../invoice-filter.ts";
import { readInvoices } from "../invoices.server.ts";
import { AccountField } from "../parts/account-field.tsx";
import { InvoiceTable } from "../parts/invoice-table.tsx";
import {
  CountedRows,
  CountsWithoutScript,
  CurrencyChips,
  StateChips,
  SumRows,
} from "../parts/invoice-totals.tsx";
import { PayBar } from "../parts/pay-bar.tsx";
import { useSelection } from "../parts/use-selection.tsx";
import type { Route } from "./+types/invoices";

export const loader = page(async (args: Route.LoaderArgs) => {
  const { url, context } = args;
  const viewer = context.get(viewerContext);
  const filter = readFilter(url.searchParams);
  const reading = readInvoices(viewer, filter, readCursor(url.searchParams));
  const totals = later(args, reading.totals);
  const { rows, next, previous } = await reading.page;
  // Not waited for longer than is noticed: what they cost grows with the account.
  const counted = url.searchParams.has("counts") ? { value: await totals } : await inAMoment(totals);
  const from = Number(url.searchParams.get("from"));
  return {
    filter,
    rows,
    next,
    previous,
    /** Position of the first row in the whole list, as the links of the pages carry it along. */
    from: Number.isSafeInteger(from) && from > 0 ? from : 1,
    totals: counted ? counted.value : totals,
    accountId: viewer.account?.id ?? null,
    mayDispute: viewer.customerIds.some((id) => may(viewer.ctx.actor, "dispute.raise", id)),
    mayPromise: viewer.customerIds.some((id) => may(viewer.ctx.actor, "promise.make", id)),
    biller: viewer.biller,
  };
});

export default function Invoices({ loaderData }: Route.ComponentProps) {
  const { filter, rows, totals, accountId, mayDispute, mayPromise, biller } = loaderData;
  const t = useTranslations("invoices");
  const selection = useSelection(accountId);
  return (
    <>
      <title>{t("pageTitle", { biller })}</title>
      <PageHeader title={t("title")} />
      <div className="my-4 grid gap-3">
        <div className="flex items-center justify-between gap-4">
          <SearchForm filter={filter} />
          <div className="max-md:hidden">
            <ExportLink filter={filter} />
          </div>
        </div>
        <StateChips totals={totals} filter={filter} />
        <CurrencyChips totals={totals} filter={filter} />
        <Narrowed filter={filter} />
        <CountsWithoutScript />
      </div>
      <Form action="/pay">
        <AccountField />
        <InvoiceTable
          filter={filter}
          rows={rows}
          selection={selection}
          manyAccounts={accountId === null}
          empty={<Empty filter={filter} />}
          foot={(columns) => <SumRows totals={totals} filter={filter} {...columns} />}
        />
        <Pages {...loaderData} />
        <PayBar
          selection={selection}
          shownIds={new Set(rows.map(({ id }) => id))}
          mayDispute={mayDispute}
          mayPromise={mayPromise}
        />
      </Form>
      <div className="mt-6 md:hidden">
        <ExportLink filter={filter} />
      </div>
    </>
  );
}

function ExportLink({ filter }: { filter: InvoiceFilter }) {
  const t = useTranslations("invoices");
  const href = `/invoices.csv?${filterParams(filter)}`;
  return (
    <LinkButton size="small" icon="download" href={href} download title={t("exportNote")}>
      {t("exportCsv")}
    </LinkButton>
  );
}

function SearchForm({ filter }: { filter: InvoiceFilter }) {
  const t = useTranslations("invoices");
  const { search } = filter;
  return (
    <Form action="/invoices" role="search" className="w-full max-w-sm">
      {[...filterParams({ ...filter, search: "" })].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <AccountField />
      <SearchField
        key={search}
        label={t("search")}
        name="q"
        placeholder={t("searchPlaceholder")}
        defaultValue={search}
        maxLength={60}
      />
    </Form>
  );
}

/** What else narrows the list, each taken away by a click. */
function Narrowed({ filter }: { filter: InvoiceFilter }) {
  const t = useTranslations("invoices");
  const { bucket, search } = filter;
  const what = [
    bucket && { href: filterHref(filter, { bucket: null }), name: t(`bucket.${bucket}`) },
    search && { href: filterHref(filter, { search: "" }), name: t("searchedFor", { query: search }) },
  ].filter((each) => each !== null && each !== "");
  if (what.length === 0) return null;
  return (
    <FilterChips
      label={t("narrowedTo")}
      filters={what.map(({ href, name }) => ({ href, label: t("remove", { what: name }) }))}
    />
  );
}

function Empty({ filter }: { filter: InvoiceFilter }) {
  const t = useTranslations("invoices");
  const { search, state } = filter;
  if (search)
    return (
      <EmptyState
        title={t("emptyTitle")}
        actions={
          state !== "all" && (
            <LinkButton href={filterHref(filter, { state: "all", bucket: null })}>
              {t("searchEverywhere")}
            </LinkButton>
          )
        }
      >
        {t("emptySearch", { filter: t(`state.${state}`), query: search })}
      </EmptyState>
    );
  return (
    <EmptyState
      title={t("emptyTitle")}
      actions={
        state !== "all" && (
          <LinkButton href={filterHref(filter, { state: "all", bucket: null })}>{t("showAll")}</LinkButton>
        )
      }
    >
      {t(state === "open" ? "emptyOpen" : "emptyFilter")}
    </EmptyState>
  );
}

function Pages({ filter, rows, next, previous, from, totals }: Route.ComponentProps["loaderData"]) {
  const t = useTranslations("invoices");
  if (rows.length === 0) return null;
  const href = (cursor: string, first: number) => {
    const params = filterParams(filter);
    params.set("cursor", cursor);
    if (first > 1) params.set("from", String(first));
    return `/invoices?${params}`;
  };
  const to = from + rows.length - 1;
  return (
    <CountedRows totals={totals}>
      {(total) => (
        <Pagination
          from={from}
          to={to}
          note={t("wholeFilter")}
          {...(total !== undefined && total >= to && { total })}
          {...(previous && { previousHref: href(previous, from - PAGE_ROWS) })}
          {...(next && { nextHref: href(next, to + 1) })}
        />
      )}
    </CountedRows>
  );
}
