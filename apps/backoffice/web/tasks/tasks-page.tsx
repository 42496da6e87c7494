import { EmptyState } from "@openitem/ui/empty-state";
import { formatDay } from "@openitem/ui/formats";
import { Link } from "@openitem/ui/link";
import { OfficeHeader, PaneSection, Panes } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { DocumentLink } from "@openitem/ui/table";
import { Tabs } from "@openitem/ui/tabs";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { defineColumns } from "../lists/columns.ts";
import { DataList } from "../lists/data-list.tsx";
import { useMore } from "../lists/more.ts";
import { address } from "../shell/address.ts";
import { useTitle } from "../shell/title.ts";
import { TaskPane } from "./task-pane.tsx";
import { TASK_VIEWS, type TasksSearch } from "./tasks-search.ts";

export type TaskRow = Answers["tasks"]["list"]["rows"][number];

const PAGE = 100;
const LOOK_MS = 30_000;
const route = getRouteApi("/tasks");

const ASKED: Readonly<
  Record<
    TasksSearch["view"],
    { scope: "mine" | "team" | "all"; status: "open" | "done" | "cancelled"; overdueOnly?: boolean }
  >
> = {
  mine: { scope: "mine", status: "open" },
  team: { scope: "team", status: "open" },
  all: { scope: "all", status: "open" },
  overdue: { scope: "all", status: "open", overdueOnly: true },
  done: { scope: "all", status: "done" },
  cancelled: { scope: "all", status: "cancelled" },
};

/** What people have to do by a day; the one that is chosen stands beside the list. */
export function TasksPage() {
  const t = useTranslations("tasks");
  const format = useFormats();
  const asked = route.useSearch();
  const { view, task: chosen } = asked;
  useTitle(t("title"));
  const list = useInfiniteQuery(
    api.tasks.list.infiniteQueryOptions(
      { ...ASKED[view], limit: PAGE },
      { getNextPageParam: (page) => page.next, placeholderData: keepPreviousData, refetchInterval: LOOK_MS },
    ),
  );
  const counts = useQuery(api.work.counts.queryOptions()).data?.tasks;
  const countOf = { ...counts, done: undefined, cancelled: undefined };
  const at = (over: Partial<TasksSearch>) => address("/tasks", { ...asked, ...over });
  const columns = useColumns(view);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const shown = rows.find(({ id }) => id === chosen);
  return (
    <>
      <OfficeHeader title={t("title")} />
      <Tabs
        label={t("viewFilter")}
        tabs={TASK_VIEWS.map((each) => ({
          href: at({ view: each, task: "" }),
          label: t(`views.${each}`),
          current: each === view,
          ...(countOf[each] !== undefined && { count: format.count(countOf[each]) }),
        }))}
      />
      <Panes
        sideLabel={t("side")}
        side={
          shown ? (
            <TaskPane key={shown.id} task={shown} />
          ) : (
            <PaneSection>
              <p className="text-ink-2">{chosen && list.data ? t("gone") : t("choose")}</p>
            </PaneSection>
          )
        }
      >
        <DataList
          caption={t("caption")}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          rowHref={(row) => at({ task: row.id })}
          isPending={list.isPending}
          error={list.isError ? list.error : null}
          onRetry={() => list.refetch()}
          onMore={useMore(list)}
          empty={<EmptyState title={t(`empty.${view}`)} />}
        />
      </Panes>
    </>
  );
}

function useColumns(view: TasksSearch["view"]) {
  const t = useTranslations("tasks");
  const disputes = useTranslations("disputes");
  const { locale } = useFormats();
  return useMemo(
    () =>
      defineColumns<TaskRow>([
        {
          id: "title",
          head: t("task"),
          heading: true,
          className: "wide",
          phone: "lead",
          title: (row) => row.title,
          cell: (row) => (
            <DocumentLink href={address("/tasks", { view, task: row.id })}>{row.title}</DocumentLink>
          ),
        },
        {
          id: "about",
          head: t("about"),
          phone: "aside",
          cell: (row) =>
            (row.subjectKind === "dispute" || row.subjectKind === "promise") && row.subjectNumber ? (
              <Link href={`/${row.subjectKind}s/${row.subjectId}`}>{row.subjectNumber}</Link>
            ) : (
              (row.subjectNumber ?? t(`kinds.${row.kind}`))
            ),
        },
        {
          id: "customer",
          head: t("customer"),
          className: "wide",
          phone: "line",
          title: (row) => row.customerName,
          cell: (row) => <Link href={`/customers/${row.customerId}`}>{row.customerName}</Link>,
        },
        { id: "team", head: t("team"), phone: "hidden", cell: (row) => disputes(`teams.${row.team}`) },
        {
          id: "person",
          head: t("person"),
          phone: "hidden",
          cell: (row) => row.assigneeName ?? <span className="text-ink-3">{disputes("nobody")}</span>,
        },
        {
          id: "due",
          head: t("due"),
          phone: "hidden",
          cell: (row) => formatDay(row.dueOn, locale, { weekday: true, year: false }),
        },
        {
          id: "state",
          head: t("state"),
          phone: "status",
          cell: (row) =>
            row.isOverdue ? (
              <Status state="overdue" label={t("states.overdue")} />
            ) : (
              <Status
                state={row.status === "open" ? "open" : row.status === "done" ? "kept" : "cancelled"}
                label={t(`states.${row.status}`)}
              />
            ),
        },
      ]),
    [t, disputes, locale, view],
  );
}
