import { paymentShares, payments } from "@openitem/db/schema/payments";
import { columnList, send, toRow } from "@openitem/db/statement";
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

const LOCK_PAYMENT = `
  select ${columnList(payments)}, e.time_zone as entity_time_zone, e.closed_through_on::text as entity_closed_through_on
  from payments join legal_entities e on e.organization_id = payments.organization_id and e.id = payments.legal_entity_id
  where payments.organization_id = $1 and payments.id = $2
  for update of payments`;
const READ_SHARES = `
  select ${columnList(paymentShares)} from payment_shares where organization_id = $1 and payment_id = $2`;

/** Reads a payment and its shares for update: the payment first, items after it, as everywhere. */
export async function lockPayment(tx: Tx, ctx: Context, paymentId: string): Promise<LockedPayment> {
  const key = [ctx.organizationId, paymentId];
  // Sent together: the shares are read after the lock is held, because statements run in the order they are sent.
  const [[row], shares] = await Promise.all([send(tx, LOCK_PAYMENT, key), send(tx, READ_SHARES, key)]);
  if (!row) throw new Refusal("missing", "payment.missing", "We cannot find this payment on your account.");
  const payment = toRow(payments, row);
  return {
    payment,
    shares: shares.map((share) => toRow(paymentShares, share)),
    legalEntity: {
      id: payment.legalEntityId,
      timeZone: String(row.entity_time_zone),
      closedThroughOn: row.entity_closed_through_on === null ? null : String(row.entity_closed_through_on),
    },
  };
}
