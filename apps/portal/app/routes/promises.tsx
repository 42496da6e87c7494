import { listPromises, type PROMISE_GROUPS } from "@openitem/domain/promises/list-promises";
import { Amount, SumRow } from "@openitem/ui/amount";
import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { FilterChips } from "@openitem/ui/filter-chips";
import { Link } from "@openitem/ui/link";
import { PageHeader } from "@openitem/ui/page";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { mayPromise } from "../parts/promise/open.server.ts";
import { PromiseState } from "../parts/promise/promise-state.tsx";
import { namesOf } from "../parts/promise/row-names.ts";
import type { Route } from "./+types/promises";

const GROUPS = [
  "open",
  "requests",
  "broken",
  "kept",
  "all",
] as const satisfies readonly (typeof PROMISE_GROUPS)[number][];
type Group = (typeof GROUPS)[number];

const PAGE_ROWS = 50;

export const loader = page(async ({ url, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  const group = GROUPS.find((each) => each === url.searchParams.get("state")) ?? "open";
  const cursor = url.searchParams.get("cursor");
  const { rows, next, counts, totals } = await listPromises(viewer.ctx, {
    customerIds: viewer.customerIds,
    group,
    cursor,
    limit: PAGE_ROWS,
  });
  return {
    group,
    rows,
    next,
    counts,
    totals,
    isFirstPage: cursor === null,
    manyAccounts: viewer.account === null,
    mayPromise: viewer.customerIds.some((id) => mayPromise(viewer, id)),
  };
});

const listHref = (group: Group, cursor?: string): string => {
  const params = new URLSearchParams({
    ...(group !== "open" && { state: group }),
    ...(cursor && { cursor }),
  });
  return params.size > 0 ? `/promises?${params}` : "/promises";
};

export default function Promises({ loaderData }: Route.ComponentProps) {
  const { group, rows, next, counts, isFirstPage, mayPromise } = loaderData;
  const t = useTranslations("promises");
  const format = useFormats();
  return (
    <>
      <title>{t("title")}</title>
      <PageHeader
        title={t("title")}
        note={t("note")}
        actions={mayPromise && <LinkButton href="/promises/new">{t("make")}</LinkButton>}
      />
      <div className="my-4">
        <FilterChips
          label={t("filters")}
          filters={GROUPS.map((each) => ({
            href: listHref(each),
            label: t(`group.${each}`),
            count: format.count(counts[each]),
            current: each === group,
          }))}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState
          title={counts.all === 0 ? t("none") : t(`noneIn.${group}`)}
          actions={
            counts.all > 0 &&
            group !== "all" && <LinkButton href={listHref("all")}>{t("showAll")}</LinkButton>
          }
        >
          {counts.all === 0 ? t("noneBody") : null}
        </EmptyState>
      ) : (
        <PromiseTable {...loaderData} />
      )}
      {(next || !isFirstPage) && (
        <nav className="mt-4 flex justify-between gap-4 text-md" aria-label={t("title")}>
          {isFirstPage ? <span /> : <Link href={listHref(group)}>{t("first")}</Link>}
          {next && (
            <Link href={listHref(group, next)} rel="next">
              {t("older")}
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

function PromiseTable({ rows, totals, manyAccounts }: Route.ComponentProps["loaderData"]) {
  const t = useTranslations("promises");
  const format = useFormats();
  return (
    <Table caption={t("caption")}>
      <Head>
        <ColumnHead>{t("number")}</ColumnHead>
        <ColumnHead>{t("next")}</ColumnHead>
        <ColumnHead>{t("state")}</ColumnHead>
        <ColumnHead align="end">{t("amount")}</ColumnHead>
      </Head>
      <Body>
        {rows.map(
          ({ id, number, customerName, documents, documentCount, next, currency, amountMinor, ...row }) => {
            const left = next && format.amount(next.leftMinor, currency);
            const { first, more } = namesOf(documents, documentCount);
            return (
              <Row key={id}>
                <Cell
                  phone="lead"
                  heading
                  sub={[
                    more > 0 ? t("numbers", { first, more }) : first,
                    ...(manyAccounts ? [customerName] : []),
                  ].join(" · ")}
                >
                  <DocumentLink href={`/promises/${id}`}>{number}</DocumentLink>
                </Cell>
                <Cell
                  phone="aside"
                  className="whitespace-nowrap"
                  sub={
                    next &&
                    left &&
                    (next.daysLeft < 0
                      ? t("nextLate", { amount: left })
                      : t("nextLeft", { amount: left, days: next.daysLeft }))
                  }
                >
                  {next && format.day(next.dueOn, { weekday: true, year: false })}
                </Cell>
                <Cell phone="status">
                  <PromiseState
                    status={row.status}
                    proposedSide={row.proposedSide}
                    nextOn={next?.dueOn ?? null}
                    dateCount={row.instalmentCount}
                  />
                </Cell>
                <AmountCell minor={amountMinor} currency={currency} showCurrency strong />
              </Row>
            );
          },
        )}
      </Body>
      <Foot>
        {totals.map(({ currency, count, amountMinor }) => (
          <SumRow key={currency} label={t("sum", { count })} labelSpan={3}>
            <Cell align="end" phone="amount">
              <Amount minor={amountMinor} currency={currency} showCurrency />
            </Cell>
          </SumRow>
        ))}
      </Foot>
    </Table>
  );
}
