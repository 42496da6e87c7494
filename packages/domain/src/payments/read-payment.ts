import { customers } from "@openitem/db/schema/customers";
import { applications, items } from "@openitem/db/schema/items";
import { gatewayCalls, paymentReversals, paymentShares, payments } from "@openitem/db/schema/payments";
import { and, asc, eq, getTableColumns } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";

/** A payment with what it was to pay, what it did pay, what went back, and the calls made for it. Refuses `payment.missing`. */
export async function readPayment(ctx: Context, paymentId: string) {
  if (!z.uuid().safeParse(paymentId).success) throw missing();
  const { organizationId } = ctx;
  return read(ctx, async (tx) => {
    const [row] = await tx
      .select({
        payment: getTableColumns(payments),
        customer: getTableColumns(customers),
        receipt: getTableColumns(items),
      })
      .from(payments)
      .innerJoin(
        customers,
        and(eq(customers.organizationId, payments.organizationId), eq(customers.id, payments.customerId)),
      )
      .leftJoin(
        items,
        and(eq(items.organizationId, payments.organizationId), eq(items.id, payments.receiptId)),
      )
      .where(and(eq(payments.organizationId, organizationId), eq(payments.id, paymentId)));
    if (!row) throw missing();

    const shares = await tx
      .select({
        itemId: paymentShares.itemId,
        side: paymentShares.side,
        amountMinor: paymentShares.amountMinor,
        state: paymentShares.state,
        shortReason: paymentShares.shortReason,
        shortNote: paymentShares.shortNote,
        number: items.number,
        kind: items.kind,
        dueOn: items.dueOn,
        openMinor: items.openMinor,
        documentMinor: items.amountMinor,
      })
      .from(paymentShares)
      .innerJoin(
        items,
        and(eq(items.organizationId, paymentShares.organizationId), eq(items.id, paymentShares.itemId)),
      )
      .where(and(eq(paymentShares.organizationId, organizationId), eq(paymentShares.paymentId, paymentId)))
      .orderBy(asc(items.dueOn), asc(items.number));

    const [debit, credit] = [alias(items, "debit"), alias(items, "credit")];
    const applied = await tx
      .select({
        id: applications.id,
        amountMinor: applications.amountMinor,
        appliedOn: applications.appliedOn,
        reversesId: applications.reversesId,
        debitId: applications.debitId,
        debitNumber: debit.number,
        debitKind: debit.kind,
        creditId: applications.creditId,
        creditNumber: credit.number,
        creditKind: credit.kind,
      })
      .from(applications)
      .leftJoin(
        debit,
        and(eq(debit.organizationId, applications.organizationId), eq(debit.id, applications.debitId)),
      )
      .leftJoin(
        credit,
        and(eq(credit.organizationId, applications.organizationId), eq(credit.id, applications.creditId)),
      )
      .where(
        and(
          eq(applications.organizationId, organizationId),
          eq(applications.causeKind, "payment"),
          eq(applications.causeId, paymentId),
        ),
      )
      .orderBy(asc(applications.id));

    const reversals = await tx
      .select()
      .from(paymentReversals)
      .where(
        and(eq(paymentReversals.organizationId, organizationId), eq(paymentReversals.paymentId, paymentId)),
      )
      .orderBy(asc(paymentReversals.bookedAt));
    const calls = await tx
      .select()
      .from(gatewayCalls)
      .where(and(eq(gatewayCalls.organizationId, organizationId), eq(gatewayCalls.paymentId, paymentId)))
      .orderBy(asc(gatewayCalls.createdAt));
    return { ...row, shares, applications: applied, reversals, calls };
  });
}

export type PaymentDetail = Awaited<ReturnType<typeof readPayment>>;

const missing = () =>
  new Refusal("missing", "payment.missing", "We cannot find this payment on your account.");
