import { Amount } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { OfficeHeader, Panes } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { Tabs } from "@openitem/ui/tabs";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { defineColumns } from "../lists/columns.ts";
import { DataList } from "../lists/data-list.tsx";
import { useMore } from "../lists/more.ts";
import { useMay } from "../session.ts";
import { address } from "../shell/address.ts";
import { useTitle } from "../shell/title.ts";
import { DecideHeld } from "./decide-held.tsx";
import { ImportForm } from "./import-form.tsx";
import { STATEMENT_TABS, type StatementsSearch } from "./statements-search.ts";

export type StatementRow = Answers["bank"]["statements"]["rows"][number];

const PAGE = 100;
const route = getRouteApi("/statements");

/** What banks sent: files to import beside the statements there are, with gaps and those that wait for a person. */
export function StatementsPage() {
  const t = useTranslations("statements");
  const format = useFormats();
  const asked = route.useSearch();
  useTitle(t("title"));
  const mayImport = useMay("bank.import");
  const { tab, account } = asked;
  const list = useInfiniteQuery(
    api.bank.statements.infiniteQueryOptions(
      { bankAccountId: account || null, status: tab === "all" ? null : tab, limit: PAGE },
      { getNextPageParam: (page) => page.next, placeholderData: keepPreviousData },
    ),
  );
  const [deciding, setDeciding] = useState<StatementRow | null>(null);
  const columns = useColumns(setDeciding);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const counts = list.data?.pages[0]?.counts;
  const countOf = counts && {
    ...counts,
    all: counts.booked + counts.held + counts.discarded,
  };
  const at = (over: Partial<StatementsSearch>) => address("/statements", { ...asked, ...over });
  return (
    <>
      <OfficeHeader title={t("title")} />
      <Tabs
        label={t("tabFilter")}
        tabs={STATEMENT_TABS.map((each) => ({
          href: at({ tab: each }),
          label: t(`tabs.${each}`),
          current: each === tab,
          ...(countOf && { count: format.count(countOf[each]) }),
        }))}
      />
      <Panes sideLabel={t("importTitle")} side={mayImport ? <ImportForm /> : undefined}>
        <DataList
          caption={t("caption")}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          count={countOf?.[tab]}
          isPending={list.isPending}
          error={list.isError ? list.error : null}
          onRetry={() => list.refetch()}
          onMore={useMore(list)}
          empty={<EmptyState title={t(`empty.${tab}`)} />}
        />
      </Panes>
      {deciding && <DecideHeld statement={deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}

function useColumns(onDecide: (row: StatementRow) => void) {
  const t = useTranslations("statements");
  const format = useFormats();
  const mayDecide = useMay("bank.decide");
  return useMemo(
    () =>
      defineColumns<StatementRow>([
        {
          id: "account",
          head: t("account"),
          heading: true,
          phone: "lead",
          cell: (row) => `${row.accountName}, ${row.currency}`,
        },
        {
          id: "days",
          head: t("days"),
          phone: "aside",
          cell: (row) =>
            row.fromOn && row.toOn && row.fromOn !== row.toOn
              ? t("fromTo", { from: format.day(row.fromOn), to: format.day(row.toOn) })
              : format.day(row.toOn ?? row.fromOn ?? row.day),
        },
        {
          id: "file",
          head: t("fileName"),
          className: "wide",
          phone: "line",
          title: (row) => row.fileName,
          cell: (row) => row.fileName,
        },
        {
          id: "entries",
          head: t("entries"),
          align: "end",
          phone: "hidden",
          cell: (row) => t("newOf", { fresh: row.newEntries, entries: row.entries }),
        },
        {
          id: "closing",
          head: t("closing"),
          align: "end",
          phone: "amount",
          cell: (row) =>
            row.closingMinor !== null && <Amount minor={row.closingMinor} currency={row.currency} />,
        },
        {
          id: "state",
          head: t("state"),
          phone: "status",
          cell: (row) => (
            <span className="flex items-center gap-2">
              <Status
                state={row.status === "held" ? "held" : row.status === "booked" ? "kept" : "cancelled"}
                label={t(`states.${row.status}`)}
              />
              {row.gap && <span className="text-due">{t("gap")}</span>}
              {row.status === "held" && mayDecide && (
                <Button
                  variant="text"
                  aria-label={t("decideFile", { file: row.fileName })}
                  onClick={() => onDecide(row)}
                >
                  {t("decide")}
                </Button>
              )}
            </span>
          ),
        },
      ]),
    [t, format, mayDecide, onDecide],
  );
}
