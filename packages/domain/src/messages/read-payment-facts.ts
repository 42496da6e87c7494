import { customers } from "@openitem/db/schema/customers";
import { legalEntities, organizations } from "@openitem/db/schema/organizations";
import { payments } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Payment } from "../payments/payment.ts";
import type { PaymentFacts } from "./letter.ts";
import type { MailingContext } from "./mailing-context.ts";
import { type Addressee, readAddressee } from "./read-addressee.ts";

export type PaymentLetterFacts = {
  payment: Payment;
  /** Of the company that receives the money: its days are the letter's days. */
  timeZone: string;
  to: Addressee;
  facts: PaymentFacts;
};

/**
 * What every letter about a payment says, and to whom: the contact who started it. A sentence instead when nobody is
 * to be written to. Refuses `payment.missing`.
 */
export async function readPaymentFacts(
  tx: Tx,
  ctx: MailingContext,
  paymentId: string,
): Promise<PaymentLetterFacts | string> {
  const [row] = await tx
    .select({
      payment: payments,
      biller: organizations.name,
      legalEntity: { name: legalEntities.name, timeZone: legalEntities.timeZone },
      account: { number: customers.number, name: customers.name },
    })
    .from(payments)
    .innerJoin(organizations, eq(organizations.id, payments.organizationId))
    .innerJoin(
      legalEntities,
      and(
        eq(legalEntities.organizationId, payments.organizationId),
        eq(legalEntities.id, payments.legalEntityId),
      ),
    )
    .innerJoin(
      customers,
      and(eq(customers.organizationId, payments.organizationId), eq(customers.id, payments.customerId)),
    )
    .where(and(eq(payments.organizationId, ctx.organizationId), eq(payments.id, paymentId)));
  if (!row) throw new Refusal("missing", "payment.missing", "We cannot find this payment.");

  const { payment, biller, legalEntity, account } = row;
  const [starter, contactId] = payment.startedBy.split(":");
  if (starter !== "contact" || !contactId) return "No contact started this payment";
  const to = await readAddressee(tx, ctx, contactId, payment.customerId);
  if (!to) return "The contact who started this payment has no access to the account any more";
  return {
    payment,
    timeZone: legalEntity.timeZone,
    to,
    facts: {
      biller,
      legalEntity: legalEntity.name,
      reader: to.name,
      account,
      paymentNumber: payment.number,
      currency: payment.currency,
      method: payment.method,
      url: `${ctx.portalUrl}/payments/${payment.id}`,
    },
  };
}
