import { type Balance, readBalances } from "@openitem/domain/items/read-balances";
import { dayIn } from "@openitem/domain/kernel/business-day";
import { listPayments, type PaymentRow } from "@openitem/domain/payments/list-payments";
import { isUnderWay } from "@openitem/domain/payments/payment";
import { may } from "@openitem/domain/policies/permissions";
import type { Viewer } from "./context.ts";
import { readOpenDisputes } from "./parts/dispute/home-disputes.server.ts";
import { readHomeCases } from "./parts/promise/home-cases.server.ts";

const RECENT_DAYS = 30;
const DAY_MS = 86_400_000;
const LAST_MAX = 5;
const NOTICES_MAX = 6;

/** A payment as the home page tells of it. */
export type PaymentBrief = Pick<
  PaymentRow,
  | "id"
  | "number"
  | "status"
  | "method"
  | "amountMinor"
  | "currency"
  | "startedByName"
  | "expectedOn"
  | "failure"
> & {
  /** Days in the reader's zone. */
  startedOn: string;
  endedOn: string | null;
  isOwn: boolean;
};

/** Everything the home page shows of the chosen accounts; `asked` is the currency of the address. */
export async function readHome(viewer: Viewer, asked: string | null) {
  const { ctx, customerIds } = viewer;
  const list = (group: "under_way" | "back" | "not_paid" | null, limit: number) =>
    listPayments(ctx, { customerIds, group, limit }).then(({ rows }) =>
      rows.map((row) => brief(viewer, row)),
    );
  const [balances, disputes, cases, last, underWay, back, notPaid] = await Promise.all([
    readBalances(ctx, customerIds),
    readOpenDisputes(viewer),
    readHomeCases(viewer),
    list(null, 40),
    list("under_way", 20),
    list("back", 20),
    list("not_paid", 20),
  ]);
  const sorted = balances.toSorted(
    (a, b) => b.openCount - a.openCount || a.currency.localeCompare(b.currency),
  );
  const balance = sorted.find(({ currency }) => currency === asked) ?? sorted[0] ?? null;
  const since = dayIn(new Date(ctx.now.getTime() - RECENT_DAYS * DAY_MS), viewer.timeZone);
  const isRecent = ({ endedOn }: PaymentBrief) => endedOn !== null && endedOn >= since;
  return {
    balance,
    others: sorted.filter((each) => each !== balance),
    last: last.filter(({ currency }) => !balance || currency === balance.currency).slice(0, LAST_MAX),
    underWay,
    disputes,
    cases,
    notices: [
      ...back.filter((payment) => ["returned", "charged_back"].includes(payment.status) && isRecent(payment)),
      ...notPaid.filter((payment) => payment.status === "failed" && isRecent(payment)),
      ...underWay,
    ].slice(0, NOTICES_MAX),
    mayPay: customerIds.some((id) => may(ctx.actor, "payment.start", id)),
  };
}

export type Home = Awaited<ReturnType<typeof readHome>>;
export type { Balance };

function brief({ timeZone, contact }: Viewer, row: PaymentRow): PaymentBrief {
  const { id, number, status, method, amountMinor, currency, startedByName, failure } = row;
  return {
    id,
    number,
    status,
    method,
    amountMinor,
    currency,
    startedByName,
    failure,
    expectedOn: isUnderWay(status) ? row.expectedOn : null,
    startedOn: dayIn(row.createdAt, timeZone),
    endedOn: row.endedAt && dayIn(row.endedAt, timeZone),
    isOwn: row.startedBy === `contact:${contact.id}`,
  };
}
