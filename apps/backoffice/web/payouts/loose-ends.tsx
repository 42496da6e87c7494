import { Amount } from "@openitem/ui/amount";
import { EmptyState } from "@openitem/ui/empty-state";
import { DocumentLink } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { defineColumns } from "../lists/columns.ts";
import { DataList } from "../lists/data-list.tsx";

type Untied = Answers["payouts"]["untied"][number];

/** What of Stripe's money does not tie, the oldest first, each with its age and cause. */
export function LooseEnds() {
  const t = useTranslations("payouts");
  const list = useQuery(api.payouts.untied.queryOptions());
  const columns = useColumns();
  return (
    <DataList
      caption={t("looseCaption")}
      columns={columns}
      rows={list.data ?? []}
      rowId={(row) => `${row.kind} ${row.id} ${row.cause}`}
      rowHref={hrefOf}
      count={list.data?.length}
      isPending={list.isPending}
      error={list.isError ? list.error : null}
      onRetry={() => list.refetch()}
      empty={<EmptyState title={t("empty.loose")} />}
    />
  );
}

function hrefOf({ kind, id, paymentId, payoutId }: Untied): string {
  if (payoutId) return `/payouts?view=loose&payout=${payoutId}`;
  if (kind === "bank_line") return `/cash?line=${id}`;
  return paymentId ? `/payments/${paymentId}` : "/payouts?view=loose";
}

function useColumns() {
  const t = useTranslations("payouts");
  const words = useTranslations("shell");
  const format = useFormats();
  return useMemo(
    () =>
      defineColumns<Untied>([
        {
          id: "ref",
          head: t("what"),
          heading: true,
          phone: "lead",
          title: (row) => row.ref,
          cell: (row) => <DocumentLink href={hrefOf(row)}>{row.ref}</DocumentLink>,
        },
        { id: "kind", head: t("kind"), phone: "status", cell: (row) => t(`kinds.${row.kind}`) },
        { id: "since", head: t("since"), phone: "hidden", cell: (row) => format.day(row.since) },
        {
          id: "age",
          head: t("age"),
          align: "end",
          phone: "aside",
          cell: (row) => words("days", { days: row.ageDays }),
        },
        {
          id: "cause",
          head: t("cause"),
          className: "wide",
          phone: "line",
          cell: (row) => {
            const key = `causes.${row.cause as "no_payout"}` as const;
            return t.has(key) ? t(key) : row.cause.replaceAll("_", " ");
          },
        },
        {
          id: "amount",
          head: t("amount"),
          align: "end",
          phone: "amount",
          cell: (row) => <Amount minor={row.amountMinor} currency={row.currency} showCurrency />,
        },
      ]),
    [t, words, format],
  );
}
