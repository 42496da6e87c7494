import { autopays, paymentMethods } from "@openitem/db/schema/autopay";
import { and, eq } from "drizzle-orm";
import { addMethod } from "../autopay/add-method.ts";
import { changeAutopay } from "../autopay/change-autopay.ts";
import { AUTOPAY_WORDS, CHARGE_WORDS } from "../autopay/consent-words.ts";
import { followMethod } from "../autopay/follow-method.ts";
import { scheduleCharge } from "../autopay/schedule-charge.ts";
import { stopCharge } from "../autopay/stop-charge.ts";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import type { MethodKind } from "../payments/gateway.ts";
import { customerOf } from "./customers.ts";
import { demoId } from "./demo-id.ts";
import type { Part } from "./documents.ts";
import { asContact, asWorker, type Happening, itemId, officeTime, paying, type Stage } from "./stage.ts";

/*
 * Methods kept for later charges, and the consents to use them. They are kept at the provider of the present, so that
 * charges that are to come can be made; where only a real person can finish its page, nothing is kept at all.
 */

export const methodId = (key: string): string => demoId(`method:${key}`);
const chargeId = (key: string): string => demoId(`charge:${key}`);

type Kept = { key: string; customer: string; by: string; on: number; kind: MethodKind; currency?: string };

/** Somebody of the account keeps a bank account or a card. */
export function keepMethod(stage: Stage, story: Kept): Happening {
  const { key, customer, by, on, kind } = story;
  const at = officeTime(stage, customer, on, "09:35");
  return {
    at,
    async run() {
      const { present } = stage;
      if (!present.keep) return;
      const ctx = paying(stage, asContact(stage, by, at), present.gateway);
      const id = methodId(key);
      const known = await findMethod(ctx, id);
      if (known && known.status !== "pending") return;
      if (!known?.setupRef)
        await addMethod(ctx, {
          methodId: id,
          customerId: customerOf(customer).id,
          currency: story.currency ?? customerOf(customer).currency,
          kind,
        });
      const setupRef = (await findMethod(ctx, id))?.setupRef;
      const worker = paying(stage, asWorker(stage, "methods", at), present.gateway);
      // A load that was cut off may have finished the page and not heard of it.
      if (!setupRef || (await followMethod(worker, { methodId: id })) !== "pending") return;
      await present.keep(setupRef, kind);
      await followMethod(worker, { methodId: id });
    },
  };
}

type Consent = {
  key: string;
  customer: string;
  by: string;
  on: number;
  time?: string;
  currency?: string;
} & (
  | { to: "on"; method: string; daysBefore: number; capMinor: bigint | null }
  | { to: "paused"; reason: string; until: number | null }
);

/** Turns paying by itself on, or pauses it. */
export function autopay(stage: Stage, story: Consent): Happening {
  const { key, customer, by, on } = story;
  const at = officeTime(stage, customer, on, story.time ?? "09:50");
  return {
    at,
    async run() {
      const ctx = asContact(stage, by, at);
      if (story.to === "on" && !(await isKept(ctx, story.method))) return;
      const currency = story.currency ?? customerOf(customer).currency;
      const customerId = customerOf(customer).id;
      const changedAt = await changedAtOf(ctx, customerId, currency);
      if (story.to === "paused" && !changedAt) return;
      // Done already by a load that was cut off.
      if (changedAt && changedAt >= at) return;
      const common = { key: demoId(`autopay:${key}`), customerId, currency, seenAt: changedAt };
      if (story.to === "paused") {
        const untilOn = story.until === null ? null : stage.calendar.day(story.until);
        await changeAutopay(ctx, { ...common, to: "paused", reason: story.reason, untilOn });
        return;
      }
      const { daysBefore, capMinor } = story;
      await changeAutopay(ctx, {
        ...common,
        to: "on",
        methodId: methodId(story.method),
        daysBefore,
        capMinor,
        consentWords: AUTOPAY_WORDS,
      });
    },
  };
}

type Scheduled = {
  key: string;
  customer: string;
  by: string;
  on: number;
  method: string;
  chargeOn: number;
  pays: readonly Part[];
};

/** A person has documents charged on a day of his choice. */
export function schedule(stage: Stage, story: Scheduled): Happening {
  const { key, customer, by, on, method, chargeOn, pays } = story;
  const at = officeTime(stage, customer, on, "10:05");
  return {
    at,
    async run() {
      const ctx = asContact(stage, by, at);
      if (!(await isKept(ctx, method))) return;
      await scheduleCharge(ctx, {
        chargeId: chargeId(key),
        customerId: customerOf(customer).id,
        currency: customerOf(customer).currency,
        methodId: methodId(method),
        chargeOn: stage.calendar.day(chargeOn),
        documents: pays.map(({ item, amountMinor }) => ({ itemId: itemId(item), amountMinor })),
        consentWords: CHARGE_WORDS,
      });
    },
  };
}

/** The person changes his mind before it starts. */
export function stopScheduled(
  stage: Stage,
  { key, customer, by, on, method }: Pick<Scheduled, "key" | "customer" | "by" | "on" | "method">,
): Happening {
  const at = officeTime(stage, customer, on, "16:15");
  return {
    at,
    async run() {
      const ctx = asContact(stage, by, at);
      if (await isKept(ctx, method)) await stopCharge(ctx, { chargeId: chargeId(key) });
    },
  };
}

const findMethod = (ctx: Context, id: string) =>
  read(ctx, async (tx) => {
    const [row] = await tx
      .select({ status: paymentMethods.status, setupRef: paymentMethods.setupRef })
      .from(paymentMethods)
      .where(and(eq(paymentMethods.organizationId, ctx.organizationId), eq(paymentMethods.id, id)));
    return row;
  });

/** Whether the method of that name came to be. */
const isKept = async (ctx: Context, key: string): Promise<boolean> =>
  (await findMethod(ctx, methodId(key)))?.status === "active";

const changedAtOf = (ctx: Context, customerId: string, currency: string): Promise<Date | null> =>
  read(ctx, async (tx) => {
    const [row] = await tx
      .select({ changedAt: autopays.changedAt })
      .from(autopays)
      .where(
        and(
          eq(autopays.organizationId, ctx.organizationId),
          eq(autopays.customerId, customerId),
          eq(autopays.currency, currency),
        ),
      );
    return row?.changedAt ?? null;
  });
