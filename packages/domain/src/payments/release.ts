import { paymentShares, payments } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { move } from "../kernel/machine.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { PAYMENT_MACHINE, type Payment, type Share } from "./payment.ts";

type Ending = {
  status: "failed" | "expired" | "cancelled";
  failure?: string | null;
  intentId?: string | null;
  method?: string | null;
};

/** Ends a payment that brought no money: its amounts are free for others again. The caller holds its lock. */
export async function release(
  tx: Tx,
  ctx: Context,
  payment: Payment,
  shares: readonly Share[],
  ending: Ending,
): Promise<void> {
  const { organizationId } = ctx;
  const status = move("payment", PAYMENT_MACHINE, payment.status, ending.status);
  await tx
    .update(payments)
    .set({
      status,
      endedAt: ctx.now,
      failure: ending.failure ?? null,
      intentId: ending.intentId ?? payment.intentId,
      method: ending.method ?? payment.method,
    })
    .where(and(eq(payments.organizationId, organizationId), eq(payments.id, payment.id)));
  if (shares.length > 0)
    await tx
      .update(paymentShares)
      .set({ state: "released" })
      .where(and(eq(paymentShares.organizationId, organizationId), eq(paymentShares.paymentId, payment.id)));
  await record(tx, ctx, {
    action: `payment.${status}`,
    subject: ["payment", payment.id],
    customerId: payment.customerId,
    data: {
      number: payment.number,
      amountMinor: String(payment.amountMinor),
      currency: payment.currency,
      failure: ending.failure ?? null,
    },
  });
}
