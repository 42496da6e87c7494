import { Amount } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { Link } from "@openitem/ui/link";
import { Status } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { defineColumns } from "../lists/columns.ts";
import { DataList } from "../lists/data-list.tsx";
import { useMore } from "../lists/more.ts";
import { DecideRequest } from "./decide-request.tsx";

type Row = Answers["cash"]["decisions"]["rows"][number];
const PAGE = 100;
const MARKS = {
  applied: "paid",
  awaiting_approval: "held",
  refused: "rejected",
  withdrawn: "cancelled",
  undone: "returned",
} as const satisfies Record<Row["status"], string>;

/** What was decided or asked for about money and rests, with the requests that wait. */
export function DecisionList() {
  const t = useTranslations("unapplied");
  const cash = useTranslations("cash");
  const format = useFormats();
  const list = useInfiniteQuery(
    api.cash.decisions.infiniteQueryOptions({ limit: PAGE }, { getNextPageParam: (page) => page.next }),
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const [deciding, setDeciding] = useState<Row | null>(null);
  const columns = useMemo(
    () =>
      defineColumns<Row>([
        {
          id: "kind",
          head: t("decision"),
          heading: true,
          phone: "lead",
          cell: (row) => t(`kinds.${row.kind}`),
        },
        {
          id: "item",
          head: t("document"),
          phone: "aside",
          cell: (row) => <Link href={`/items/${row.itemId}`}>{row.itemNumber}</Link>,
        },
        {
          id: "customer",
          head: t("customer"),
          className: "wide",
          phone: "line",
          title: (row) => row.customerName,
          cell: (row) => <Link href={`/customers/${row.customerId}`}>{row.customerName}</Link>,
        },
        { id: "reason", head: cash("reason"), className: "wide", phone: "hidden", cell: (row) => row.reason },
        {
          id: "by",
          head: t("by"),
          phone: "hidden",
          cell: (row) => `${row.decidedByName}, ${format.moment(row.decidedAt)}`,
        },
        {
          id: "amount",
          head: t("amount"),
          align: "end",
          phone: "amount",
          cell: (row) => <Amount minor={row.amountMinor} currency={row.currency} showCurrency />,
        },
        {
          id: "state",
          head: t("state"),
          phone: "status",
          cell: (row) => {
            const status = <Status state={MARKS[row.status]} label={cash(`decisionStates.${row.status}`)} />;
            return row.status === "awaiting_approval" ? (
              <span className="flex items-center gap-2">
                {status}
                <Button
                  variant="text"
                  aria-label={t("decideOn", { number: row.itemNumber })}
                  onClick={() => setDeciding(row)}
                >
                  {t("decide")}
                </Button>
              </span>
            ) : (
              status
            );
          },
        },
      ]),
    [t, cash, format],
  );
  return (
    <>
      <DataList
        caption={t("decisionsCaption")}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        isPending={list.isPending}
        error={list.isError ? list.error : null}
        onRetry={() => list.refetch()}
        onMore={useMore(list)}
        empty={<EmptyState title={t("empty.decisions")} />}
      />
      {deciding && <DecideRequest row={deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}
