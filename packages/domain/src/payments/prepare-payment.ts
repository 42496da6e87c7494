import { preparedPayments } from "@openitem/db/schema/autopay";
import { insertRow } from "@openitem/db/statement";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { takeNumber } from "../kernel/take-number.ts";
import { enqueue, record, transactOnce } from "../kernel/transact.ts";
import { checkWishes } from "./check-wishes.ts";
import { toStoredWishes } from "./prepared-payment.ts";
import { startPaymentInput } from "./start-payment.ts";

export const preparePaymentInput = startPaymentInput.omit({ paymentId: true }).extend({
  /** Made by the form, so that a double click or a retry is the same one. */
  preparedId: z.uuid(),
  note: z.string().trim().max(500).nullish(),
});

export type PreparePaymentInput = z.infer<typeof preparePaymentInput>;

/**
 * Makes a payment ready for another person of the account to release. Checked like a payment that starts, and refused
 * in the same words; nothing is reserved, so others may pay the same meanwhile, and it is checked again on release.
 */
export async function preparePayment(
  ctx: Context,
  input: PreparePaymentInput,
): Promise<{ preparedId: string; number: string }> {
  const { preparedId, customerId, currency, note = null } = input;
  return transactOnce(ctx, { name: "payment.prepare", key: preparedId, input }, async (tx) => {
    const { cashMinor } = await checkWishes(tx, ctx, "payment.prepare", input);
    const number = await takeNumber(tx, ctx, "prepared_payment");
    await insertRow(tx, preparedPayments, {
      organizationId: ctx.organizationId,
      id: preparedId,
      number,
      customerId,
      currency,
      amountMinor: cashMinor,
      wishes: toStoredWishes(input),
      note,
      status: "prepared",
      preparedBy: actorKey(ctx.actor),
      preparedByName: ctx.actor.name,
      preparedAt: ctx.now,
    });
    await record(tx, ctx, {
      action: "prepared_payment.prepared",
      subject: ["prepared_payment", preparedId],
      customerId,
      data: { number, currency, amountMinor: String(cashMinor), documents: input.debits.length },
    });
    await enqueue(tx, ctx, "prepared_payment.mail", { preparedId });
    return { preparedId, number };
  });
}
