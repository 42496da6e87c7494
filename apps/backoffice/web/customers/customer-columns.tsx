import { Amount } from "@openitem/ui/amount";
import { DocumentLink } from "@openitem/ui/table";
import type { useTranslations } from "use-intl";
import type { Answers } from "../api.ts";
import { defineColumns } from "../lists/columns.ts";

type CustomerRow = Answers["customers"]["list"]["rows"][number];
type Minor = (row: CustomerRow) => bigint;

const amount = (minor: Minor) => (row: CustomerRow) =>
  row.currency && <Amount minor={minor(row)} currency={row.currency} />;

/** The ageing list: who, what is open and overdue, and since when. */
export const customerColumns = (t: ReturnType<typeof useTranslations<"customers">>) =>
  defineColumns<CustomerRow>([
    {
      id: "number",
      head: t("number"),
      sort: "number",
      quiet: true,
      phone: "hidden",
      cell: (row) => row.number,
    },
    {
      id: "name",
      head: t("customer"),
      sort: "name",
      heading: true,
      phone: "lead",
      className: "wide",
      title: (row) => row.name,
      cell: (row) => <DocumentLink href={`/customers/${row.id}`}>{row.name}</DocumentLink>,
    },
    { id: "currency", head: t("currency"), phone: "status", quiet: true, cell: (row) => row.currency },
    {
      id: "open",
      head: t("open"),
      align: "end",
      sort: "open",
      strong: true,
      phone: "amount",
      cell: amount((row) => row.openMinor),
    },
    {
      id: "overdue",
      head: t("overdue"),
      align: "end",
      sort: "overdue",
      phone: "hidden",
      cell: (row) =>
        row.currency && (
          <Amount
            minor={row.overdueMinor}
            currency={row.currency}
            tone={row.overdueMinor > 0n ? "overdue" : "plain"}
          />
        ),
    },
    {
      id: "current",
      head: t("notDue"),
      align: "end",
      phone: "hidden",
      cell: amount((row) => row.ageing.current),
    },
    { id: "b1", head: t("b1"), align: "end", phone: "hidden", cell: amount((row) => row.ageing["1-30"]) },
    { id: "b2", head: t("b2"), align: "end", phone: "hidden", cell: amount((row) => row.ageing["31-60"]) },
    { id: "b3", head: t("b3"), align: "end", phone: "hidden", cell: amount((row) => row.ageing["61-90"]) },
    { id: "b4", head: t("b4"), align: "end", phone: "hidden", cell: amount((row) => row.ageing["90+"]) },
    {
      id: "oldest",
      head: t("oldest"),
      align: "end",
      sort: "oldest",
      phone: "aside",
      label: t("oldest"),
      cell: (row) => (row.openCount > 0 ? row.oldestDaysLate : null),
    },
    {
      id: "credits",
      head: t("credits"),
      align: "end",
      phone: "hidden",
      cell: (row) =>
        row.currency && (
          <Amount
            minor={-row.creditsMinor}
            currency={row.currency}
            tone={row.creditsMinor > 0n ? "credit" : "plain"}
          />
        ),
    },
  ]);
