import { newId } from "@openitem/db/ids";
import { payments } from "@openitem/db/schema/payments";
import { balanceTransactions, payouts } from "@openitem/db/schema/provider-money";
import { and, eq, inArray, isNull, or } from "drizzle-orm";
import { dayIn } from "../kernel/business-day.ts";
import type { Context, PayingContext } from "../kernel/context.ts";
import { type Tx, transact } from "../kernel/transact.ts";
import { type Entry, post } from "../ledger/post.ts";
import type { BalanceMovement, MovementFilter } from "../payments/money-gateway.ts";
import { permit } from "../policies/permissions.ts";
import { explainMovements } from "./explain-movements.ts";
import { bookingOf, type Exchanged } from "./movement.ts";
import { placeIn, readHomes } from "./read-homes.ts";

const PER_TRANSACTION = 200;

/**
 * Reads movements of the balance at the provider and records those that are new: what they book beside their payments,
 * and why nothing of ours explains them, if so. Repeating it, in any order, changes nothing. Gives how many were new.
 */
export async function recordBalanceTransactions(ctx: PayingContext, filter: MovementFilter): Promise<number> {
  permit(ctx.actor, "payment.follow");
  const movements = await ctx.gateway.listMovements(filter);
  const payoutRef = "payoutRef" in filter ? filter.payoutRef : null;
  let fresh = 0;
  for (let start = 0; start < movements.length; start += PER_TRANSACTION) {
    const some = movements.slice(start, start + PER_TRANSACTION);
    fresh += await transact(ctx, (tx) => recordMovements(tx, ctx, some, payoutRef));
  }
  return fresh;
}

/** Records movements that are not there yet, tied to their payments and to the payout they went out with. */
async function recordMovements(
  tx: Tx,
  ctx: Context,
  movements: readonly BalanceMovement[],
  payoutRef: string | null,
): Promise<number> {
  const { organizationId } = ctx;
  const homes = await readHomes(tx, ctx);
  const paymentOf = await findPayments(tx, ctx, movements);
  const rows = movements
    .map((movement) => ({
      organizationId,
      id: newId(),
      legalEntityId: homes.of(movement.currency).id,
      providerId: movement.ref,
      type: movement.type,
      category: movement.category,
      currency: movement.currency,
      amountMinor: movement.amountMinor,
      feeMinor: movement.feeMinor,
      netMinor: movement.netMinor,
      exchangeRate: movement.exchangeRate,
      sourceId: movement.source?.ref ?? null,
      paymentId: paymentOf(movement),
      description: movement.description,
      availableOn: movement.availableOn,
      occurredAt: movement.occurredAt,
      recordedAt: ctx.now,
    }))
    // In one order, so that two who record the same wait for each other and do not lock each other out.
    .toSorted((a, b) => (a.providerId < b.providerId ? -1 : 1));
  const fresh = await tx.insert(balanceTransactions).values(rows).onConflictDoNothing().returning();
  const byRef = new Map(movements.map((movement) => [movement.ref, movement]));
  await post(
    tx,
    ctx,
    fresh.map((row): Entry => {
      const home = homes.byId(row.legalEntityId);
      const exchanged = exchangeOf(byRef.get(row.providerId));
      return {
        cause: { kind: "balance_transaction", id: row.id },
        valueOn: dayIn(row.occurredAt, home.timeZone),
        lines: bookingOf(row, placeIn(home, row.currency), exchanged),
      };
    }),
  );
  if (payoutRef !== null) await markPaidOut(tx, ctx, payoutRef, [...byRef.keys()]);
  await explainMovements(tx, ctx, { ids: fresh.map((row) => row.id) });
  return fresh.length;
}

/** The payer's side of a movement in another currency than his, signed like the movement. */
function exchangeOf(movement: BalanceMovement | undefined): Exchanged | null {
  const { currency, amountMinor } = movement?.source ?? {};
  if (!movement || !currency || currency === movement.currency || !amountMinor) return null;
  return { currency, minor: movement.amountMinor < 0n ? -amountMinor : amountMinor };
}

/** Which payment of ours a movement belongs to: by our id on its source, or by the intent. */
async function findPayments(
  tx: Tx,
  ctx: Context,
  movements: readonly BalanceMovement[],
): Promise<(movement: BalanceMovement) => string | null> {
  const sources = movements.flatMap(({ source }) => source ?? []);
  const intentIds = sources.flatMap(({ intentId }) => intentId ?? []);
  const ids = sources.flatMap(({ paymentId }) => (isUuid(paymentId) ? paymentId : []));
  if (intentIds.length + ids.length === 0) return () => null;
  const found = await tx
    .select({ id: payments.id, intentId: payments.intentId })
    .from(payments)
    .where(
      and(
        eq(payments.organizationId, ctx.organizationId),
        or(inArray(payments.id, ids), inArray(payments.intentId, intentIds)),
      ),
    );
  const known = new Map(
    found.flatMap(
      ({ id, intentId }) => [[id, id], ...(intentId ? [[intentId, id]] : [])] as [string, string][],
    ),
  );
  return ({ source }) => known.get(source?.paymentId ?? "") ?? known.get(source?.intentId ?? "") ?? null;
}

const isUuid = (text: string | null): text is string =>
  text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

async function markPaidOut(tx: Tx, ctx: Context, payoutRef: string, refs: readonly string[]): Promise<void> {
  const { organizationId } = ctx;
  const [payout] = await tx
    .select({ id: payouts.id })
    .from(payouts)
    .where(and(eq(payouts.organizationId, organizationId), eq(payouts.providerId, payoutRef)));
  if (!payout) return;
  await tx
    .update(balanceTransactions)
    .set({ payoutId: payout.id })
    .where(
      and(
        eq(balanceTransactions.organizationId, organizationId),
        inArray(balanceTransactions.providerId, [...refs]),
        isNull(balanceTransactions.payoutId),
      ),
    );
}
