import { Amount } from "@openitem/ui/amount";
import { formatCount, formatDay } from "@openitem/ui/formats";
import { DocumentLink } from "@openitem/ui/table";
import type { useTranslations } from "use-intl";
import type { Answers } from "../api.ts";
import { defineColumns } from "../lists/columns.ts";
import { ItemStatus } from "./item-status.tsx";

export type ItemRow = Answers["items"]["list"]["rows"][number];

const isCredit = (row: ItemRow) => row.kind === "credit_memo" || row.kind === "receipt";
/** Credits stand with a minus: they take away from what is owed. */
const signed = (row: ItemRow, minor: bigint) => (isCredit(row) ? -minor : minor);

const AGES = ["age-0", "age-1", "age-2", "age-3", "age-4"] as const;
const AGE_FILLS = {
  "age-0": "bg-age-0",
  "age-1": "bg-age-1",
  "age-2": "bg-age-2",
  "age-3": "bg-age-3",
  "age-4": "bg-age-4",
} as const;

/** The step of age a document stands in, as a bar at the edge of its row. */
function ageOf(row: ItemRow) {
  if (row.openMinor === 0n || row.daysLate === null) return null;
  const step =
    row.daysLate <= 0 ? 0 : row.daysLate <= 30 ? 1 : row.daysLate <= 60 ? 2 : row.daysLate <= 90 ? 3 : 4;
  return <span className={`age-mark ${AGE_FILLS[AGES[step]]}`} aria-hidden="true" />;
}

/**
 * A customer's documents. `currency` is set where all of them have the same, and then stands in the heads; `mixed` where
 * they are of several kinds or no longer due, and are told apart by kind and day.
 */
export function itemColumns(
  t: ReturnType<typeof useTranslations<"customer">>,
  kinds: (kind: ItemRow["kind"]) => string,
  locale: string,
  currency: string | null,
  mixed: boolean,
) {
  const of = defineColumns<ItemRow>([
    {
      id: "age",
      head: <span className="oi-hidden">{t("ageing")}</span>,
      className: "age",
      phone: "hidden",
      cell: ageOf,
    },
    {
      id: "number",
      head: t("document"),
      sort: "number",
      heading: true,
      phone: "lead",
      cell: (row) => <DocumentLink href={`/items/${row.id}`}>{row.number}</DocumentLink>,
    },
    { id: "kind", head: t("kind"), quiet: true, phone: "hidden", cell: (row) => kinds(row.kind) },
    {
      id: "issued",
      head: t("issued"),
      sort: "issued",
      quiet: true,
      phone: "hidden",
      cell: (row) => formatDay(row.issuedOn, locale),
    },
    {
      id: "due",
      head: t("due"),
      sort: "due",
      quiet: true,
      phone: "hidden",
      cell: (row) => row.dueOn && formatDay(row.dueOn, locale),
    },
    {
      id: "days",
      head: t("daysLate"),
      align: "end",
      phone: "aside",
      label: t("daysLate"),
      cell: (row) =>
        row.openMinor > 0n &&
        row.daysLate !== null && (
          <span className={row.daysLate > 60 ? "text-overdue" : row.daysLate > 0 ? undefined : "text-ink-3"}>
            {formatCount(row.daysLate, locale)}
          </span>
        ),
    },
    {
      id: "amount",
      head: currency ? t("amountIn", { currency }) : t("amount"),
      align: "end",
      sort: "amount",
      quiet: true,
      phone: "hidden",
      cell: (row) => <Amount minor={signed(row, row.amountMinor)} currency={row.currency} />,
    },
    {
      id: "open",
      head: currency ? t("openIn", { currency }) : t("openColumn"),
      align: "end",
      sort: "open",
      strong: true,
      phone: "amount",
      cell: (row) => (
        <Amount
          minor={signed(row, row.openMinor)}
          currency={row.currency}
          showCurrency={currency === null}
          tone={isCredit(row) && row.openMinor > 0n ? "credit" : "plain"}
        />
      ),
    },
    {
      id: "status",
      head: t("status"),
      phone: "status",
      className: "wide",
      cell: (row) => (
        <ItemStatus item={{ ...row, payerName: row.payer?.name, promisedOn: row.promise?.nextOn }} />
      ),
    },
  ]);
  return mixed ? of : of.filter(({ id }) => id !== "kind" && id !== "issued");
}
