import { SumRow } from "@openitem/ui/amount";
import { FilterChips } from "@openitem/ui/filter-chips";
import { AmountCell } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { type ReactNode, Suspense } from "react";
import { Await, Link, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { CHIP_STATES, filterHref, type InvoiceFilter } from "../invoice-filter.ts";
import type { InvoiceTotals } from "../invoices.server.ts";
import { withAccount } from "./account-address.ts";

/** There with the page, or to be waited for. */
export type Totals = InvoiceTotals | Promise<InvoiceTotals>;

type Awaited = { totals: Totals; filter: InvoiceFilter };

/** Shows `children` when the totals are there. Each address waits for its own, and does not hold up the rows. */
function WhenCounted({
  totals,
  waiting,
  failed,
  children,
}: {
  totals: Totals;
  waiting: ReactNode;
  failed: ReactNode;
  children: (totals: InvoiceTotals) => ReactNode;
}) {
  const { search } = useLocation();
  if (!(totals instanceof Promise)) return children(totals);
  return (
    <Suspense key={search} fallback={waiting}>
      <Await resolve={totals} errorElement={failed}>
        {children}
      </Await>
    </Suspense>
  );
}

/** The filters by state, each with its exact count once it is known. */
export function StateChips({ totals, filter }: Awaited) {
  const t = useTranslations("invoices");
  const format = useFormats();
  const chips = (counts?: InvoiceTotals["counts"]) => (
    <FilterChips
      label={t("filters")}
      filters={CHIP_STATES.map((state, index) => {
        const count = counts?.[index];
        return {
          href: filterHref(filter, { state, bucket: null }),
          label: t(`state.${state}`),
          current: state === filter.state,
          ...(count !== undefined && { count: format.count(count) }),
        };
      })}
    />
  );
  return (
    <WhenCounted totals={totals} waiting={chips()} failed={chips()}>
      {({ counts }) => chips(counts)}
    </WhenCounted>
  );
}

/** The same list in one of its currencies; nothing where there is only one. */
export function CurrencyChips({ totals, filter }: Awaited) {
  const t = useTranslations("invoices");
  const format = useFormats();
  if (filter.currency)
    return (
      <FilterChips
        label={t("currencies")}
        filters={[
          { href: filterHref(filter), label: filter.currency, current: true },
          { href: filterHref(filter, { currency: null }), label: t("allCurrencies") },
        ]}
      />
    );
  return (
    <WhenCounted totals={totals} waiting={null} failed={null}>
      {({ sums }) =>
        sums.length > 1 && (
          <FilterChips
            label={t("currencies")}
            filters={[
              { href: filterHref(filter), label: t("allCurrencies"), current: true },
              ...sums.map(({ currency, count }) => ({
                href: filterHref(filter, { currency }),
                label: currency,
                count: format.count(count),
              })),
            ]}
          />
        )
      }
    </WhenCounted>
  );
}

/** The sums under the list: over the whole filter, a row per currency. */
export function SumRows({
  totals,
  filter,
  hasSelect,
  currency,
}: Awaited & { hasSelect: boolean; currency: string | null }) {
  const t = useTranslations("invoices");
  const isCredits = filter.state === "credits";
  const lead = hasSelect ? <td /> : undefined;
  const note = (words: string) => (
    <SumRow label={words} labelSpan={3} lead={lead}>
      <td />
      <td />
      <td />
    </SumRow>
  );
  return (
    <WhenCounted totals={totals} waiting={note(t("sumWaiting"))} failed={note(t("sumFailed"))}>
      {({ sums }) =>
        sums.map((sum) => (
          <SumRow
            key={sum.currency}
            label={
              sums.length > 1
                ? t("sumIn", { count: sum.count, currency: sum.currency })
                : t(isCredits ? "sumCredits" : "sum", { count: sum.count })
            }
            labelSpan={3}
            lead={lead}
          >
            {/* Debits and credits are not added together in silence: where both are listed, only they are counted. */}
            {filter.state === "all" ? (
              <td colSpan={2} />
            ) : (
              <>
                <AmountCell
                  minor={isCredits ? -sum.amountMinor : sum.amountMinor}
                  currency={sum.currency}
                  showCurrency={currency === null}
                  phone={filter.state === "paid" ? "amount" : "hidden"}
                />
                <AmountCell
                  minor={isCredits ? -sum.openMinor : sum.openMinor}
                  currency={sum.currency}
                  showCurrency={currency === null}
                  phone={filter.state === "paid" ? "hidden" : "amount"}
                />
              </>
            )}
            <td />
          </SumRow>
        ))
      }
    </WhenCounted>
  );
}

/** Before script nothing comes later, so the counts are asked for with the page. */
export function CountsWithoutScript() {
  const t = useTranslations("invoices");
  const { pathname, search } = useLocation();
  const params = new URLSearchParams(search);
  if (params.has("counts")) return null;
  params.set("counts", "now");
  return (
    <noscript>
      <Link to={withAccount(`${pathname}?${params}`, search)}>{t("showCounts")}</Link>
    </noscript>
  );
}

/** How many rows the filter holds, for the place of a page in the list. */
export function CountedRows({
  totals,
  children,
}: {
  totals: Totals;
  children: (count: number | undefined) => ReactNode;
}) {
  return (
    <WhenCounted totals={totals} waiting={children(undefined)} failed={children(undefined)}>
      {({ sums }) => children(sums.reduce((all, sum) => all + sum.count, 0))}
    </WhenCounted>
  );
}
