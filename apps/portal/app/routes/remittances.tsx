import {
  listRemittances,
  REMITTANCE_GROUPS,
  type RemittanceGroup,
} from "@openitem/domain/remittances/list-remittances";
import { Amount, SumRow } from "@openitem/ui/amount";
import { Banner } from "@openitem/ui/banner";
import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { FilterChips } from "@openitem/ui/filter-chips";
import { Link } from "@openitem/ui/link";
import { PageHeader } from "@openitem/ui/page";
import { SearchField } from "@openitem/ui/search-field";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { AccountField } from "../parts/account-field.tsx";
import { maySendRemittance } from "../parts/remittance/declare.server.ts";
import { RemittanceState } from "../parts/remittance/remittance-state.tsx";
import type { Route } from "./+types/remittances";

const PAGE_ROWS = 50;
const SEARCH_MAX = 60;

export const loader = page(async ({ url, context }: Route.LoaderArgs) => {
  const { searchParams: params } = url;
  const viewer = context.get(viewerContext);
  const group = REMITTANCE_GROUPS.find((each) => each === params.get("state")) ?? "open";
  const search = (params.get("q") ?? "").trim().slice(0, SEARCH_MAX);
  const cursor = params.get("cursor")?.slice(0, 300) ?? null;
  const { customerIds } = viewer;
  return {
    group,
    groups: [...REMITTANCE_GROUPS],
    search,
    isFirstPage: cursor === null,
    saved: params.get("saved")?.slice(0, 20) ?? null,
    manyAccounts: viewer.account === null,
    maySend: customerIds.some((id) => maySendRemittance(viewer, id)),
    ...(await listRemittances(viewer.ctx, { customerIds, group, search, cursor, limit: PAGE_ROWS })),
  };
});

type Data = Route.ComponentProps["loaderData"];

function listHref(group: RemittanceGroup, search: string, cursor?: string): string {
  const params = new URLSearchParams({
    ...(group !== "open" && { state: group }),
    ...(search && { q: search }),
    ...(cursor && { cursor }),
  });
  return params.size > 0 ? `/remittances?${params}` : "/remittances";
}

export default function Remittances({ loaderData }: Route.ComponentProps) {
  const { group, groups, search, counts, maySend, saved, rows } = loaderData;
  const t = useTranslations("remittances");
  const format = useFormats();
  return (
    <>
      <title>{t("title")}</title>
      <PageHeader
        title={t("title")}
        note={t("note")}
        actions={
          maySend && (
            <>
              <LinkButton href="/remittances/declare">{t("declare")}</LinkButton>
              <LinkButton variant="primary" href="/remittances/new">
                {t("upload")}
              </LinkButton>
            </>
          )
        }
      />
      {saved && (
        <div className="mt-4">
          <Banner tone="paid" state="kept" live title={t("saved", { number: saved })} />
        </div>
      )}
      <div className="my-4 grid gap-3">
        <Form action="/remittances" role="search" className="w-full max-w-sm">
          {group !== "open" && <input type="hidden" name="state" value={group} />}
          <AccountField />
          <SearchField
            key={search}
            label={t("search")}
            name="q"
            placeholder={t("searchPlaceholder")}
            defaultValue={search}
            maxLength={SEARCH_MAX}
          />
        </Form>
        <FilterChips
          label={t("filters")}
          filters={groups.map((each) => ({
            href: listHref(each, search),
            label: t(`group.${each}`),
            count: format.count(counts[each]),
            current: each === group,
          }))}
        />
        {search && (
          <FilterChips
            label={t("searched", { query: search })}
            filters={[{ href: listHref(group, ""), label: t("clear", { query: search }) }]}
          />
        )}
      </div>
      {rows.length === 0 ? <Empty {...loaderData} /> : <List {...loaderData} />}
      <Pages {...loaderData} />
    </>
  );
}

function Empty({ counts, group, search }: Data) {
  const t = useTranslations("remittances");
  const isNew = counts.all === 0 && !search;
  return (
    <EmptyState
      title={isNew ? t("none") : search ? t("noneFound", { query: search }) : t("noneIn")}
      actions={
        !isNew && group !== "all" && <LinkButton href={listHref("all", search)}>{t("showAll")}</LinkButton>
      }
    >
      {isNew ? t("noneBody") : null}
    </EmptyState>
  );
}

function List({ rows, totals, manyAccounts }: Data) {
  const t = useTranslations("remittances");
  const format = useFormats();
  const currencies = new Set(rows.flatMap(({ currency }) => currency ?? []));
  const currency = currencies.size === 1 ? ([...currencies][0] ?? null) : null;
  return (
    <Table caption={t("caption")}>
      <Head>
        <ColumnHead>{t("number")}</ColumnHead>
        <ColumnHead>{t("about")}</ColumnHead>
        <ColumnHead>{t("sent")}</ColumnHead>
        <ColumnHead>{t("state")}</ColumnHead>
        <ColumnHead align="end">{currency ? t("amountIn", { currency }) : t("amount")}</ColumnHead>
      </Head>
      <Body>
        {rows.map((row) => (
          <Row key={row.id}>
            <Cell
              phone="lead"
              heading
              sub={[t("lines", { count: row.lineCount }), t("by", { name: row.createdByName })].join(", ")}
            >
              <DocumentLink href={`/remittances/${row.id}`}>{row.number}</DocumentLink>
            </Cell>
            <Cell phone="hidden" className="wrap-anywhere" sub={manyAccounts ? row.customerName : undefined}>
              {row.reference ?? row.fileName ?? (row.method && t(`methods.${row.method}`))}
            </Cell>
            <Cell phone="aside" quiet>
              {row.paidOn && <span className="whitespace-nowrap">{format.day(row.paidOn)}</span>}
            </Cell>
            <Cell phone="status">
              <RemittanceState status={row.status} detail={<Detail row={row} />} />
            </Cell>
            <Cell align="end" phone="amount">
              {row.totalMinor !== null && row.currency ? (
                <Amount minor={row.totalMinor} currency={row.currency} showCurrency={currency === null} />
              ) : (
                <span className="oi-quiet">{t("noAmount")}</span>
              )}
            </Cell>
          </Row>
        ))}
      </Body>
      <Foot>
        {totals.map((total) => (
          <SumRow
            key={total.currency}
            label={
              totals.length > 1
                ? t("sumIn", { count: total.count, currency: total.currency })
                : t("sum", { count: total.count })
            }
            labelSpan={4}
          >
            <AmountCell minor={total.totalMinor} currency={total.currency} />
          </SumRow>
        ))}
      </Foot>
    </Table>
  );
}

function Detail({ row: { status, openCount, pausedUntilOn } }: { row: Data["rows"][number] }) {
  const t = useTranslations("remittances");
  const format = useFormats();
  if (status === "draft" && openCount > 0) return t("openLines", { count: openCount });
  if (status === "confirmed" && pausedUntilOn) return t("pausedUntil", { day: format.day(pausedUntilOn) });
  return null;
}

function Pages({ next, isFirstPage, group, search }: Data) {
  const t = useTranslations("remittances");
  if (!next && isFirstPage) return null;
  return (
    <nav className="mt-4 flex justify-between gap-4 text-md" aria-label={t("title")}>
      {isFirstPage ? <span /> : <Link href={listHref(group, search)}>{t("first")}</Link>}
      {next && (
        <Link href={listHref(group, search, next)} rel="next">
          {t("older")}
        </Link>
      )}
    </nav>
  );
}
