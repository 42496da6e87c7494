import { listCharges } from "@openitem/domain/autopay/list-charges";
import { addDays } from "@openitem/domain/kernel/business-day";
import { listPrepared } from "@openitem/domain/payments/list-prepared";
import { may } from "@openitem/domain/policies/permissions";
import { listPromises, type PromiseRow } from "@openitem/domain/promises/list-promises";
import type { Viewer } from "../../context.ts";

const DUE_WITHIN_DAYS = 14;
const RECENT_DAYS = 30;
const SHOWN = 3;

/** What of promises, prepared payments and charges needs the reader's attention. */
export async function readHomeCases(viewer: Viewer) {
  const { ctx, contact, customerIds, today } = viewer;
  const promisesIn = async (group: "open" | "broken") =>
    (await listPromises(ctx, { customerIds, group, limit: 20 })).rows;
  const [open, broken, prepared, charges] = await Promise.all([
    promisesIn("open"),
    promisesIn("broken"),
    listPrepared(ctx, { customerIds, status: "prepared", limit: 20 }),
    listCharges(ctx, { customerIds, group: "not_made", limit: 20 }),
  ]);
  const since = addDays(today, -RECENT_DAYS);
  const due = open
    .filter(({ status, next }) => status === "active" && next !== null && next.daysLeft <= DUE_WITHIN_DAYS)
    .slice(0, SHOWN);
  const toAnswer = open
    .filter(({ status, proposedSide }) => status === "proposed" && proposedSide === "biller")
    .slice(0, SHOWN);
  const missed = broken.filter(({ madeAt }) => madeAt.toISOString() >= since).slice(0, SHOWN);
  const toRelease = prepared.rows
    .filter(
      ({ preparedBy, customerId }) =>
        preparedBy !== `contact:${contact.id}` && may(ctx.actor, "payment.release", customerId),
    )
    .slice(0, SHOWN);
  const failed = charges.rows
    .filter(({ status, chargeOn }) => status === "failed" && chargeOn >= since)
    .slice(0, SHOWN);
  return {
    count: due.length + toAnswer.length + missed.length + toRelease.length + failed.length,
    due: due.map(brief),
    toAnswer: toAnswer.map(brief),
    missed: missed.map(brief),
    toRelease: toRelease.map(({ id, currency, amountMinor, preparedByName }) => ({
      id,
      currency,
      amountMinor,
      preparedByName,
    })),
    failed: failed.map(({ id, currency, amountMinor, chargeOn, failure }) => ({
      id,
      currency,
      amountMinor,
      chargeOn,
      failure,
    })),
  };
}

export type HomeCases = Awaited<ReturnType<typeof readHomeCases>>;

const brief = ({ id, number, currency, amountMinor, keptMinor, next, instalmentCount }: PromiseRow) => ({
  id,
  number,
  currency,
  leftMinor: amountMinor - keptMinor,
  next,
  instalmentCount,
});
