import { autopays, charges } from "@openitem/db/schema/autopay";
import { payments } from "@openitem/db/schema/payments";
import { updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { addWorkingDays } from "../kernel/business-day.ts";
import type { Context, PayingContext } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { enqueue, read, record, type Tx, transact } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import type { Payment } from "../payments/payment.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { openTask } from "../tasks/open-task.ts";
import { PAUSED_BY_US } from "./autopay.ts";
import {
  CHARGE_TRANSITIONS,
  type Charge,
  type ChargeEvent,
  type ChargeStatus,
  failureSentence,
  retryDay,
} from "./charge.ts";
import { lockCharge, missingCharge, recordCharge, writeCharge } from "./lock-charge.ts";
import { todayOf } from "./read-account-day.ts";

export const followChargeInput = z.object({ chargeId: z.uuid() });

/**
 * Brings a charge to where its payment is: settled; failed and to be tried again on a later day, which is told; failed
 * for the last time, which is told and becomes a task; or settled and gone back. Repeating it changes nothing.
 */
export async function followCharge(
  ctx: PayingContext,
  { chargeId }: z.infer<typeof followChargeInput>,
): Promise<ChargeStatus> {
  permit(ctx.actor, "charge.make");
  const { charge, payment } = await read(ctx, (tx) => readBoth(tx, ctx, chargeId));
  if (!payment) return charge.status;
  const failed = isFailed(payment) && charge.status === "started";
  // The code of a failure stands with the provider alone; it decides whether trying again is of any use.
  const code =
    failed && payment.intentId
      ? ((await ctx.gateway.readIntent(payment.intentId)).failureCode ?? null)
      : null;
  return transact(ctx, async (tx) => {
    const locked = await lockCharge(tx, ctx, chargeId);
    const now = await readBoth(tx, ctx, chargeId);
    // Another attempt has begun, or the payment has moved on meanwhile: whoever sees that follows again.
    if (now.payment?.id === payment.id) await adopt(tx, ctx, locked.charge, now.payment, code);
    return locked.charge.status;
  });
}

const isFailed = ({ status }: Payment): boolean => ["failed", "expired", "cancelled"].includes(status);

async function readBoth(
  tx: Tx,
  ctx: Context,
  chargeId: string,
): Promise<{ charge: Charge; payment: Payment | null }> {
  const [row] = await tx
    .select({ charge: charges, payment: payments })
    .from(charges)
    .leftJoin(
      payments,
      and(eq(payments.organizationId, charges.organizationId), eq(payments.id, charges.paymentId)),
    )
    .where(and(eq(charges.organizationId, ctx.organizationId), eq(charges.id, chargeId)));
  if (!row) throw missingCharge();
  return row;
}

async function adopt(
  tx: Tx,
  ctx: Context,
  charge: Charge,
  payment: Payment,
  code: string | null,
): Promise<void> {
  const moved = (event: ChargeEvent) =>
    transit("charge", CHARGE_TRANSITIONS, {
      event,
      from: charge.status,
      actor: ctx.actor,
      customerId: charge.customerId,
    });
  if (["settled", "part_refunded", "refunded"].includes(payment.status)) {
    if (charge.status === "settled") return;
    await writeCharge(tx, ctx, charge, {
      status: moved("settle"),
      failure: null,
      retryOn: null,
      endedAt: ctx.now,
    });
    await recordCharge(tx, ctx, charge, "settled");
    return;
  }
  if (payment.status === "returned" || payment.status === "charged_back") {
    if (charge.status !== "settled" && charge.status !== "started") return;
    await fail(tx, ctx, charge, moved("fail"), "The bank took the money back.");
    await pauseAutopay(tx, ctx, charge);
    return;
  }
  if (!isFailed(payment) || charge.status !== "started") return;
  const today = await todayOf(tx, ctx, charge.customerId);
  const failure = failureSentence(code, payment.failure, payment.intentId === null);
  const retryOn = retryDay({ attempts: charge.attempts, code, today }, await readPolicy(tx, ctx, "charge"));
  if (retryOn) {
    await writeCharge(tx, ctx, charge, {
      status: moved("retry"),
      failure,
      retryOn,
      chargeOn: retryOn,
      announcedAt: ctx.now,
    });
    await recordCharge(tx, ctx, charge, "retried");
  } else await fail(tx, ctx, charge, moved("fail"), failure);
  await enqueue(tx, ctx, "charge.failed_mail", { chargeId: charge.id, paymentId: payment.id });
}

/** It is not tried again: somebody at the biller looks at it by the next working day. */
async function fail(
  tx: Tx,
  ctx: Context,
  charge: Charge,
  status: ChargeStatus,
  failure: string,
): Promise<void> {
  await writeCharge(tx, ctx, charge, { status, failure, retryOn: null, endedAt: ctx.now });
  await recordCharge(tx, ctx, charge, "failed");
  const { id, customerId, currency, amountMinor } = charge;
  await openTask(tx, ctx, {
    kind: "failed_charge",
    subject: ["charge", id],
    customerId,
    team: "collections",
    title: `A charge of ${decimal(amountMinor, currency)} ${currency} failed`,
    note: failure,
    dueOn: addWorkingDays(await todayOf(tx, ctx, customerId), 1),
  });
}

/** After money that went back an autopay waits for its people: the bank would take back the next debit as well. */
async function pauseAutopay(tx: Tx, ctx: Context, { causeKind, causeId, customerId }: Charge): Promise<void> {
  if (causeKind !== "autopay") return;
  const { organizationId } = ctx;
  const [autopay] = await tx
    .select()
    .from(autopays)
    .where(and(eq(autopays.organizationId, organizationId), eq(autopays.id, causeId)))
    .for("update");
  if (autopay?.status !== "on") return;
  const changes = {
    status: "paused" as const,
    pauseReason: PAUSED_BY_US.returned,
    pausedUntilOn: null,
    changedAt: ctx.now,
  };
  await updateRows(tx, autopays, changes, { organizationId, id: causeId });
  await record(tx, ctx, {
    action: "autopay.paused",
    subject: ["autopay", causeId],
    customerId,
    data: { reason: PAUSED_BY_US.returned },
  });
}
