import { SumRow } from "@openitem/ui/amount";
import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { FilterChips } from "@openitem/ui/filter-chips";
import { PageHeader } from "@openitem/ui/page";
import { Pagination } from "@openitem/ui/pagination";
import { SearchField } from "@openitem/ui/search-field";
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
  Table,
} from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { AccountField } from "../parts/account-field.tsx";
import { DisputeState } from "../parts/dispute/dispute-state.tsx";
import { DISPUTE_FILTERS, readDisputeList } from "../parts/dispute/list.server.ts";
import { type DisputeFilter, disputesHref } from "../parts/dispute/list-address.ts";
import { useDisputeWords } from "../parts/dispute/use-dispute-words.tsx";
import type { Route } from "./+types/disputes";

const SEARCH_MAX = 60;

export const loader = page(async ({ url, context }: Route.LoaderArgs) => {
  const { searchParams: params } = url;
  const viewer = context.get(viewerContext);
  const state: DisputeFilter = DISPUTE_FILTERS.find((each) => each === params.get("state")) ?? "open";
  const search = (params.get("q") ?? "").trim().slice(0, SEARCH_MAX);
  const from = Number(params.get("from"));
  return {
    state,
    search,
    from: Number.isSafeInteger(from) && from > 0 ? from : 1,
    biller: viewer.biller,
    manyAccounts: viewer.account === null,
    filters: [...DISPUTE_FILTERS],
    ...(await readDisputeList(viewer, {
      state,
      search,
      cursor: params.get("cursor")?.slice(0, 300) ?? null,
    })),
  };
});

type Data = Route.ComponentProps["loaderData"];

export default function Disputes({ loaderData }: Route.ComponentProps) {
  const { state, search, biller, filters, counts, mayDispute } = loaderData;
  const t = useTranslations("disputes");
  const format = useFormats();
  return (
    <>
      <title>{t("pageTitle", { biller })}</title>
      <PageHeader
        title={t("title")}
        note={t("note")}
        actions={mayDispute && <LinkButton href="/invoices">{t("new")}</LinkButton>}
      />
      <div className="my-4 grid gap-3">
        <Form action="/disputes" role="search" className="w-full max-w-sm">
          {state !== "open" && <input type="hidden" name="state" value={state} />}
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
          filters={filters.map((each) => ({
            href: disputesHref({ state: each, search }),
            label: t(`tabs.${each}`),
            count: format.count(counts[each]),
            current: each === state,
          }))}
        />
        {search && (
          <FilterChips
            label={t("searched", { query: search })}
            filters={[{ href: disputesHref({ state, search: "" }), label: t("clear", { query: search }) }]}
          />
        )}
      </div>
      <List {...loaderData} />
      <Pages {...loaderData} />
    </>
  );
}

function List({ rows, totals, state, search, manyAccounts }: Data) {
  const t = useTranslations("disputes");
  const words = useDisputeWords();
  const format = useFormats();
  const currencies = new Set(rows.map(({ currency }) => currency));
  const currency = currencies.size === 1 ? (rows[0]?.currency ?? null) : null;
  return (
    <Table caption={t("caption", { filter: t(`tabs.${state}`) })}>
      <Head>
        <ColumnHead>{t("number")}</ColumnHead>
        <ColumnHead>{t("document")}</ColumnHead>
        <ColumnHead>{t("raised")}</ColumnHead>
        <ColumnHead>{t("state")}</ColumnHead>
        <ColumnHead align="end">{currency ? t("amountIn", { currency }) : t("amount")}</ColumnHead>
      </Head>
      <Body>
        {rows.length === 0 && (
          <EmptyRows columns={5}>
            <Empty state={state} search={search} />
          </EmptyRows>
        )}
        {rows.map((row) => (
          <Row key={row.id}>
            <Cell phone="lead" heading sub={words.reason(row.reason)}>
              <DocumentLink href={`/disputes/${row.id}`}>{row.number}</DocumentLink>
            </Cell>
            <Cell phone="hidden" sub={manyAccounts ? row.customerName : undefined}>
              {row.document &&
                (row.documentCount > 1
                  ? t("more", { number: row.document, count: row.documentCount - 1 })
                  : row.document)}
            </Cell>
            <Cell phone="aside" quiet sub={row.raisedByName}>
              <span className="whitespace-nowrap">{format.day(row.raisedOn)}</span>
            </Cell>
            <Cell phone="status">
              <DisputeState status={row.status} outcome={row.outcome} detail={<Detail row={row} />} />
            </Cell>
            <AmountCell minor={row.amountMinor} currency={row.currency} showCurrency={currency === null} />
          </Row>
        ))}
      </Body>
      {rows.length > 0 && (
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
              <AmountCell
                minor={total.amountMinor}
                currency={total.currency}
                showCurrency={totals.length > 1 || currency === null}
              />
            </SumRow>
          ))}
        </Foot>
      )}
    </Table>
  );
}

function Detail({ row }: { row: Data["rows"][number] }) {
  const t = useTranslations("disputes");
  const format = useFormats();
  const { isOpen, status, answerOn, creditedMinor, currency } = row;
  if (isOpen && status === "waiting_customer") return t("clockStands");
  if (isOpen && answerOn) return t("answerBy", { day: format.day(answerOn, { weekday: true, year: false }) });
  return creditedMinor > 0n ? t("credited", { amount: format.amount(creditedMinor, currency) }) : null;
}

function Empty({ state, search }: Pick<Data, "state" | "search">) {
  const t = useTranslations("disputes");
  const showAll = <LinkButton href={disputesHref({ state: "all", search: "" })}>{t("showAll")}</LinkButton>;
  if (search)
    return (
      <EmptyState title={t("emptyTitle")} actions={showAll}>
        {t("emptySearch", { filter: t(`tabs.${state}`), query: search })}
      </EmptyState>
    );
  if (state === "all")
    return (
      <EmptyState title={t("emptyTitle")} actions={<LinkButton href="/invoices">{t("invoices")}</LinkButton>}>
        {t("emptyAll")}
      </EmptyState>
    );
  return (
    <EmptyState title={t("emptyTitle")} actions={showAll}>
      {t(state === "open" ? "emptyOpen" : "emptyDecided")}
    </EmptyState>
  );
}

function Pages({ rows, next, from, state, search, counts }: Data) {
  if (rows.length === 0 || (!next && from === 1)) return null;
  const to = from + rows.length - 1;
  const total = counts[state];
  return (
    <Pagination
      from={from}
      to={to}
      {...(total >= to && { total })}
      {...(from > 1 && { previousHref: disputesHref({ state, search }) })}
      {...(next && { nextHref: disputesHref({ state, search, cursor: next, from: to + 1 }) })}
    />
  );
}
