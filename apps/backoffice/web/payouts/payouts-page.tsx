import { Amount } from "@openitem/ui/amount";
import { EmptyState } from "@openitem/ui/empty-state";
import { OfficeHeader, PaneSection, Panes } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { DocumentLink } from "@openitem/ui/table";
import { Tabs } from "@openitem/ui/tabs";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import "../cash/cash.css";
import { defineColumns } from "../lists/columns.ts";
import { DataList } from "../lists/data-list.tsx";
import { useMore } from "../lists/more.ts";
import { address } from "../shell/address.ts";
import { useTitle } from "../shell/title.ts";
import { LooseEnds } from "./loose-ends.tsx";
import { PayoutPane } from "./payout-pane.tsx";
import { type PayoutRow, useDifferenceWords } from "./payout-words.ts";
import { PAYOUT_VIEWS, type PayoutsSearch } from "./payouts-search.ts";

const PAGE = 100;
const LOOK_MS = 30_000;
const route = getRouteApi("/payouts");

/** Stripe's transfers to the bank: each with its transactions and its bank line, and what does not agree. */
export function PayoutsPage() {
  const t = useTranslations("payouts");
  const format = useFormats();
  const asked = route.useSearch();
  const { view, payout: chosen } = asked;
  useTitle(t("title"));
  const list = useInfiniteQuery(
    api.payouts.list.infiniteQueryOptions(
      { view: view === "loose" ? "all" : view, limit: PAGE },
      { getNextPageParam: (page) => page.next, placeholderData: keepPreviousData, refetchInterval: LOOK_MS },
    ),
  );
  const totals = useQuery(api.payouts.totals.queryOptions(undefined, { refetchInterval: LOOK_MS })).data;
  const loose = useQuery(api.payouts.untied.queryOptions(undefined, { refetchInterval: LOOK_MS })).data;
  const sumOf = (of: (total: NonNullable<typeof totals>[number]) => number) =>
    totals?.reduce((sum, total) => sum + of(total), 0);
  const countOf = {
    all: sumOf(({ count }) => count),
    untied: sumOf(({ untied }) => untied),
    tied: sumOf(({ count, untied }) => count - untied),
    loose: loose?.length,
  };
  const at = (over: Partial<PayoutsSearch>) => address("/payouts", { ...asked, ...over });
  const columns = useColumns(view);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  return (
    <>
      <OfficeHeader title={t("title")} note={t("note")} />
      <Tabs
        label={t("viewFilter")}
        tabs={PAYOUT_VIEWS.map((each) => {
          const count = countOf[each];
          return {
            href: at({ view: each, payout: "" }),
            label: t(`views.${each}`),
            current: each === view,
            ...(count !== undefined && { count: format.count(count) }),
          };
        })}
      />
      <Panes
        sideLabel={t("side")}
        side={
          chosen ? (
            <PayoutPane key={chosen} payoutId={chosen} />
          ) : (
            <PaneSection>
              <p className="text-ink-2">{t("choose")}</p>
            </PaneSection>
          )
        }
      >
        {view === "loose" ? (
          <LooseEnds />
        ) : (
          <DataList
            caption={t("caption")}
            columns={columns}
            rows={rows}
            rowId={(row) => row.payout.id}
            rowHref={(row) => at({ payout: row.payout.id })}
            count={countOf[view]}
            isPending={list.isPending}
            error={list.isError ? list.error : null}
            onRetry={() => list.refetch()}
            onMore={useMore(list)}
            empty={<EmptyState title={t(`empty.${view}`)} />}
          />
        )}
      </Panes>
    </>
  );
}

function useColumns(view: PayoutsSearch["view"]) {
  const t = useTranslations("payouts");
  const format = useFormats();
  const words = useDifferenceWords();
  return useMemo(
    () =>
      defineColumns<PayoutRow>([
        {
          id: "payout",
          head: t("payout"),
          heading: true,
          phone: "lead",
          cell: ({ payout }) => (
            <DocumentLink href={address("/payouts", { view, payout: payout.id })}>
              {payout.providerId}
            </DocumentLink>
          ),
        },
        {
          id: "arrives",
          head: t("arrives"),
          phone: "aside",
          cell: ({ payout }) => format.day(payout.arrivesOn),
        },
        {
          id: "amount",
          head: t("amount"),
          align: "end",
          phone: "amount",
          cell: ({ payout }) => <Amount minor={payout.amountMinor} currency={payout.currency} showCurrency />,
        },
        {
          id: "moved",
          head: t("moved"),
          align: "end",
          phone: "hidden",
          cell: ({ movedMinor, payout }) => <Amount minor={movedMinor} currency={payout.currency} />,
        },
        {
          id: "tied",
          head: t("atBank"),
          align: "end",
          phone: "hidden",
          cell: ({ tiedMinor, payout }) => <Amount minor={tiedMinor} currency={payout.currency} />,
        },
        {
          id: "state",
          head: t("state"),
          className: "wide",
          phone: "status",
          cell: ({ differences, payout }) => {
            const [first] = differences;
            return first ? (
              <Status
                state={first.cause === "on_its_way" ? "in-flight" : "unapplied"}
                label={words(first, payout.currency)}
              />
            ) : (
              <Status state="kept" label={t("agrees")} />
            );
          },
        },
      ]),
    [t, format, words, view],
  );
}
