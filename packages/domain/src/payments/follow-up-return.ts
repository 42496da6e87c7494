import { charges, paymentMethods } from "@openitem/db/schema/autopay";
import { customers } from "@openitem/db/schema/customers";
import { and, eq } from "drizzle-orm";
import { ENDED_BY_BANK } from "../autopay/autopay.ts";
import { endMethod, lockMethod } from "../autopay/lock-method.ts";
import { endsMandate } from "../autopay/mandate-end.ts";
import { addWorkingDays, dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { openTask } from "../tasks/open-task.ts";
import type { Payment } from "./payment.ts";

type GoneBack = {
  kind: "return" | "chargeback";
  amountMinor: bigint;
  reason: string | null;
  networkCode: string | null;
};

/**
 * What follows when a bank or a cardholder took settled money back, beside the books and the letter: collections look at
 * it by the next working day, and the method it was charged on is ended where the scheme says so.
 */
export async function followUpReturn(tx: Tx, ctx: Context, payment: Payment, gone: GoneBack): Promise<void> {
  const methodId = await findMethodId(tx, ctx, payment.id);
  if (methodId) {
    const method = await lockMethod(tx, ctx, methodId);
    if (method.status === "active" && endsMandate(method.kind, gone))
      await endMethod(tx, ctx, method, ENDED_BY_BANK);
    // A charge that came back becomes a task of its own.
    return;
  }
  const [customer] = await tx
    .select({ timeZone: customers.timeZone })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, payment.customerId)));
  invariant(customer, "a payment's customer stays");
  const amount = `${decimal(gone.amountMinor, payment.currency)} ${payment.currency}`;
  const code = gone.networkCode ? ` (${gone.networkCode})` : "";
  await openTask(tx, ctx, {
    kind: "returned_payment",
    subject: ["payment", payment.id],
    customerId: payment.customerId,
    team: "collections",
    title:
      gone.kind === "return"
        ? `The bank took back ${amount} of a payment`
        : `The cardholder disputes ${amount} of a payment`,
    note: `${(gone.reason ?? "No reason was given").replaceAll("_", " ")}${code}`,
    dueOn: addWorkingDays(dayIn(ctx.now, customer.timeZone), 1),
  });
}

/** The kept method that a payment was charged on, when it was not paid on a page. */
async function findMethodId(tx: Tx, ctx: Context, paymentId: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: paymentMethods.id })
    .from(charges)
    .innerJoin(
      paymentMethods,
      and(eq(paymentMethods.organizationId, charges.organizationId), eq(paymentMethods.id, charges.methodId)),
    )
    .where(and(eq(charges.organizationId, ctx.organizationId), eq(charges.paymentId, paymentId)));
  return row?.id ?? null;
}
