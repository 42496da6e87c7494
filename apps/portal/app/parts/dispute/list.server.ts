import { type DisputeRow, listDisputes } from "@openitem/domain/disputes/list-disputes";
import { dayIn } from "@openitem/domain/kernel/business-day";
import { may } from "@openitem/domain/policies/permissions";
import type { Viewer } from "../../context.ts";
import type { DisputeFilter } from "./list-address.ts";

export const DISPUTE_FILTERS = ["open", "decided", "all"] as const satisfies readonly DisputeFilter[];
const PAGE_ROWS = 50;

/** A page of the disputes of the chosen accounts, newest first, with the counts beside the filters. */
export async function readDisputeList(
  viewer: Viewer,
  { state, search, cursor }: { state: DisputeFilter; search: string; cursor: string | null },
) {
  const { ctx, customerIds } = viewer;
  const { rows, next, counts, totals } = await listDisputes(ctx, {
    customerIds,
    tab: state,
    search: search || null,
    sort: "raised",
    cursor,
    limit: PAGE_ROWS,
  });
  return {
    rows: rows.map((row) => shown(row, viewer)),
    next,
    totals,
    counts: { open: counts.open, decided: counts.decided, all: counts.all },
    mayDispute: customerIds.some((id) => may(ctx.actor, "dispute.raise", id)),
  };
}

const shown = (row: DisputeRow, { timeZone }: Viewer) => ({
  id: row.id,
  number: row.number,
  status: row.status,
  isOpen: row.isOpen,
  reason: row.reason,
  customerName: row.customerName,
  currency: row.currency,
  amountMinor: row.amountMinor,
  creditedMinor: row.creditedMinor,
  outcome: row.outcome,
  document: row.document?.number ?? null,
  documentCount: row.documentCount,
  raisedOn: dayIn(row.raisedAt, timeZone),
  raisedByName: row.raisedByName,
  answerOn: row.answerDueAt && dayIn(row.answerDueAt, timeZone),
});
