import { scheduleCharge, scheduleChargeInput } from "@openitem/domain/autopay/schedule-charge";
import { Refusal } from "@openitem/domain/kernel/refusal";
import { preparePayment, preparePaymentInput } from "@openitem/domain/payments/prepare-payment";
import type { StartPaymentInput } from "@openitem/domain/payments/start-payment";
import { z } from "zod";
import type { Viewer } from "../../context.ts";
import type { Later } from "../autopay/schedule.ts";

/*
 * The two ways in which a pay form does not start a payment: another person of the account releases it, or it is
 * charged on a day. Both are refused in words that stand above the form.
 */

const refuse = (code: string, sentence: string) => new Refusal("invalid", code, sentence);

/** Prepares a payment for another to release; answers the page where that is seen. The form's id is the prepared one's. */
export async function prepareForRelease(
  { ctx }: Viewer,
  { paymentId, ...wishes }: StartPaymentInput,
  { releaseNote }: Later,
): Promise<string> {
  const input = preparePaymentInput.safeParse({
    preparedId: paymentId,
    ...wishes,
    note: releaseNote.trim() || null,
  });
  if (!input.success)
    throw refuse("pay.note_long", "A note has up to 500 characters. Shorten it and send again.");
  const { preparedId } = await preparePayment(ctx, input.data);
  return `/prepared-payments/${preparedId}`;
}

/** Has the documents charged on a day; answers the page where that is seen. */
export async function scheduleForDay(
  { ctx }: Viewer,
  { paymentId, customerId, currency, debits, credits, onAccountMinor }: StartPaymentInput,
  { chargeOn, methodId, agreed }: Later,
): Promise<string> {
  if (credits.length > 0 || onAccountMinor > 0n)
    throw refuse(
      "pay.schedule_documents",
      "On a day only documents can be paid. Untick credits and empty the amount on account.",
    );
  if (!z.iso.date().safeParse(chargeOn).success)
    throw refuse("pay.schedule_day", "Choose the day on which it is to be paid.");
  if (agreed === "") throw refuse("pay.schedule_agree", "Tick that you agree to be charged on that day.");
  const input = scheduleChargeInput.safeParse({
    chargeId: paymentId,
    customerId,
    currency,
    methodId,
    chargeOn,
    documents: debits.map(({ itemId, amountMinor }) => ({ itemId, amountMinor })),
    consentWords: agreed,
  });
  if (!input.success) throw refuse("pay.schedule_method", "Choose a payment method to be charged.");
  const { chargeId } = await scheduleCharge(ctx, input.data);
  return `/charges/${chargeId}`;
}
