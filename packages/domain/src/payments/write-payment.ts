import { payments } from "@openitem/db/schema/payments";
import { updateRows } from "@openitem/db/statement";
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
  await updateRows(tx, payments, changes, { organizationId: ctx.organizationId, id: payment.id });
}
