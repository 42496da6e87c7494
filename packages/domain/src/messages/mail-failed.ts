import { items } from "@openitem/db/schema/items";
import { paymentShares } from "@openitem/db/schema/payments";
import { and, eq, gt } from "drizzle-orm";
import { z } from "zod";
import { dayIn } from "../kernel/business-day.ts";
import { decimal } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { LetterProps } from "./letter.ts";
import { listed } from "./listed.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { type PaymentLetterFacts, readPaymentFacts } from "./read-payment-facts.ts";
import { sendLetter } from "./send-letter.ts";

export const mailFailedInput = z.object({ paymentId: z.uuid() });

type Failure = PaymentLetterFacts & { props: LetterProps["payment-failed"] };

/** Tells the contact who paid that it came to nothing, and what is open because of it. */
export async function mailFailed(
  ctx: MailingContext,
  { paymentId }: z.infer<typeof mailFailedInput>,
): Promise<MailOutcome> {
  permit(ctx.actor, "message.send");
  const found = await read(ctx, (tx) => readFailure(tx, ctx, paymentId));
  if (typeof found === "string") return skipped(found);
  const { payment, to, props } = found;
  return sendLetter(ctx, {
    kind: "payment-failed",
    props,
    subject: ["payment", payment.id],
    customerId: payment.customerId,
    contactId: to.contactId,
    to: to.email,
    locale: to.locale,
  });
}

async function readFailure(tx: Tx, ctx: MailingContext, paymentId: string): Promise<Failure | string> {
  const found = await readPaymentFacts(tx, ctx, paymentId);
  if (typeof found === "string") return found;
  const { payment, timeZone, facts } = found;
  const { currency } = payment;
  // Money that came after all has a letter of its own.
  if (payment.status !== "failed") return `The payment is ${payment.status.replaceAll("_", " ")}`;
  invariant(payment.endedAt, "a failed payment has ended");
  const open = await tx
    .select({ number: items.number, minor: items.openMinor, dueOn: items.dueOn })
    .from(paymentShares)
    .innerJoin(
      items,
      and(eq(items.organizationId, paymentShares.organizationId), eq(items.id, paymentShares.itemId)),
    )
    .where(
      and(
        eq(paymentShares.organizationId, ctx.organizationId),
        eq(paymentShares.paymentId, paymentId),
        eq(paymentShares.side, "debit"),
        gt(items.openMinor, 0n),
      ),
    );
  return {
    ...found,
    props: {
      ...facts,
      amount: decimal(payment.amountMinor, currency),
      on: dayIn(payment.endedAt, timeZone),
      reason: payment.failure,
      open: listed(open, currency, ({ number, dueOn }, amount) => {
        invariant(dueOn, "what a payment settles has a due day");
        return { number, amount, dueOn };
      }),
    },
  };
}
