import { Amount } from "@openitem/ui/amount";
import { formatDay } from "@openitem/ui/formats";
import { DocumentLink } from "@openitem/ui/table";
import { useMemo } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { Answers } from "../api.ts";
import { defineColumns } from "../lists/columns.ts";

type Row = Answers["customers"]["statement"]["sections"][number]["debits"][number];

const isCredit = ({ kind }: Row) => kind === "credit_memo" || kind === "receipt";

/** Documents that were open on the day, credits with a minus. */
export function useStatementColumns(currency: string, withNames: boolean) {
  const t = useTranslations("customer");
  const words = useTranslations("shell");
  const locale = useLocale();
  return useMemo(() => {
    const amount = (row: Row, minor: bigint) => (
      <Amount
        minor={isCredit(row) ? -minor : minor}
        currency={currency}
        tone={isCredit(row) ? "credit" : "plain"}
      />
    );
    const columns = defineColumns<Row>([
      {
        id: "number",
        head: t("document"),
        heading: true,
        phone: "lead",
        cell: (row) => <DocumentLink href={`/items/${row.itemId}`}>{row.number}</DocumentLink>,
      },
      {
        id: "kind",
        head: t("kind"),
        quiet: true,
        phone: "status",
        ...(!withNames && { className: "wide" }),
        cell: (row) => words(`kinds.${row.kind}`),
      },
      {
        id: "name",
        head: t("name"),
        quiet: true,
        phone: "hidden",
        className: "wide",
        title: (row) => row.customerName,
        cell: (row) => row.customerName,
      },
      {
        id: "issued",
        head: t("issued"),
        quiet: true,
        phone: "hidden",
        cell: (row) => formatDay(row.issuedOn, locale),
      },
      {
        id: "due",
        head: t("due"),
        quiet: true,
        phone: "aside",
        cell: (row) => row.dueOn && formatDay(row.dueOn, locale),
      },
      {
        id: "amount",
        head: t("amountIn", { currency }),
        align: "end",
        quiet: true,
        phone: "hidden",
        cell: (row) => amount(row, row.amountMinor),
      },
      {
        id: "open",
        head: t("openIn", { currency }),
        align: "end",
        strong: true,
        phone: "amount",
        cell: (row) => amount(row, row.openMinor),
      },
    ]);
    return withNames ? columns : columns.filter(({ id }) => id !== "name");
  }, [t, words, locale, currency, withNames]);
}
