import { newId } from "@openitem/db/ids";
import { gatewayCalls } from "@openitem/db/schema/payments";
import { and, eq, inArray } from "drizzle-orm";
import { lockItems } from "../items/lock-items.ts";
import type { Context, PayingContext } from "../kernel/context.ts";
import { enqueue, type Tx, transact } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { adoptFacts } from "../payments/follow-payment.ts";
import { type ChargeSpec, GatewayRefused } from "../payments/gateway.ts";
import { lockPayment } from "../payments/lock-payment.ts";
import { release } from "../payments/release.ts";
import { reservePayment, writeCall } from "../payments/reserve-payment.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { idsOf } from "./announce-charges.ts";
import { CHARGE_TRANSITIONS } from "./charge.ts";
import {
  dropCharge,
  holdCharge,
  type LockedCharge,
  lockCharge,
  recordCharge,
  replaceLines,
  writeCharge,
} from "./lock-charge.ts";
import { fromHeld, heldWhole, toHeld } from "./plan-charge.ts";
import { todayOf } from "./read-account-day.ts";
import { readNotice } from "./read-notice.ts";
import { tried } from "./tried.ts";
import { weighCharge } from "./weigh-charge.ts";

/**
 * Makes the charges whose day has come and whose notice went out. Everything is checked again: at most what was
 * announced of each document, and nothing that is disputed, promised, in flight or covered by now.
 */
export async function makeCharges(ctx: PayingContext, failures: string[]): Promise<number> {
  permit(ctx.actor, "charge.make");
  let made = 0;
  for (const id of await idsOf(ctx, "announced"))
    await tried(failures, `charge ${id}`, async () => {
      const spec = await transact(ctx, async (tx) => start(tx, ctx, await lockCharge(tx, ctx, id)));
      if (!spec) return;
      made += 1;
      await charge(ctx, spec);
    });
  return made;
}

async function start(tx: Tx, ctx: Context, { charge, lines }: LockedCharge): Promise<ChargeSpec | null> {
  if (charge.status !== "announced") return null;
  const { customerId, currency } = charge;
  const today = await todayOf(tx, ctx, customerId);
  if (charge.chargeOn > today) return null;
  // What it left out when it was announced stays told.
  const before = fromHeld(charge.held);
  const notice = await readNotice(tx, ctx, charge);
  if (notice === "waits") return null;
  if (notice === "lost") {
    await holdCharge(tx, ctx, charge, [...before, ...heldWhole(lines, "not_told")]);
    return null;
  }
  const found = await lockItems(
    tx,
    ctx,
    lines.map((line) => line.itemId),
  );
  const wanted = new Map(lines.map((line) => [line.itemId, line.amountMinor]));
  const weighed = await weighCharge(tx, ctx, charge, { wanted, found, on: today, isAnnounced: true });
  if (weighed.drop !== null) {
    await dropCharge(tx, ctx, charge, weighed.drop);
    return null;
  }
  const { plan, method } = weighed;
  // A method that was not announced is not charged.
  const isOther = method.id !== charge.methodId;
  if (plan.lines.length === 0 || isOther || !method.providerRef) {
    await holdCharge(tx, ctx, charge, [
      ...before,
      ...(isOther ? heldWhole(lines, "method_ended") : plan.held),
    ]);
    await enqueue(tx, ctx, "charge.held_mail", { chargeId: charge.id });
    return null;
  }

  const paymentId = newId();
  const { reservationMinutes } = await readPolicy(tx, ctx, "payment");
  const { number } = await reservePayment(tx, ctx, {
    paymentId,
    customerId,
    currency,
    startedBy: charge.requestedBy,
    startedByName: charge.requestedByName,
    cashMinor: plan.amountMinor,
    onAccountMinor: 0n,
    debits: plan.lines,
    credits: [],
    found,
    reservationMinutes,
  });
  const key = await writeCall(tx, ctx, "charge.create", { paymentId, amountMinor: plan.amountMinor });
  await replaceLines(tx, ctx, charge.id, plan.lines);
  await writeCharge(tx, ctx, charge, {
    status: transit("charge", CHARGE_TRANSITIONS, {
      event: "start",
      from: charge.status,
      actor: ctx.actor,
      customerId,
    }),
    paymentId,
    attempts: charge.attempts + 1,
    amountMinor: plan.amountMinor,
    held: toHeld([...before, ...plan.held]),
    retryOn: null,
    failure: null,
  });
  await recordCharge(tx, ctx, charge, "started");
  return {
    key,
    organizationId: ctx.organizationId,
    paymentId,
    number,
    customerRef: method.providerCustomerRef,
    methodRef: method.providerRef,
    methodKind: method.kind,
    mandateRef: method.mandateRef,
    amountMinor: plan.amountMinor,
    currency,
  };
}

/**
 * Asks the provider, once. The call was written down before; an answer that is lost is looked for when the payment is
 * followed, and the charge is never asked for again.
 */
async function charge(ctx: PayingContext, spec: ChargeSpec): Promise<void> {
  try {
    const intent = await ctx.gateway.chargeMethod(spec);
    await adoptFacts(ctx, spec.paymentId, { checkout: null, intent });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const refused = error instanceof GatewayRefused;
    await transact(ctx, async (tx) => {
      const locked = await lockPayment(tx, ctx, spec.paymentId);
      await tx
        .update(gatewayCalls)
        .set(
          refused
            ? { status: "refused", error: message, resolvedAt: ctx.now }
            : { status: "unknown", error: message },
        )
        .where(
          and(
            eq(gatewayCalls.organizationId, ctx.organizationId),
            eq(gatewayCalls.id, spec.key),
            inArray(gatewayCalls.status, ["pending", "unknown"]),
          ),
        );
      if (refused && locked.payment.status === "created")
        await release(tx, ctx, locked, { status: "failed", failure: message });
    });
    if (!refused) throw error;
  }
}
