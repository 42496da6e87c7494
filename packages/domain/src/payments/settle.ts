import { newId } from "@openitem/db/ids";
import { paymentShares, payments } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import { issueItem } from "../items/issue-item.ts";
import { lockItems } from "../items/lock-items.ts";
import { dayIn } from "../kernel/business-day.ts";
import { newCode } from "../kernel/code.ts";
import type { Context } from "../kernel/context.ts";
import { move } from "../kernel/machine.ts";
import { sum } from "../kernel/money.ts";
import { enqueue, record, type Tx } from "../kernel/transact.ts";
import { applyCredits } from "../ledger/apply.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { lockPayment } from "./lock-payment.ts";
import { PAYMENT_MACHINE, spreadPayment } from "./payment.ts";

type Settlement = {
  paymentId: string;
  /** What came, in minor units of the payment's currency; may differ from what was asked for. */
  receivedMinor: bigint;
  method: string | null;
  intentId: string | null;
  chargeId: string | null;
};

/**
 * The money is there: writes the receipt, applies it and the chosen credits to what is still open of the chosen
 * debits, and leaves the rest on account. Does nothing to a payment that is settled already.
 */
export async function settle(
  tx: Tx,
  ctx: Context,
  { paymentId, receivedMinor, method, intentId, chargeId }: Settlement,
): Promise<void> {
  const { organizationId } = ctx;
  const { payment, shares } = await lockPayment(tx, ctx, paymentId);
  if (payment.settledAt) return;
  const status = move("payment", PAYMENT_MACHINE, payment.status, "settled");
  const legalEntity = await readEntity(tx, ctx, payment.legalEntityId);
  const settledOn = dayIn(ctx.now, legalEntity.timeZone);
  const locked = await lockItems(
    tx,
    ctx,
    shares.map((share) => share.itemId),
  );

  const receipt =
    receivedMinor > 0n
      ? await issueItem(tx, ctx, {
          id: newId(),
          kind: "receipt",
          number: newCode("RCT"),
          legalEntity,
          customerId: payment.customerId,
          currency: payment.currency,
          amountMinor: receivedMinor,
          issuedOn: settledOn,
          heldAs: "on_account",
          reference: payment.number,
          contra: "stripe_clearing",
        })
      : null;

  const uses = spreadPayment(shares, locked, receipt);
  await applyCredits(tx, ctx, {
    pairings: uses,
    appliedOn: settledOn,
    cause: { kind: "payment", id: paymentId },
  });
  if (shares.length > 0)
    await tx
      .update(paymentShares)
      .set({ state: "applied" })
      .where(and(eq(paymentShares.organizationId, organizationId), eq(paymentShares.paymentId, paymentId)));
  await tx
    .update(payments)
    .set({
      status,
      method,
      intentId: intentId ?? payment.intentId,
      chargeId: chargeId ?? payment.chargeId,
      receiptId: receipt?.id ?? null,
      settledAt: ctx.now,
      endedAt: null,
      failure: null,
      expectedOn: null,
    })
    .where(and(eq(payments.organizationId, organizationId), eq(payments.id, paymentId)));

  const fromCashMinor = sum(
    uses.filter((use) => use.credit.id === receipt?.id).map((use) => use.amountMinor),
  );
  await record(tx, ctx, {
    action: "payment.settled",
    subject: ["payment", paymentId],
    customerId: payment.customerId,
    data: {
      number: payment.number,
      currency: payment.currency,
      amountMinor: String(receivedMinor),
      appliedMinor: String(sum(uses.map((use) => use.amountMinor))),
      onAccountMinor: String(receivedMinor - fromCashMinor),
      documents: [...new Set(uses.map((use) => use.debit.number))].slice(0, 20),
    },
  });
  await enqueue(tx, ctx, "payment.receipt_mail", { paymentId });
}
