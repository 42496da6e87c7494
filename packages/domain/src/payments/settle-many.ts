import { together } from "@openitem/db/statement";
import { lockItems } from "../items/lock-items.ts";
import type { Context } from "../kernel/context.ts";
import { type Tx, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { explainMovements } from "../provider-money/explain-movements.ts";
import type { Intent } from "./gateway.ts";
import { type LockedPayment, lockPayments } from "./lock-payments.ts";
import { isUnderWay, type PaymentStatus } from "./payment.ts";
import { writeSettlement } from "./write-settlement.ts";

/** A payment of whose money the provider says that it is there. */
export type Arrival = { ctx: Context; paymentId: string; intent: Intent };

/**
 * Settles payments of one organization in one transaction, each as it would be alone: with a receipt, a record and work
 * of its own. Answers their status in the order they were given; null for what is not simply to be settled, which the
 * caller follows by itself. Throws when one of them cannot be settled; then none is.
 */
export async function settleMany(
  arrivals: readonly [Arrival, ...Arrival[]],
): Promise<(PaymentStatus | null)[]> {
  const [{ ctx }] = arrivals;
  for (const each of arrivals) permit(each.ctx.actor, "payment.follow");
  return transact(ctx, async (tx) => {
    const locked = await lockPayments(
      tx,
      ctx,
      arrivals.map(({ paymentId }) => paymentId),
    );
    const chosen = chooseApart(arrivals, locked);
    await settleAll(tx, ctx, [...chosen]);
    return arrivals.map((arrival) => chosen.get(arrival)?.payment.status ?? null);
  });
}

/**
 * Those that wait for their money and for nothing else, and share no document: what one of them leaves open of a
 * document is not known to another before it is written.
 */
function chooseApart(
  arrivals: readonly Arrival[],
  locked: readonly LockedPayment[],
): Map<Arrival, LockedPayment> {
  const byId = new Map(locked.map((each) => [each.payment.id, each]));
  const chosen = new Map<Arrival, LockedPayment>();
  const taken = new Set<string>();
  for (const arrival of arrivals) {
    const found = byId.get(arrival.paymentId);
    if (!found || !isSimple(found, arrival.intent) || !isSameMoment(arrival, arrivals[0])) continue;
    const itemIds = found.shares.map(({ itemId }) => itemId);
    if (taken.has(arrival.paymentId) || itemIds.some((id) => taken.has(id))) continue;
    for (const id of [arrival.paymentId, ...itemIds]) taken.add(id);
    chosen.set(arrival, found);
  }
  return chosen;
}

const MOMENT_MS = 5_000;
/** What is written at once has one instant; whose clock shows another, as in a replay, stands in another transaction. */
const isSameMoment = (one: Arrival, other: Arrival | undefined): boolean =>
  other !== undefined && Math.abs(one.ctx.now.getTime() - other.ctx.now.getTime()) <= MOMENT_MS;

/** Not a charge of ours, which has a state of its own to follow, and nothing that came back from an end. */
const isSimple = ({ payment }: LockedPayment, { currency }: Intent): boolean =>
  isUnderWay(payment.status) && payment.checkoutId !== null && payment.currency === currency;

async function settleAll(tx: Tx, ctx: Context, chosen: readonly [Arrival, LockedPayment][]): Promise<void> {
  const items = await lockItems(
    tx,
    ctx,
    chosen.flatMap(([, { shares }]) => shares.map(({ itemId }) => itemId)),
  );
  const byId = new Map(items.map((item) => [item.id, item]));
  await together(tx, async () => {
    await Promise.all(
      chosen.map(([arrival, locked]) => {
        const own = locked.shares.flatMap(({ itemId }) => byId.get(itemId) ?? []);
        // One instant for what is written at once; who asked stays with each.
        const as = { ...arrival.ctx, now: ctx.now };
        return writeSettlement(tx, as, locked, own, arrival.intent);
      }),
    );
  });
  // The provider may have told of the money before.
  await explainMovements(tx, ctx, { paymentIds: chosen.map(([, { payment }]) => payment.id) });
}
