import { newId } from "@openitem/db/ids";
import { newItem } from "../items/issue-item.ts";
import type { LockedItem } from "../items/lock-items.ts";
import { dayIn } from "../kernel/business-day.ts";
import { newCode } from "../kernel/code.ts";
import type { Context } from "../kernel/context.ts";
import { move } from "../kernel/machine.ts";
import { sum } from "../kernel/money.ts";
import { enqueue, record, type Tx } from "../kernel/transact.ts";
import { applyCredits } from "../ledger/apply.ts";
import type { LockedPayment } from "./lock-payments.ts";
import { PAYMENT_MACHINE, spreadPayment } from "./payment.ts";
import { markShares } from "./release.ts";
import { writePayment } from "./write-payment.ts";

export type Settlement = {
  /** What came, in minor units of the payment's currency; may differ from what was asked for. */
  receivedMinor: bigint;
  method: string | null;
  intentId: string | null;
  chargeId: string | null;
};

/**
 * Writes what a payment whose money is there comes to: the receipt, its use and that of the chosen credits for what is
 * still open of the chosen debits, the rest on account. The caller holds the payment and its items, and has seen that
 * it is not settled. All is written before anything is waited for, so that `together` can take it up.
 */
export async function writeSettlement(
  tx: Tx,
  ctx: Context,
  { payment, shares, legalEntity }: LockedPayment,
  locked: readonly LockedItem[],
  { receivedMinor, method, intentId, chargeId }: Settlement,
): Promise<void> {
  const status = move("payment", PAYMENT_MACHINE, payment.status, "settled");
  const { id: paymentId, customerId, currency, number } = payment;
  const settledOn = dayIn(ctx.now, legalEntity.timeZone);

  const receipt =
    receivedMinor > 0n
      ? newItem(ctx, {
          id: newId(),
          kind: "receipt",
          number: newCode("RCT"),
          legalEntity,
          customerId,
          currency,
          amountMinor: receivedMinor,
          issuedOn: settledOn,
          heldAs: "on_account",
          reference: number,
          contra: "stripe_clearing",
        })
      : null;

  const uses = spreadPayment(shares, locked, receipt?.item ?? null);
  const fromCashMinor = sum(
    uses.filter((use) => use.credit.id === receipt?.item.id).map((use) => use.amountMinor),
  );
  await Promise.all([
    applyCredits(tx, ctx, {
      issuing: receipt ? [receipt] : [],
      pairings: uses,
      appliedOn: settledOn,
      cause: { kind: "payment", id: paymentId },
    }),
    markShares(tx, ctx, payment, shares, "applied"),
    writePayment(tx, ctx, payment, {
      status,
      method,
      intentId: intentId ?? payment.intentId,
      chargeId: chargeId ?? payment.chargeId,
      receiptId: receipt?.item.id ?? null,
      settledAt: ctx.now,
      endedAt: null,
      failure: null,
      expectedOn: null,
    }),
    record(tx, ctx, {
      action: "payment.settled",
      subject: ["payment", paymentId],
      customerId,
      data: {
        number,
        currency,
        amountMinor: String(receivedMinor),
        appliedMinor: String(sum(uses.map((use) => use.amountMinor))),
        onAccountMinor: String(receivedMinor - fromCashMinor),
        documents: [...new Set(uses.map((use) => use.debit.number))].slice(0, 20),
      },
    }),
    enqueue(tx, ctx, "payment.receipt_mail", { paymentId }),
  ]);
}
