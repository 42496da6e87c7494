import { paymentShares, payments } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Payment, Share } from "./payment.ts";

/** Reads a payment and its shares for update: the payment first, items after it, as everywhere. */
export async function lockPayment(
  tx: Tx,
  ctx: Context,
  paymentId: string,
): Promise<{ payment: Payment; shares: Share[] }> {
  const { organizationId } = ctx;
  const [payment] = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.organizationId, organizationId), eq(payments.id, paymentId)))
    .for("update");
  if (!payment)
    throw new Refusal("missing", "payment.missing", "We cannot find this payment on your account.");
  const shares = await tx
    .select()
    .from(paymentShares)
    .where(and(eq(paymentShares.organizationId, organizationId), eq(paymentShares.paymentId, paymentId)));
  return { payment, shares };
}
