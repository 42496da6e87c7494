import { paymentShares } from "@openitem/db/schema/payments";
import { updateRows } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import { move } from "../kernel/machine.ts";
import { record, type Tx } from "../kernel/transact.ts";
import type { LockedPayment } from "./lock-payments.ts";
import { PAYMENT_MACHINE, type Payment, type Share } from "./payment.ts";
import { writePayment } from "./write-payment.ts";

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
  { payment, shares }: LockedPayment,
  ending: Ending,
): Promise<void> {
  const status = move("payment", PAYMENT_MACHINE, payment.status, ending.status);
  await writePayment(tx, ctx, payment, {
    status,
    endedAt: ctx.now,
    failure: ending.failure ?? null,
    intentId: ending.intentId ?? payment.intentId,
    method: ending.method ?? payment.method,
  });
  await markShares(tx, ctx, payment, shares, "released");
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

/** Says of all amounts of a payment whether they are reserved, applied or free. */
export async function markShares(
  tx: Tx,
  ctx: Context,
  payment: Payment,
  shares: readonly Share[],
  state: Share["state"],
): Promise<void> {
  if (shares.length === 0) return;
  const { organizationId } = ctx;
  await updateRows(tx, paymentShares, { state }, { organizationId, paymentId: payment.id });
}
