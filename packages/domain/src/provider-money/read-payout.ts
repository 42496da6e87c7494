import { auditRecords } from "@openitem/db/schema/activity";
import { customers } from "@openitem/db/schema/customers";
import { payments } from "@openitem/db/schema/payments";
import { balanceTransactions, payouts } from "@openitem/db/schema/provider-money";
import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { may, permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { describePayouts } from "./list-payouts.ts";
import { namedBy, neededMinor, windowOf } from "./payout.ts";
import { readOpenLines } from "./read-payout-facts.ts";

/**
 * A payout with its movements, whose payments they are, its lines at the bank, lines that it may be tied to (the
 * likeliest first), what does not agree, and what happened to it. Refuses `payout.missing`.
 */
export async function readPayout(ctx: Context, payoutId: string) {
  permit(ctx.actor, "work.read");
  const missing = () => new Refusal("missing", "payout.missing", "We cannot find this payout.");
  if (!z.uuid().safeParse(payoutId).success) throw missing();
  return read(ctx, async (tx) => {
    const [listed] = await describePayouts(tx, ctx, eq(payouts.id, payoutId));
    if (!listed) throw missing();
    const { payout, tiedMinor } = listed;
    return {
      ...listed,
      transactions: await readTransactions(tx, ctx, payoutId),
      neededMinor: neededMinor(payout, tiedMinor),
      candidates: await readCandidates(tx, ctx, listed),
      history: await tx
        .select({
          at: auditRecords.at,
          action: auditRecords.action,
          actorName: auditRecords.actorName,
          data: auditRecords.data,
        })
        .from(auditRecords)
        .where(
          and(
            eq(auditRecords.organizationId, ctx.organizationId),
            eq(auditRecords.subjectKind, "payout"),
            eq(auditRecords.subjectId, payoutId),
          ),
        )
        .orderBy(asc(auditRecords.at), asc(auditRecords.id)),
      mayTie: may(ctx.actor, "payout.tie"),
    };
  });
}

export type PayoutDetail = Awaited<ReturnType<typeof readPayout>>;

const readTransactions = (tx: Tx, ctx: Context, payoutId: string) =>
  tx
    .select({
      ...getTableColumns(balanceTransactions),
      paymentNumber: payments.number,
      paymentCurrency: payments.currency,
      customerId: customers.id,
      customerName: customers.name,
    })
    .from(balanceTransactions)
    .innerJoin(
      payouts,
      and(
        eq(payouts.organizationId, balanceTransactions.organizationId),
        eq(payouts.id, balanceTransactions.payoutId),
      ),
    )
    .leftJoin(
      payments,
      and(
        eq(payments.organizationId, balanceTransactions.organizationId),
        eq(payments.id, balanceTransactions.paymentId),
      ),
    )
    .leftJoin(
      customers,
      and(eq(customers.organizationId, payments.organizationId), eq(customers.id, payments.customerId)),
    )
    .where(
      and(
        eq(balanceTransactions.organizationId, ctx.organizationId),
        eq(balanceTransactions.payoutId, payoutId),
        // The payout's own movement is the payout.
        sql`${balanceTransactions.sourceId} is distinct from ${payouts.providerId}`,
      ),
    )
    .orderBy(asc(balanceTransactions.occurredAt), asc(balanceTransactions.providerId));

const CANDIDATES = 20;

/** Open lines at the bank that a person could tie: of its amount first, then those that name it with another amount. */
async function readCandidates(
  tx: Tx,
  ctx: Context,
  { payout, tiedMinor }: Awaited<ReturnType<typeof describePayouts>>[number],
) {
  const needed = neededMinor(payout, tiedMinor);
  if (needed === 0n) return [];
  const policy = await readPolicy(tx, ctx, "provider_money");
  const lines = await readOpenLines(tx, ctx, { currencies: [payout.currency], ...windowOf(payout, policy) });
  const likely = { trace: 2, descriptor: 1 };
  return lines
    .map((line) => ({ ...line, by: namedBy(line, payout, policy), fits: line.amountMinor === needed }))
    .filter(({ fits, by }) => fits || by !== null)
    .toSorted(
      (a, b) =>
        Number(b.fits) - Number(a.fits) ||
        (b.by ? likely[b.by] : 0) - (a.by ? likely[a.by] : 0) ||
        a.bookedOn.localeCompare(b.bookedOn),
    )
    .slice(0, CANDIDATES);
}
