import { Amount } from "@openitem/ui/amount";
import { formatDay } from "@openitem/ui/formats";
import { Link } from "@openitem/ui/link";
import { DocumentLink } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { Answers } from "../api.ts";
import { defineColumns } from "../lists/columns.ts";
import { dayOf } from "../lists/days.ts";
import { ClockLeft } from "./clock-left.tsx";
import { DisputeStatus, useReasonName } from "./dispute-words.tsx";

type DisputeRow = Answers["disputes"]["list"]["rows"][number];

/** The queue's columns; on a customer's own page without the customer. */
export function useDisputeColumns(withCustomer: boolean, minutesOfDay: number) {
  const t = useTranslations("disputes");
  const { locale, timeZone } = useFormats();
  const reasonName = useReasonName();
  return useMemo(() => {
    const columns = defineColumns<DisputeRow>([
      {
        id: "number",
        head: t("number"),
        heading: true,
        phone: "lead",
        cell: (row) => <DocumentLink href={`/disputes/${row.id}`}>{row.number}</DocumentLink>,
      },
      {
        id: "customer",
        head: t("customer"),
        className: "wide",
        phone: "line",
        title: (row) => row.customerName,
        cell: (row) => <Link href={`/customers/${row.customerId}/disputes`}>{row.customerName}</Link>,
      },
      { id: "reason", head: t("reason"), phone: "hidden", cell: (row) => reasonName(row.reason) },
      {
        id: "document",
        head: t("document"),
        quiet: true,
        phone: "hidden",
        ...(!withCustomer && { className: "wide" }),
        cell: (row) =>
          row.document &&
          (row.documentCount > 1
            ? t("moreDocuments", { number: row.document.number, more: row.documentCount - 1 })
            : row.document.number),
      },
      {
        id: "amount",
        head: t("amount"),
        align: "end",
        strong: true,
        phone: "amount",
        cell: (row) => <Amount minor={row.amountMinor} currency={row.currency} showCurrency />,
      },
      {
        id: "state",
        head: t("state"),
        phone: "status",
        cell: (row) => <DisputeStatus status={row.status} outcome={row.outcome} />,
      },
      {
        id: "left",
        head: t("left"),
        sort: "due",
        phone: "aside",
        cell: (row) =>
          row.leftMinutes !== null &&
          row.isOpen && (
            <ClockLeft minutes={row.leftMinutes} minutesOfDay={minutesOfDay} dueAt={row.answerDueAt} />
          ),
      },
      {
        id: "raised",
        head: t("raised"),
        sort: "raised",
        quiet: true,
        phone: "hidden",
        cell: (row) => formatDay(dayOf(row.raisedAt, timeZone), locale, { year: false }),
      },
      {
        id: "assignee",
        head: t("assignee"),
        phone: "hidden",
        cell: (row) => row.assigneeName ?? <span className="text-ink-3">{t("nobody")}</span>,
      },
    ]);
    return withCustomer ? columns : columns.filter(({ id }) => id !== "customer");
  }, [t, locale, timeZone, reasonName, withCustomer, minutesOfDay]);
}
