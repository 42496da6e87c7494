import { newId } from "@openitem/db/ids";
import { balanceTransactions, payouts } from "@openitem/db/schema/provider-money";
import { updateRows } from "@openitem/db/statement";
import { and, eq, ne, sql } from "drizzle-orm";
import { dayIn } from "../kernel/business-day.ts";
import type { Context, PayingContext } from "../kernel/context.ts";
import { invariant } from "../kernel/refusal.ts";
import { record, type Tx, transact } from "../kernel/transact.ts";
import { reversed } from "../ledger/journal.ts";
import { post } from "../ledger/post.ts";
import type { GatewayPayout } from "../payments/money-gateway.ts";
import { permit } from "../policies/permissions.ts";
import { explainMovements } from "./explain-movements.ts";
import { isOut, PAYOUT_MACHINE, type Payout } from "./payout.ts";
import { placeIn, readHomes } from "./read-homes.ts";
import { recordBalanceTransactions } from "./record-balance-transactions.ts";

/**
 * Brings a payout to where the provider says it is: money on its way to the bank, or back when it failed; and reads the
 * movements that went out with it. Whatever told of it, in whatever order: repeating it changes nothing.
 */
export async function recordPayout(ctx: PayingContext, payoutRef: string): Promise<Payout["status"]> {
  permit(ctx.actor, "payment.follow");
  return adoptPayout(ctx, await ctx.gateway.readPayout(payoutRef));
}

/** The same for a payout as the provider told it just now. */
export async function adoptPayout(ctx: PayingContext, told: GatewayPayout): Promise<Payout["status"]> {
  const { isRead, status } = await transact(ctx, (tx) => writePayout(tx, ctx, told));
  if (!isRead && told.isAutomatic) {
    await recordBalanceTransactions(ctx, { payoutRef: told.ref });
    await transact(ctx, (tx) => markRead(tx, ctx, told));
  }
  // Its own movements, out and perhaps back again, are listed under itself.
  await recordBalanceTransactions(ctx, { sourceRef: told.ref });
  await transact(ctx, (tx) => explainMovements(tx, ctx, { payoutRef: told.ref }));
  return status;
}

async function writePayout(tx: Tx, ctx: Context, told: GatewayPayout): Promise<Payout> {
  const { organizationId } = ctx;
  const homes = await readHomes(tx, ctx);
  const [fresh] = await tx
    .insert(payouts)
    .values({
      organizationId,
      id: newId(),
      legalEntityId: homes.of(told.currency).id,
      providerId: told.ref,
      currency: told.currency,
      amountMinor: told.amountMinor,
      status: isOut(told.status) ? told.status : "pending",
      isAutomatic: told.isAutomatic,
      descriptor: told.descriptor,
      traceId: told.traceId,
      arrivesOn: told.arrivesOn,
      failure: null,
      isRead: false,
      createdAt: told.createdAt,
      recordedAt: ctx.now,
    })
    .onConflictDoNothing()
    .returning();
  const payout = fresh ?? (await lockPayout(tx, ctx, told.ref));
  const { timeZone, ...entity } = homes.byId(payout.legalEntityId);
  const lines = payoutLines(payout, placeIn({ timeZone, ...entity }, payout.currency));
  const cause = { kind: "payout" as const, id: payout.id };
  if (fresh) {
    await post(tx, ctx, [{ cause, valueOn: dayIn(payout.createdAt, timeZone), lines }]);
    await recordHappening(tx, ctx, payout, "payout.recorded");
  }
  if (PAYOUT_MACHINE[payout.status].includes(told.status)) {
    const { status, arrivesOn, descriptor, traceId, failure } = told;
    const changes = { status, arrivesOn, descriptor, traceId, failure };
    await updateRows(tx, payouts, changes, { organizationId, id: payout.id });
    Object.assign(payout, changes);
    if (!isOut(status))
      await post(tx, ctx, [
        { cause, valueOn: dayIn(ctx.now, timeZone), lines: reversed(lines), firstLine: lines.length },
      ]);
    await recordHappening(tx, ctx, payout, `payout.${status}`);
  } else if (told.traceId !== payout.traceId || told.arrivesOn !== payout.arrivesOn) {
    const { traceId, arrivesOn } = told;
    await updateRows(tx, payouts, { traceId, arrivesOn }, { organizationId, id: payout.id });
  }
  return payout;
}

/** What a payout books: from Stripe's balance to what is on its way; the other way when it draws from the bank. */
const payoutLines = ({ amountMinor }: Payout, place: ReturnType<typeof placeIn>) => [
  amountMinor > 0n
    ? { place, debit: "payouts_in_transit" as const, credit: "stripe_clearing" as const, amountMinor }
    : {
        place,
        debit: "stripe_clearing" as const,
        credit: "payouts_in_transit" as const,
        amountMinor: -amountMinor,
      },
];

async function lockPayout(tx: Tx, ctx: Context, ref: string): Promise<Payout> {
  const [payout] = await tx
    .select()
    .from(payouts)
    .where(and(eq(payouts.organizationId, ctx.organizationId), eq(payouts.providerId, ref)))
    .for("update");
  invariant(payout, "a payout that could not be written is there");
  return payout;
}

/** Its movements are all there when they sum to its amount, or when the provider says that it has listed them all. */
async function markRead(tx: Tx, ctx: Context, told: GatewayPayout): Promise<void> {
  const payout = await lockPayout(tx, ctx, told.ref);
  const [moved] = await tx
    .select({ minor: sql<string>`coalesce(sum(${balanceTransactions.netMinor}), 0)` })
    .from(balanceTransactions)
    .where(
      and(
        eq(balanceTransactions.organizationId, ctx.organizationId),
        eq(balanceTransactions.payoutId, payout.id),
        sql`${balanceTransactions.sourceId} is distinct from ${payout.providerId}`,
        ne(balanceTransactions.type, "payout"),
      ),
    );
  const isRead = told.isReconciled || BigInt(moved?.minor ?? 0) === payout.amountMinor;
  if (isRead)
    await updateRows(tx, payouts, { isRead }, { organizationId: ctx.organizationId, id: payout.id });
}

const recordHappening = (tx: Tx, ctx: Context, payout: Payout, action: string): Promise<void> =>
  record(tx, ctx, {
    action,
    subject: ["payout", payout.id],
    data: {
      ref: payout.providerId,
      amountMinor: String(payout.amountMinor),
      currency: payout.currency,
      failure: payout.failure,
    },
  });
