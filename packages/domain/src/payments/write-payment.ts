import { payments } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Payment } from "./payment.ts";

/** Writes changes of a locked payment, and keeps the caller's copy of it true. */
export async function writePayment(
  tx: Tx,
  ctx: Context,
  payment: Payment,
  changes: Partial<Payment>,
): Promise<void> {
  Object.assign(payment, changes);
  await tx
    .update(payments)
    .set(changes)
    .where(and(eq(payments.organizationId, ctx.organizationId), eq(payments.id, payment.id)));
}
