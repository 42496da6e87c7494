import type { PayingContext } from "../kernel/context.ts";
import { receiveTransfer } from "./receive-transfer.ts";
import { recordBalanceTransactions } from "./record-balance-transactions.ts";
import { recordPayout } from "./record-payout.ts";
import { sweepProviderMoney } from "./sweep-provider-money.ts";
import { tiePayouts } from "./tie-payouts.ts";

/** Kinds of events about the balance at the provider and what is paid out of it or into it. */
const ABOUT_PAYOUTS = /^payout\./;
const ABOUT_TRANSFERS = /^customer_cash_balance_transaction\./;
/** Events about payments that come with a movement of the balance; a charge tells of its own when it is updated. */
const MOVES_BALANCE = /^(charge\.(updated|refund\.updated|dispute\.)|refund\.)/;

export type MoneyEvent = { type: string; objectId: string | null; customerRef: string | null };

/** Acts on an event about the provider's money; null when it is none. What it tells is read again at the provider. */
export async function followProviderMoney(
  ctx: PayingContext,
  { type, objectId, customerRef }: MoneyEvent,
): Promise<string | null> {
  if (type === "balance.available") {
    const { movements, payouts } = await sweepProviderMoney(ctx);
    return `${movements} movements and ${payouts} payouts were new`;
  }
  if (objectId === null) return null;
  if (ABOUT_PAYOUTS.test(type)) {
    const status = await recordPayout(ctx, objectId);
    await tiePayouts(ctx);
    return `Payout is ${status}`;
  }
  if (ABOUT_TRANSFERS.test(type) && customerRef) return receiveTransfer(ctx, { customerRef, ref: objectId });
  return null;
}

/** Records the movement that an event about a payment speaks of, if it is of such a kind. */
export async function recordMovementOf(
  ctx: PayingContext,
  { type, objectId }: Pick<MoneyEvent, "type" | "objectId">,
): Promise<void> {
  if (objectId !== null && MOVES_BALANCE.test(type))
    await recordBalanceTransactions(ctx, { sourceRef: objectId });
}
