import { arrayLiteral } from "@openitem/db/array-literal";
import { paymentShares, payments } from "@openitem/db/schema/payments";
import { columnList, send, toRow } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Payment, Share } from "./payment.ts";

/** A payment under a row lock, with its shares and the legal entity that receives its cash. */
export type LockedPayment = {
  payment: Payment;
  shares: Share[];
  legalEntity: { id: string; timeZone: string; closedThroughOn: string | null };
};

const LOCK_PAYMENTS = `
  select ${columnList(payments)}, e.time_zone as entity_time_zone, e.closed_through_on::text as entity_closed_through_on
  from payments join legal_entities e on e.organization_id = payments.organization_id and e.id = payments.legal_entity_id
  where payments.organization_id = $1 and payments.id = any($2::uuid[])
  order by payments.id for update of payments`;
const READ_SHARES = `
  select ${columnList(paymentShares)} from payment_shares where organization_id = $1 and payment_id = any($2::uuid[])`;

/** Reads payments and their shares for update, in id order: payments first, items after them, as everywhere. */
export async function lockPayments(
  tx: Tx,
  ctx: Context,
  paymentIds: readonly string[],
): Promise<LockedPayment[]> {
  const which = [ctx.organizationId, arrayLiteral(paymentIds)];
  // Sent together: the shares are read after the locks are held, because statements run in the order they are sent.
  const [rows, shares] = await Promise.all([send(tx, LOCK_PAYMENTS, which), send(tx, READ_SHARES, which)]);
  const byPayment = Map.groupBy(
    shares.map((share) => toRow(paymentShares, share)),
    (share) => share.paymentId,
  );
  return rows.map((row) => {
    const payment = toRow(payments, row);
    return {
      payment,
      shares: byPayment.get(payment.id) ?? [],
      legalEntity: {
        id: payment.legalEntityId,
        timeZone: String(row.entity_time_zone),
        closedThroughOn: row.entity_closed_through_on === null ? null : String(row.entity_closed_through_on),
      },
    };
  });
}
