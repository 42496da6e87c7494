import { autopays, charges } from "@openitem/db/schema/autopay";
import { organizations } from "@openitem/db/schema/organizations";
import { and, asc, eq, inArray } from "drizzle-orm";
import { addDays } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { invariant } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { type Autopay, canBeCharged, chargeDayOf, isBeforeConsent } from "./autopay.ts";
import { COMING_CHARGE, firstChargeDay } from "./charge.ts";
import { AUTOPAY_WORDS, autopayText, CHARGE_WORDS, chargeText } from "./consent-words.ts";
import { listMethods } from "./list-methods.ts";
import { readLines } from "./lock-charge.ts";
import { type ChargePlan, fromHeld, heldWhole } from "./plan-charge.ts";
import { itemsOf, readDue } from "./plan-charges.ts";
import { todayOf } from "./read-account-day.ts";
import { type Payable, readChargeables, readFreeCredit } from "./read-chargeables.ts";
import { planFor, readMethodOf } from "./weigh-charge.ts";

/** How far ahead the next charges are foretold. */
const DAYS_AHEAD = 60;

/** What is expected to be charged on a day as things stand; nothing of it is written or announced yet. */
export type Forecast = ChargePlan & { chargeOn: string };

/**
 * An account's paying by itself: the settings of each currency, the charges that are to come with what they leave out
 * and why, what is foretold after them, the methods, and the words a person agrees to.
 */
export async function readAutopay(ctx: Context, customerId: string) {
  permit(ctx.actor, "account.read", customerId);
  const methods = await listMethods(ctx, { customerIds: [customerId] });
  return read(ctx, async (tx) => {
    const { organizationId } = ctx;
    const today = await todayOf(tx, ctx, customerId);
    const { noticeDays, retryAfterDays } = await readPolicy(tx, ctx, "charge");
    const [biller] = await tx
      .select({ name: organizations.name })
      .from(organizations)
      .where(eq(organizations.id, organizationId));
    invariant(biller, "an account has its biller");
    const settings = await tx
      .select()
      .from(autopays)
      .where(and(eq(autopays.organizationId, organizationId), eq(autopays.customerId, customerId)))
      .orderBy(asc(autopays.currency));
    const coming = await tx
      .select()
      .from(charges)
      .where(
        and(
          eq(charges.organizationId, organizationId),
          eq(charges.customerId, customerId),
          inArray(charges.status, [...COMING_CHARGE, "started"]),
        ),
      )
      .orderBy(asc(charges.chargeOn), asc(charges.id));
    const next = [];
    for (const charge of coming)
      next.push({
        ...charge,
        held: fromHeld(charge.held),
        lines: await readLines(tx, ctx, charge.id),
      });
    const autopaysWithForecast = [];
    for (const autopay of settings)
      autopaysWithForecast.push({
        ...autopay,
        forecast: autopay.status === "on" ? await forecastOf(tx, ctx, autopay, today, noticeDays) : [],
      });
    return {
      today,
      noticeDays,
      retryAfterDays,
      autopays: autopaysWithForecast,
      next,
      methods,
      words: {
        autopay: { version: AUTOPAY_WORDS, text: autopayText(biller.name) },
        charge: { version: CHARGE_WORDS, text: chargeText(biller.name) },
      },
    };
  });
}

export type AutopayView = Awaited<ReturnType<typeof readAutopay>>;

/** The charges of the days ahead, by the same rules as they are planned by. Credits are used up by the earliest. */
async function forecastOf(
  tx: Tx,
  ctx: Context,
  autopay: Autopay,
  today: string,
  noticeDays: number,
): Promise<Forecast[]> {
  const known = await tx
    .select()
    .from(charges)
    .where(and(eq(charges.organizationId, ctx.organizationId), eq(charges.causeId, autopay.id)));
  const { owned } = await itemsOf(tx, ctx, known);
  const due = await readDue(tx, ctx, autopay, addDays(today, DAYS_AHEAD), owned);
  const byDay = new Map<string, Payable[]>();
  for (const item of due) {
    invariant(item.dueOn, "what is owed has a due day");
    const chargeOn = firstChargeDay(chargeDayOf(item.dueOn, autopay), today, noticeDays);
    byDay.set(chargeOn, [...(byDay.get(chargeOn) ?? []), item]);
  }
  const method = await readMethodOf(tx, ctx, autopay.methodId);
  let creditMinor = await readFreeCredit(tx, ctx, { ...autopay, causeId: autopay.id }, null);
  const forecast: Forecast[] = [];
  for (const [chargeOn, found] of [...byDay].sort(([a], [b]) => a.localeCompare(b))) {
    const chargeables = await readChargeables(tx, ctx, found, {
      cause: { causeKind: "autopay", causeId: autopay.id },
      exceptChargeId: null,
      isBeforeConsent: (dueOn) => isBeforeConsent(dueOn, autopay),
    });
    const plan = await planFor(tx, ctx, autopay.currency, chargeables, {
      capMinor: autopay.capMinor,
      creditMinor,
      needMinor: null,
    });
    for (const { reason, amountMinor } of plan.held)
      if (reason === "covered_by_credit") creditMinor -= amountMinor;
    forecast.push(
      canBeCharged(method, chargeOn)
        ? { chargeOn, ...plan }
        : {
            chargeOn,
            amountMinor: 0n,
            lines: [],
            held: [...plan.held, ...heldWhole(plan.lines, "method_ended")],
          },
    );
  }
  return forecast;
}
