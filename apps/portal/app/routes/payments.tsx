import { dayIn } from "@openitem/domain/kernel/business-day";
import { listPayments } from "@openitem/domain/payments/list-payments";
import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { FilterChips } from "@openitem/ui/filter-chips";
import { Link } from "@openitem/ui/link";
import { PageHeader } from "@openitem/ui/page";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { PaymentState } from "../parts/pay/payment-state.tsx";
import { useMethodWord } from "../parts/payment-words.tsx";
import type { Route } from "./+types/payments";

const GROUPS = ["under_way", "settled", "not_paid", "back"] as const;
type Group = (typeof GROUPS)[number];

const PAGE_ROWS = 50;

/** A place in the list, as it stands in the address: "2026-11-18T12:00:00.000Z~<id>". */
const place = z
  .string()
  .transform((text) => text.split("~", 2))
  .pipe(z.tuple([z.iso.datetime().refine((at) => at >= "1970"), z.uuid()]))
  .transform(([at, id]) => ({ createdAt: new Date(at), id }));

export const loader = page(async ({ url, context }: Route.LoaderArgs) => {
  const { ctx, customerIds, account, timeZone } = context.get(viewerContext);
  const group = GROUPS.find((each) => each === url.searchParams.get("state")) ?? null;
  const before = place.safeParse(url.searchParams.get("before")).data ?? null;
  const { rows, next } = await listPayments(ctx, { customerIds, group, before, limit: PAGE_ROWS });
  return {
    group,
    isFirstPage: before === null,
    next: next && `${next.createdAt.toISOString()}~${next.id}`,
    manyAccounts: account === null,
    rows: rows.map((row) => ({
      id: row.id,
      number: row.number,
      status: row.status,
      currency: row.currency,
      amountMinor: row.amountMinor,
      method: row.method,
      startedByName: row.startedByName,
      customerName: row.customerName,
      startedOn: dayIn(row.createdAt, timeZone),
      endedOn: row.endedAt && dayIn(row.endedAt, timeZone),
      expectedOn: row.expectedOn,
    })),
  };
});

const listHref = (group: Group | null, before: string | null = null): string => {
  const params = new URLSearchParams({ ...(group && { state: group }), ...(before && { before }) });
  return params.size > 0 ? `/payments?${params}` : "/payments";
};

export default function Payments({ loaderData }: Route.ComponentProps) {
  const { rows, group, next, isFirstPage, manyAccounts } = loaderData;
  const t = useTranslations("payment");
  const format = useFormats();
  const methodWord = useMethodWord();
  return (
    <>
      <title>{t("listTitle")}</title>
      <PageHeader
        title={t("listTitle")}
        note={t("listNote")}
        actions={<LinkButton href="/pay">{t("pay")}</LinkButton>}
      />
      <div className="my-4">
        <FilterChips
          label={t("filters")}
          filters={[null, ...GROUPS].map((each) => ({
            href: listHref(each),
            label: t(each ?? "all"),
            current: each === group,
          }))}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState
          title={t(group ? "noneInGroup" : "none")}
          actions={group && <LinkButton href="/payments">{t("showAll")}</LinkButton>}
        >
          {group ? null : t("noneBody")}
        </EmptyState>
      ) : (
        <Table caption={t("caption")}>
          <Head>
            <ColumnHead>{t("number")}</ColumnHead>
            <ColumnHead>{t("date")}</ColumnHead>
            <ColumnHead>{t("state")}</ColumnHead>
            <ColumnHead align="end">{t("amount")}</ColumnHead>
          </Head>
          <Body>
            {rows.map((row) => (
              <Row key={row.id}>
                <Cell
                  phone="lead"
                  heading
                  sub={[
                    t("by", { method: methodWord(row), name: row.startedByName }),
                    ...(manyAccounts ? [row.customerName] : []),
                  ].join(" · ")}
                >
                  <DocumentLink href={`/payments/${row.id}`}>{row.number}</DocumentLink>
                </Cell>
                <Cell phone="aside" quiet className="whitespace-nowrap">
                  {format.day(row.startedOn)}
                </Cell>
                <Cell phone="status">
                  <PaymentState payment={row} />
                </Cell>
                <AmountCell minor={row.amountMinor} currency={row.currency} showCurrency strong />
              </Row>
            ))}
          </Body>
        </Table>
      )}
      {(next || !isFirstPage) && (
        <nav className="mt-4 flex justify-between gap-4 text-md" aria-label={t("listTitle")}>
          {isFirstPage ? <span /> : <Link href={listHref(group)}>{t("newest")}</Link>}
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
