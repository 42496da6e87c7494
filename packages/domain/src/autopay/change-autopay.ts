import { newId } from "@openitem/db/ids";
import { autopays } from "@openitem/db/schema/autopay";
import { insertRow, updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { isDay } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { isCurrency } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { databaseError, record, type Tx, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { type Autopay, canBeCharged } from "./autopay.ts";
import { AUTOPAY_WORDS } from "./consent-words.ts";
import { dropCharge, holdCharge, lockComing } from "./lock-charge.ts";
import { lockMethod } from "./lock-method.ts";
import { fromHeld, heldWhole } from "./plan-charge.ts";
import { todayOf } from "./read-account-day.ts";

const common = {
  /** Made by the form, so that a retry changes it once. */
  key: z.uuid(),
  customerId: z.uuid(),
  currency: z.string().refine(isCurrency, "This is not a currency we know."),
  /** When what the person saw was last changed; null when there was no autopay yet. */
  seenAt: z.date().nullable(),
};

export const changeAutopayInput = z.discriminatedUnion("to", [
  z.object({
    ...common,
    to: z.literal("on"),
    methodId: z.uuid(),
    daysBefore: z.number().int().min(0, "Choose 0 to 60 days.").max(60, "Choose 0 to 60 days."),
    /** The most that one charge may be; null for no limit. */
    capMinor: z.bigint().positive("Enter an amount above zero.").nullable(),
    /** The version of the words that were agreed to. */
    consentWords: z.string(),
  }),
  z.object({
    ...common,
    to: z.literal("paused"),
    reason: z.string().trim().min(3, "Say why, in a few words.").max(200),
    /** The day it goes on by itself; null until somebody turns it on. */
    untilOn: z.string().refine(isDay, "This is not a day of the calendar.").nullable(),
  }),
  z.object({ ...common, to: z.literal("off") }),
]);

export type ChangeAutopayInput = z.infer<typeof changeAutopayInput>;

/**
 * Turns paying by itself on, changes it, pauses it or turns it off, for an account and a currency. Turning on, or
 * changing it while on, is a consent: who gave it, when, and to which words is kept. Off stops the charges that were
 * to come; a pause holds them. Refuses `autopay.changed` when somebody else changed it meanwhile.
 */
export async function changeAutopay(
  ctx: Context,
  raw: z.input<typeof changeAutopayInput>,
): Promise<{ autopayId: string }> {
  const input = changeAutopayInput.parse(raw);
  try {
    return await transactOnce(ctx, { name: "autopay.change", key: input.key, input }, (tx) =>
      change(tx, ctx, input),
    );
  } catch (error) {
    // Two turned it on for the first time at once.
    if (databaseError(error).constraint === "autopays_account_unique") throw changed();
    throw error;
  }
}

const changed = () =>
  new Refusal(
    "conflict",
    "autopay.changed",
    "Somebody changed this autopay while you looked at it. Reload the page to see how it stands.",
  );

async function change(tx: Tx, ctx: Context, input: ChangeAutopayInput): Promise<{ autopayId: string }> {
  permit(ctx.actor, "autopay.change", input.customerId);
  const today = await todayOf(tx, ctx, input.customerId);
  if (input.to === "on") await checkConsent(tx, ctx, input, today);
  const known = await lockAutopay(tx, ctx, input);
  if ((known?.changedAt.getTime() ?? null) !== (input.seenAt?.getTime() ?? null)) throw changed();
  if (input.to === "on") return turnOn(tx, ctx, input, known, today);
  if (!known || known.status === "off")
    throw new Refusal("conflict", "autopay.off", "Autopay is off for this account and currency.");
  if (input.to === "paused" && input.untilOn !== null && input.untilOn <= today)
    throw new Refusal("invalid", "autopay.until_past", "Choose a day after today, or leave it empty.");
  await write(tx, ctx, known.id, {
    status: input.to,
    pauseReason: input.to === "paused" ? input.reason : null,
    pausedUntilOn: input.to === "paused" ? input.untilOn : null,
  });
  for (const { charge, lines } of await lockComing(tx, ctx, { causeId: known.id })) {
    if (input.to === "off") await dropCharge(tx, ctx, charge, "autopay_off");
    else await holdCharge(tx, ctx, charge, [...fromHeld(charge.held), ...heldWhole(lines, "paused")]);
  }
  await tell(tx, ctx, known.id, input);
  return { autopayId: known.id };
}

type On = Extract<ChangeAutopayInput, { to: "on" }>;

async function turnOn(
  tx: Tx,
  ctx: Context,
  { customerId, currency, methodId, daysBefore, capMinor, ...input }: On,
  known: Autopay | null,
  today: string,
): Promise<{ autopayId: string }> {
  const consent = {
    consentBy: actorKey(ctx.actor),
    consentByName: ctx.actor.name,
    consentAt: ctx.now,
    consentWords: AUTOPAY_WORDS,
  };
  const terms = { methodId, daysBefore, capMinor };
  const autopayId = known?.id ?? newId();
  if (known)
    await write(tx, ctx, known.id, {
      ...terms,
      ...consent,
      status: "on",
      pauseReason: null,
      pausedUntilOn: null,
      // After it was off, what fell due meanwhile is none of its business; after a pause it is.
      ...(known.status === "off" ? { fromOn: today } : {}),
    });
  else
    await insertRow(tx, autopays, {
      organizationId: ctx.organizationId,
      id: autopayId,
      customerId,
      currency,
      ...terms,
      ...consent,
      status: "on",
      fromOn: today,
      changedAt: ctx.now,
    });
  // A charge announced from another method is announced anew before it is made.
  if (known && known.methodId !== methodId)
    for (const { charge, lines } of await lockComing(tx, ctx, { causeId: known.id }))
      if (charge.methodId !== methodId && charge.status !== "held")
        await holdCharge(tx, ctx, charge, [...fromHeld(charge.held), ...heldWhole(lines, "method_ended")]);
  await tell(tx, ctx, autopayId, { customerId, currency, methodId, daysBefore, capMinor, ...input });
  return { autopayId };
}

async function checkConsent(
  tx: Tx,
  ctx: Context,
  { consentWords, methodId, customerId }: On,
  today: string,
): Promise<void> {
  if (consentWords !== AUTOPAY_WORDS)
    throw new Refusal(
      "conflict",
      "autopay.words_changed",
      "The words you agree to have changed. Reload the page, read them and agree again.",
    );
  const method = await lockMethod(tx, ctx, methodId);
  if (method.customerId !== customerId || !canBeCharged(method, today))
    throw new Refusal(
      "conflict",
      "autopay.method",
      "This payment method cannot be charged any more. Choose another, or add one.",
    );
}

async function lockAutopay(
  tx: Tx,
  ctx: Context,
  { customerId, currency }: Pick<ChangeAutopayInput, "customerId" | "currency">,
): Promise<Autopay | null> {
  const [row] = await tx
    .select()
    .from(autopays)
    .where(
      and(
        eq(autopays.organizationId, ctx.organizationId),
        eq(autopays.customerId, customerId),
        eq(autopays.currency, currency),
      ),
    )
    .for("update");
  return row ?? null;
}

const write = (tx: Tx, ctx: Context, id: string, changes: Partial<Autopay>) =>
  updateRows(tx, autopays, { ...changes, changedAt: ctx.now }, { organizationId: ctx.organizationId, id });

async function tell(tx: Tx, ctx: Context, autopayId: string, input: ChangeAutopayInput): Promise<void> {
  const { customerId, currency, to } = input;
  await record(tx, ctx, {
    action: `autopay.${to}`,
    subject: ["autopay", autopayId],
    customerId,
    data: {
      currency,
      ...(input.to === "on"
        ? {
            methodId: input.methodId,
            daysBefore: input.daysBefore,
            capMinor: input.capMinor === null ? null : String(input.capMinor),
            words: AUTOPAY_WORDS,
          }
        : {}),
      ...(input.to === "paused" ? { reason: input.reason, untilOn: input.untilOn } : {}),
    },
  });
}
