import { legalEntities } from "@openitem/db/schema/organizations";
import { paymentShares, payments } from "@openitem/db/schema/payments";
import { and, eq, getTableColumns } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Payment, Share } from "./payment.ts";

/** A payment under a row lock, with its shares and the legal entity that receives its cash. */
export type LockedPayment = {
  payment: Payment;
  shares: Share[];
  legalEntity: { id: string; timeZone: string; closedThroughOn: string | null };
};

/** Reads a payment and its shares for update: the payment first, items after it, as everywhere. */
export async function lockPayment(tx: Tx, ctx: Context, paymentId: string): Promise<LockedPayment> {
  const { organizationId } = ctx;
  const { id, timeZone, closedThroughOn } = legalEntities;
  // Sent together: the shares are read after the lock is held, because statements run in the order they are sent.
  const [[row], shares] = await Promise.all([
    tx
      .select({ payment: getTableColumns(payments), legalEntity: { id, timeZone, closedThroughOn } })
      .from(payments)
      .innerJoin(
        legalEntities,
        and(eq(legalEntities.organizationId, payments.organizationId), eq(id, payments.legalEntityId)),
      )
      .where(and(eq(payments.organizationId, organizationId), eq(payments.id, paymentId)))
      .for("update", { of: payments }),
    tx
      .select()
      .from(paymentShares)
      .where(and(eq(paymentShares.organizationId, organizationId), eq(paymentShares.paymentId, paymentId))),
  ]);
  if (!row) throw new Refusal("missing", "payment.missing", "We cannot find this payment on your account.");
  return { ...row, shares };
}
