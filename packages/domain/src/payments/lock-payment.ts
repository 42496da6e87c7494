import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { type LockedPayment, lockPayments } from "./lock-payments.ts";

/** Reads a payment and its shares for update; refuses `payment.missing`. */
export async function lockPayment(tx: Tx, ctx: Context, paymentId: string): Promise<LockedPayment> {
  const [locked] = await lockPayments(tx, ctx, [paymentId]);
  if (!locked)
    throw new Refusal("missing", "payment.missing", "We cannot find this payment on your account.");
  return locked;
}
