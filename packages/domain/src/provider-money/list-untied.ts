import { bankAccounts, bankLines } from "@openitem/db/schema/bank";
import { payments } from "@openitem/db/schema/payments";
import { balanceTransactions } from "@openitem/db/schema/provider-money";
import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import { dayIn, daysBetween } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { describePayouts } from "./list-payouts.ts";
import type { Cause } from "./movement.ts";
import { namedBy, type PayoutDifference } from "./payout.ts";

/** Something of Stripe's money that does not tie, since a day, and why. Amounts in minor units, signed as at Stripe. */
export type Untied = {
  kind: "payout" | "movement" | "payment" | "bank_line";
  id: string;
  /** What people know it by: Stripe's id, the payment's number, the bank's text. */
  ref: string;
  currency: string;
  amountMinor: bigint;
  since: string;
  ageDays: number;
  cause: PayoutDifference["cause"] | Cause | "not_told_by_provider" | "no_payout";
  /** The payment or payout it leads to, where there is one. */
  paymentId: string | null;
  payoutId: string | null;
};

/** Settled payments that Stripe has not told of are listed after so many days. */
const TOLD_AFTER_DAYS = 2;
const MOST = 1_000;

/**
 * All that does not tie between our books, Stripe and the bank, the oldest first: payouts that differ, movements that
 * nothing explains, payments that Stripe has not told of, and lines at the bank that name Stripe and no payout fits.
 */
export async function listUntied(ctx: Context): Promise<Untied[]> {
  permit(ctx.actor, "work.read");
  const today = dayIn(ctx.now, "UTC");
  return read(ctx, async (tx) => {
    const found = [
      ...(await untiedPayouts(tx, ctx, today)),
      ...(await unexplainedMovements(tx, ctx, today)),
      ...(await untoldPayments(tx, ctx, today)),
      ...(await strayLines(tx, ctx, today)),
    ];
    return found.toSorted((a, b) => b.ageDays - a.ageDays || a.ref.localeCompare(b.ref));
  });
}

async function untiedPayouts(tx: Tx, ctx: Context, today: string): Promise<Untied[]> {
  const rows = await describePayouts(tx, ctx, sql`true`);
  return rows.flatMap(({ payout, differences }) =>
    differences
      // Movements that nothing explains are listed themselves; what is on its way is as it should be.
      .filter(
        ({ cause }) => cause !== "has_unexplained" && cause !== "on_its_way" && cause !== "not_itemised",
      )
      .map((difference) => ({
        kind: "payout" as const,
        id: payout.id,
        ref: payout.providerId,
        currency: payout.currency,
        amountMinor: "minor" in difference ? difference.minor : payout.amountMinor,
        since: payout.arrivesOn,
        ageDays: Math.max(0, daysBetween(payout.arrivesOn, today)),
        cause: difference.cause,
        paymentId: null,
        payoutId: payout.id,
      })),
  );
}

async function unexplainedMovements(tx: Tx, ctx: Context, today: string): Promise<Untied[]> {
  const rows = await tx
    .select()
    .from(balanceTransactions)
    .where(
      and(
        eq(balanceTransactions.organizationId, ctx.organizationId),
        isNotNull(balanceTransactions.unexplained),
      ),
    )
    .orderBy(asc(balanceTransactions.occurredAt))
    .limit(MOST);
  return rows.map((row) => {
    const since = dayIn(row.occurredAt, "UTC");
    return {
      kind: "movement",
      id: row.id,
      ref: row.providerId,
      currency: row.currency,
      amountMinor: row.amountMinor,
      since,
      ageDays: Math.max(0, daysBetween(since, today)),
      cause: row.unexplained as Cause,
      paymentId: row.paymentId,
      payoutId: row.payoutId,
    };
  });
}

async function untoldPayments(tx: Tx, ctx: Context, today: string): Promise<Untied[]> {
  const rows = await tx
    .select({
      id: payments.id,
      number: payments.number,
      currency: payments.currency,
      amountMinor: payments.amountMinor,
      settledAt: payments.settledAt,
    })
    .from(payments)
    .where(
      and(
        eq(payments.organizationId, ctx.organizationId),
        isNotNull(payments.receiptId),
        isNotNull(payments.chargeId),
        sql`not exists (select from balance_transactions b where b.organization_id = payments.organization_id and b.payment_id = payments.id)`,
      ),
    )
    .orderBy(asc(payments.settledAt))
    .limit(MOST);
  return rows.flatMap(({ settledAt, number, ...row }) => {
    if (!settledAt) return [];
    const since = dayIn(settledAt, "UTC");
    const ageDays = Math.max(0, daysBetween(since, today));
    if (ageDays < TOLD_AFTER_DAYS) return [];
    return [
      {
        ...row,
        kind: "payment" as const,
        ref: number,
        since,
        ageDays,
        cause: "not_told_by_provider" as const,
        paymentId: row.id,
        payoutId: null,
      },
    ];
  });
}

/** Lines at a bank that name Stripe, and wait. */
async function strayLines(tx: Tx, ctx: Context, today: string): Promise<Untied[]> {
  const policy = await readPolicy(tx, ctx, "provider_money");
  const rows = await tx
    .select({ line: bankLines })
    .from(bankLines)
    .innerJoin(
      bankAccounts,
      and(
        eq(bankAccounts.organizationId, bankLines.organizationId),
        eq(bankAccounts.id, bankLines.bankAccountId),
        eq(bankAccounts.ledgerAccount, "bank"),
      ),
    )
    .where(
      and(
        eq(bankLines.organizationId, ctx.organizationId),
        eq(bankLines.state, "open"),
        sql`concat_ws(' ', ${bankLines.counterpartyName}, ${bankLines.reference}, ${bankLines.unstructured}) ilike ${`%${policy.descriptor}%`}`,
      ),
    )
    .orderBy(asc(bankLines.bookedOn))
    .limit(MOST);
  return rows
    .filter(({ line }) => namedBy(line, { traceId: null, descriptor: null }, policy) !== null)
    .map(({ line }) => ({
      kind: "bank_line" as const,
      id: line.id,
      ref: line.reference ?? line.counterpartyName ?? line.unstructured ?? line.id,
      currency: line.currency,
      amountMinor: line.amountMinor,
      since: line.bookedOn,
      ageDays: Math.max(0, daysBetween(line.bookedOn, today)),
      cause: "no_payout" as const,
      paymentId: null,
      payoutId: null,
    }));
}
