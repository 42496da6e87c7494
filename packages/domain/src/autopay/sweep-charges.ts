import { charges, paymentMethods } from "@openitem/db/schema/autopay";
import { payments } from "@openitem/db/schema/payments";
import { and, eq, inArray, isNotNull, isNull, lt, notInArray } from "drizzle-orm";
import type { PayingContext } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { announceCharges, resumeCharges } from "./announce-charges.ts";
import { detachEnded } from "./detach-method.ts";
import { followCharge } from "./follow-charge.ts";
import { followMethod } from "./follow-method.ts";
import { makeCharges } from "./make-charges.ts";
import { planCharges } from "./plan-charges.ts";
import { planInstalmentCharges } from "./plan-instalment-charges.ts";
import { tried } from "./tried.ts";

export type ChargesSwept = {
  methods: number;
  planned: number;
  resumed: number;
  announced: number;
  made: number;
  followed: number;
  failures: string[];
};

/** Methods younger than this are left to their own request. */
const YOUNG_MS = 2 * 60_000;

/**
 * Everything that charges of an organization need from time to time, in this order: methods whose page or end nobody
 * told of; charges whose payment has ended; what is due is planned, what was held is looked at again, what is planned
 * is announced, what was announced and is due is made. Safe to run twice and at once.
 */
export async function sweepCharges(ctx: PayingContext): Promise<ChargesSwept> {
  permit(ctx.actor, "charge.make");
  const failures: string[] = [];
  const methods = await sweepMethods(ctx, failures);
  const before = await followEnded(ctx, failures);
  const planned = [...(await planCharges(ctx, failures)), ...(await planInstalmentCharges(ctx, failures))]
    .length;
  const resumed = await resumeCharges(ctx, failures);
  const announced = await announceCharges(ctx, failures);
  const made = await makeCharges(ctx, failures);
  const followed = before + (await followEnded(ctx, failures));
  return { methods, planned, resumed, announced, made, followed, failures };
}

/** Pages nobody told us the end of, and methods that ended here and are still kept at the provider. */
async function sweepMethods(ctx: PayingContext, failures: string[]): Promise<number> {
  const { pending, ended } = await read(ctx, async (tx) => ({
    pending: await tx
      .select({ id: paymentMethods.id })
      .from(paymentMethods)
      .where(
        and(
          eq(paymentMethods.organizationId, ctx.organizationId),
          eq(paymentMethods.status, "pending"),
          lt(paymentMethods.createdAt, new Date(ctx.now.getTime() - YOUNG_MS)),
        ),
      ),
    ended: await tx
      .select({ id: paymentMethods.id })
      .from(paymentMethods)
      .where(
        and(
          eq(paymentMethods.organizationId, ctx.organizationId),
          eq(paymentMethods.status, "revoked"),
          isNull(paymentMethods.detachedAt),
          isNotNull(paymentMethods.providerRef),
        ),
      ),
  }));
  for (const { id } of pending)
    await tried(failures, `method ${id}`, () => followMethod(ctx, { methodId: id }));
  for (const { id } of ended) await tried(failures, `method ${id}`, () => detachEnded(ctx, id));
  return pending.length + ended.length;
}

/** Charges whose payment has ended, and settled ones whose money went back. */
async function followEnded(ctx: PayingContext, failures: string[]): Promise<number> {
  const ended = await read(ctx, (tx) =>
    tx
      .select({ id: charges.id })
      .from(charges)
      .innerJoin(
        payments,
        and(eq(payments.organizationId, charges.organizationId), eq(payments.id, charges.paymentId)),
      )
      .where(
        and(
          eq(charges.organizationId, ctx.organizationId),
          eq(charges.status, "started"),
          notInArray(payments.status, ["created", "submitted", "processing"]),
        ),
      ),
  );
  const back = await read(ctx, (tx) =>
    tx
      .select({ id: charges.id })
      .from(charges)
      .innerJoin(
        payments,
        and(eq(payments.organizationId, charges.organizationId), eq(payments.id, charges.paymentId)),
      )
      .where(
        and(
          eq(charges.organizationId, ctx.organizationId),
          eq(charges.status, "settled"),
          inArray(payments.status, ["returned", "charged_back"]),
        ),
      ),
  );
  for (const { id } of [...ended, ...back])
    await tried(failures, `charge ${id}`, () => followCharge(ctx, { chargeId: id }));
  return ended.length + back.length;
}
