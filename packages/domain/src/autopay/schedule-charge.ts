import { newId } from "@openitem/db/ids";
import { z } from "zod";
import { isDebit } from "../items/item.ts";
import { lockItems } from "../items/lock-items.ts";
import { addDays, isDay } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { decimal, isCurrency, sum } from "../kernel/money.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { record, type Tx, transactOnce } from "../kernel/transact.ts";
import { checkChargeable } from "../payments/check-wishes.ts";
import { refuseWithoutApproval } from "../payments/refuse-without-approval.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { canBeCharged } from "./autopay.ts";
import { CHARGE_WORDS } from "./consent-words.ts";
import { lockMethod } from "./lock-method.ts";
import type { Chargeable, ChargeLine } from "./plan-charge.ts";
import { todayOf } from "./read-account-day.ts";
import { readChargeables } from "./read-chargeables.ts";
import { insertCharge } from "./write-charge.ts";

/** Further ahead nobody knows what will be open. */
const DAYS_AHEAD_MAX = 180;

export const scheduleChargeInput = z.object({
  /** Made by the form, so that a double click or a retry is the same charge. */
  chargeId: z.uuid().default(newId),
  customerId: z.uuid(),
  currency: z.string().refine(isCurrency, "This is not a currency we know."),
  methodId: z.uuid(),
  chargeOn: z.string().refine(isDay, "This is not a day of the calendar."),
  documents: z
    .array(z.object({ itemId: z.uuid(), amountMinor: z.bigint().positive("Enter an amount above zero.") }))
    .min(1, "Choose an invoice to pay.")
    .max(1_000)
    .refine(
      (documents) => new Set(documents.map(({ itemId }) => itemId)).size === documents.length,
      "Name each document once.",
    ),
  /** The version of the words that were agreed to. */
  consentWords: z.string(),
});

/**
 * A person has chosen documents charged on a day from a kept method. Nothing is reserved: on the day it is looked at
 * again, and what was paid, disputed or is in flight by then is left out. Refuses more than is open and free now.
 */
export async function scheduleCharge(
  ctx: Context,
  raw: z.input<typeof scheduleChargeInput>,
): Promise<{ chargeId: string }> {
  const input = scheduleChargeInput.parse(raw);
  const { chargeId, customerId, currency, methodId, chargeOn, documents } = input;
  return transactOnce(ctx, { name: "charge.schedule", key: chargeId, input }, async (tx) => {
    permit(ctx.actor, "charge.schedule", customerId);
    if (input.consentWords !== CHARGE_WORDS)
      throw new Refusal(
        "conflict",
        "charge.words_changed",
        "The words you agree to have changed. Reload the page, read them and agree again.",
      );
    const today = await todayOf(tx, ctx, customerId);
    checkDay(chargeOn, today);
    const method = await lockMethod(tx, ctx, methodId);
    if (method.customerId !== customerId || !canBeCharged(method, chargeOn))
      throw new Refusal(
        "conflict",
        "charge.method",
        "This payment method cannot be charged on that day. Choose another, or add one.",
      );
    const lines = await checkDocuments(tx, ctx, input);
    await refuseWithoutApproval(tx, ctx, [customerId, ...lines.map((line) => line.customerId)]);
    const cashMinor = sum(documents.map((document) => document.amountMinor));
    checkChargeable(cashMinor, currency);
    await insertCharge(tx, ctx, {
      id: chargeId,
      customerId,
      currency,
      causeKind: "schedule",
      causeId: chargeId,
      causeKey: "once",
      methodId,
      chargeOn,
      requestedBy: actorKey(ctx.actor),
      requestedByName: ctx.actor.name,
      status: "planned",
      lines,
      held: [],
    });
    await record(tx, ctx, {
      action: "charge.scheduled",
      subject: ["charge", chargeId],
      customerId,
      data: { chargeOn, amountMinor: String(cashMinor), currency, methodId, words: CHARGE_WORDS },
    });
    return { chargeId };
  });
}

function checkDay(chargeOn: string, today: string): void {
  if (chargeOn <= today)
    throw new Refusal("invalid", "charge.day_past", "Choose a day after today. To pay today, pay by hand.", {
      today,
    });
  const lastOn = addDays(today, DAYS_AHEAD_MAX);
  if (chargeOn > lastOn)
    throw new Refusal("invalid", "charge.day_far", `Choose a day until ${lastOn}.`, { last: lastOn });
}

async function checkDocuments(
  tx: Tx,
  ctx: Context,
  { currency, chargeId, documents }: z.infer<typeof scheduleChargeInput>,
): Promise<ChargeLine[]> {
  const { partPayment, itemsPerPaymentMax } = await readPolicy(tx, ctx, "payment");
  if (documents.length > itemsPerPaymentMax)
    throw new Refusal(
      "invalid",
      "payment.too_many",
      `Choose at most ${itemsPerPaymentMax} documents for one payment.`,
      { max: itemsPerPaymentMax },
    );
  const found = await lockItems(
    tx,
    ctx,
    documents.map(({ itemId }) => itemId),
  );
  for (const item of found) permit(ctx.actor, "charge.schedule", item.customerId);
  if (found.length < documents.length || found.some((item) => !isDebit(item.kind)))
    throw new Refusal(
      "missing",
      "payment.item_missing",
      "We cannot find one of these documents on your account.",
    );
  const other = found.find((item) => item.currency !== currency);
  if (other)
    throw new Refusal(
      "invalid",
      "payment.mixed_currency",
      `${other.number} is in ${other.currency}. Pay one currency at a time.`,
      { number: other.number, currency: other.currency },
    );
  const chargeables = await readChargeables(tx, ctx, found, {
    cause: { causeKind: "schedule", causeId: chargeId },
    exceptChargeId: chargeId,
  });
  const byId = new Map(chargeables.map((item) => [item.itemId, item]));
  return documents.map(({ itemId, amountMinor }) => {
    const item = byId.get(itemId);
    invariant(item, "every document was found");
    checkAmount(item, amountMinor, currency, partPayment.allowed);
    return { itemId, number: item.number, customerId: item.customerId, amountMinor };
  });
}

/** Refuses more than is free, and says what holds the rest. */
function checkAmount(item: Chargeable, amountMinor: bigint, currency: string, inPart: boolean): void {
  const heldMinor = item.inFlightMinor + item.disputedMinor + item.scheduledMinor;
  const freeMinor = item.openMinor > heldMinor ? item.openMinor - heldMinor : 0n;
  const written = (minor: bigint) => decimal(minor, currency);
  const facts = { number: item.number, free: written(freeMinor), entered: written(amountMinor), currency };
  if (amountMinor > freeMinor) {
    const why =
      item.scheduledMinor > 0n
        ? " Another charge of it is to come; stop that one first."
        : item.disputedMinor > 0n
          ? " The rest is disputed."
          : item.inFlightMinor > 0n
            ? " The rest is being paid."
            : "";
    throw new Refusal(
      "conflict",
      "charge.over_free",
      `${item.number} has ${written(freeMinor)} ${currency} free to be charged; you entered ${written(amountMinor)}.${why}`,
      facts,
    );
  }
  if (amountMinor < freeMinor && !inPart)
    throw new Refusal(
      "invalid",
      "payment.part_not_allowed",
      `${item.number} can only be paid in full.`,
      facts,
    );
}
