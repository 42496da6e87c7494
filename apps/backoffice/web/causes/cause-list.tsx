import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { FilterChips } from "@openitem/ui/filter-chips";
import { formatDay } from "@openitem/ui/formats";
import { PaneSection, Panes } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { defineColumns } from "../lists/columns.ts";
import { DataList } from "../lists/data-list.tsx";
import { useMore } from "../lists/more.ts";
import { useMay, useSignedIn } from "../session.ts";
import { address } from "../shell/address.ts";
import { CauseForm } from "./cause-form.tsx";
import { CAUSE_STATES, type CausesSearch } from "./causes-search.ts";

export type CauseRow = Answers["causes"]["list"]["rows"][number];

const PAGE = 100;

/** Causes with their owner and action; one is named or changed beside the list. */
export function CauseList({ asked }: { asked: CausesSearch }) {
  const t = useTranslations("causes");
  const { status, cause: chosen } = asked;
  const mayChange = useMay("cause.change");
  const list = useInfiniteQuery(
    api.causes.list.infiniteQueryOptions(
      { status: status === "all" ? null : status, limit: PAGE },
      { getNextPageParam: (page) => page.next, placeholderData: keepPreviousData },
    ),
  );
  const columns = useColumns(status);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const at = (over: Partial<CausesSearch>) => address("/causes", { view: "causes", status, ...over });
  const shown = rows.find(({ id }) => id === chosen);
  return (
    <Panes
      sideLabel={t("side")}
      side={
        <>
          {shown && <CauseFacts cause={shown} />}
          {mayChange ? (
            <PaneSection
              title={t(shown ? "edit" : "create")}
              action={shown && <LinkButton href={at({})}>{t("new")}</LinkButton>}
            >
              <CauseForm key={shown?.id ?? "new"} cause={shown ?? null} />
            </PaneSection>
          ) : (
            <PaneSection>
              <p className="text-ink-2">{t("notRole")}</p>
            </PaneSection>
          )}
        </>
      }
    >
      <div className="toolbar">
        <FilterChips
          label={t("statusFilter")}
          filters={CAUSE_STATES.map((each) => ({
            href: at({ status: each }),
            label: t(`status.${each}`),
            current: each === status,
          }))}
        />
      </div>
      <DataList
        caption={t("causesCaption")}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => at({ cause: row.id })}
        isPending={list.isPending}
        error={list.isError ? list.error : null}
        onRetry={() => list.refetch()}
        onMore={useMore(list)}
        empty={<EmptyState title={t("causesEmpty")} />}
      />
    </Panes>
  );
}

/** What a cause has brought in each currency, and what is done about it. */
function CauseFacts({ cause }: { cause: CauseRow }) {
  const t = useTranslations("causes");
  const format = useFormats();
  return (
    <PaneSection title={cause.title}>
      {cause.amounts.length > 0 && (
        <Table caption={t("brought")} dense phone="same">
          <Head>
            <ColumnHead>{t("currency")}</ColumnHead>
            <ColumnHead align="end">{t("count")}</ColumnHead>
            <ColumnHead align="end">{t("asked")}</ColumnHead>
            <ColumnHead align="end">{t("credited")}</ColumnHead>
          </Head>
          <Body>
            {cause.amounts.map(({ currency, count, askedMinor, creditedMinor }) => (
              <Row key={currency}>
                <Cell heading>{currency}</Cell>
                <Cell align="end">{format.count(count)}</Cell>
                <AmountCell minor={askedMinor} currency={currency} />
                <AmountCell minor={creditedMinor} currency={currency} />
              </Row>
            ))}
          </Body>
        </Table>
      )}
      {cause.action && <p className="mt-2">{cause.action}</p>}
    </PaneSection>
  );
}

function useColumns(status: CausesSearch["status"]) {
  const t = useTranslations("causes");
  const { locale } = useFormats();
  const { today } = useSignedIn();
  return useMemo(
    () =>
      defineColumns<CauseRow>([
        {
          id: "title",
          head: t("cause"),
          heading: true,
          className: "wide",
          phone: "lead",
          title: (row) => row.title,
          cell: (row) => (
            <DocumentLink href={address("/causes", { view: "causes", status, cause: row.id })}>
              {row.title}
            </DocumentLink>
          ),
        },
        {
          id: "owner",
          head: t("owner"),
          phone: "aside",
          cell: (row) => row.ownerName ?? <span className="text-ink-3">{t("nobody")}</span>,
        },
        {
          id: "action",
          head: t("action"),
          className: "wide",
          quiet: true,
          phone: "line",
          title: (row) => row.action ?? "",
          cell: (row) => row.action,
        },
        {
          id: "due",
          head: t("actionDue"),
          phone: "hidden",
          cell: (row) => row.actionDueOn && formatDay(row.actionDueOn, locale),
        },
        {
          id: "brought",
          head: t("brought"),
          phone: "hidden",
          align: "end",
          cell: (row) => {
            const count = row.amounts.reduce((sum, amount) => sum + amount.count, 0);
            return count > 0 && t("broughtCount", { count });
          },
        },
        {
          id: "state",
          head: t("state"),
          phone: "status",
          cell: (row) =>
            row.status === "fixed" ? (
              <Status state="kept" label={t("status.fixed")} />
            ) : row.actionDueOn && row.actionDueOn < today ? (
              <Status state="overdue" label={t("overdue")} />
            ) : (
              <Status state="open" label={t("status.open")} />
            ),
        },
      ]),
    [t, locale, today, status],
  );
}
