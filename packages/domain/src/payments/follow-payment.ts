import { gatewayCalls, paymentReversals, payments } from "@openitem/db/schema/payments";
import { and, eq, inArray } from "drizzle-orm";
import { addWorkingDays, dayIn } from "../kernel/business-day.ts";
import type { Context, PayingContext } from "../kernel/context.ts";
import { move } from "../kernel/machine.ts";
import { Refusal } from "../kernel/refusal.ts";
import { enqueue, read, record, type Tx, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { explainMovements } from "../provider-money/explain-movements.ts";
import { findChargeOf } from "./find-charge.ts";
import { followUpReturn } from "./follow-up-return.ts";
import type { Checkout, Intent } from "./gateway.ts";
import { lockPayment } from "./lock-payment.ts";
import type { LockedPayment } from "./lock-payments.ts";
import {
  isUnderWay,
  PAYMENT_MACHINE,
  type Payment,
  type PaymentStatus,
  workingDaysToSettle,
} from "./payment.ts";
import { markShares, release } from "./release.ts";
import { reinstate, reverse } from "./reverse.ts";
import { settle } from "./settle.ts";
import { settleSoon } from "./settle-soon.ts";
import { writePayment } from "./write-payment.ts";

/** What the provider says now: its checkout, and its intent once there is one. */
export type ProviderFacts = { checkout: Checkout | null; intent: Intent | null };

/**
 * Brings a payment to where the provider says it is. Events are only hints: whatever came, in whatever order and
 * however often, the objects are read again here and the difference is booked.
 */
export async function followPayment(
  ctx: PayingContext,
  { paymentId, intentId }: { paymentId: string; intentId?: string | null },
): Promise<PaymentStatus> {
  const { payment, charge } = await read(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(payments)
      .where(and(eq(payments.organizationId, ctx.organizationId), eq(payments.id, paymentId)));
    // Only a payment without a page can be a charge's.
    return { payment: row, charge: row && !row.checkoutId ? await findChargeOf(tx, ctx, paymentId) : null };
  });
  if (!payment)
    throw new Refusal("missing", "payment.missing", "We cannot find this payment on your account.");
  permit(ctx.actor, "payment.follow", payment.customerId);

  if (charge) {
    const known = payment.intentId ?? intentId ?? null;
    const intent = known
      ? await ctx.gateway.readIntent(known)
      : await ctx.gateway.findIntent(payment.id, charge.customerRef, payment.createdAt);
    return adoptFacts(ctx, paymentId, { checkout: null, intent });
  }
  const checkout = payment.checkoutId
    ? await ctx.gateway.readCheckout(payment.checkoutId)
    : await ctx.gateway.findCheckout(payment.id, payment.createdAt);
  const knownIntent = payment.intentId ?? checkout?.intentId ?? intentId ?? null;
  const intent = knownIntent ? await ctx.gateway.readIntent(knownIntent) : null;
  return adoptFacts(ctx, paymentId, { checkout, intent });
}

/** Books the difference between a payment and what the provider says of it. Repeating it changes nothing. */
export async function adoptFacts(
  ctx: Context,
  paymentId: string,
  { checkout, intent }: ProviderFacts,
): Promise<PaymentStatus> {
  if (intent && isPlainSuccess(intent)) {
    const status = await settleSoon({ ctx, paymentId, intent });
    if (status) return status;
  }
  return transact(ctx, async (tx) => {
    permit(ctx.actor, "payment.follow");
    const locked = await lockPayment(tx, ctx, paymentId);
    const { payment } = locked;
    if (intent && intent.currency !== payment.currency)
      throw new Error(
        `Payment ${payment.number} is in ${payment.currency}, its intent in ${intent.currency}`,
      );

    if (checkout && !payment.checkoutId) await noteCheckout(tx, ctx, payment, checkout);
    const chargeId = payment.checkoutId ? null : ((await findChargeOf(tx, ctx, paymentId))?.chargeId ?? null);
    if (chargeId && intent) await noteIntent(tx, ctx, payment, intent);
    const before = payment.status;
    if (!payment.settledAt) {
      if (intent?.status === "succeeded") await settle(tx, ctx, locked, intent);
      else await adoptUnsettled(tx, ctx, locked, { checkout, intent }, chargeId !== null);
    }
    if (intent?.status === "succeeded") {
      await adoptReversals(tx, ctx, payment, intent);
      await explainMovements(tx, ctx, { paymentIds: [paymentId] });
    }
    if (chargeId && payment.status !== before) await enqueue(tx, ctx, "charge.follow", { chargeId });
    return payment.status;
  });
}

/** Its money is there, and none of it went back. */
const isPlainSuccess = ({ status, refunds, disputes }: Intent): boolean =>
  status === "succeeded" && refunds.length === 0 && disputes.length === 0;

async function adoptUnsettled(
  tx: Tx,
  ctx: Context,
  locked: LockedPayment,
  { checkout, intent }: ProviderFacts,
  isCharge: boolean,
): Promise<void> {
  const { payment } = locked;
  if (intent?.status === "processing") {
    if (payment.status !== "processing") await process(tx, ctx, locked, intent);
    return;
  }
  if (!isUnderWay(payment.status)) return;
  // A declined card leaves the page open for another try; a debit that failed later does not.
  const isOver = checkout?.status !== "open";
  if (intent?.status === "failed" && isOver) {
    const { failure, intentId, method } = intent;
    await release(tx, ctx, locked, { status: "failed", failure, intentId, method });
    // What becomes of a charge that failed is told with the charge.
    if (!isCharge) await enqueue(tx, ctx, "payment.failed_mail", { paymentId: payment.id });
  } else if (isCharge && ctx.now > payment.expiresAt && intent?.status !== "cancelled") {
    // No request is under way for so long: it never reached the provider, or nobody is there to go on with it.
    const failure = intent ? "The bank wanted somebody to confirm it." : "The provider has no trace of it.";
    await giveUpCharge(tx, ctx, payment, failure);
    await release(tx, ctx, locked, { status: "failed", failure });
  } else if (checkout?.status === "expired" || intent?.status === "cancelled") {
    await release(tx, ctx, locked, { status: "expired" });
  } else if (!checkout && ctx.now > payment.expiresAt) {
    // The provider knows of no page for it, and none can come any more.
    await release(tx, ctx, locked, { status: "expired" });
  }
}

/** The answer to our charge, or what was found of it when the answer was lost. */
async function noteIntent(tx: Tx, ctx: Context, payment: Payment, { intentId }: Intent): Promise<void> {
  if (payment.status === "created") {
    const status = move("payment", PAYMENT_MACHINE, payment.status, "submitted");
    await writePayment(tx, ctx, payment, { status, intentId, submittedAt: ctx.now });
    await record(tx, ctx, {
      action: "payment.submitted",
      subject: ["payment", payment.id],
      customerId: payment.customerId,
    });
  }
  await endCall(tx, ctx, payment, "charge.create", {
    status: "succeeded",
    resultRef: intentId,
    error: null,
    resolvedAt: ctx.now,
  });
}

const giveUpCharge = (tx: Tx, ctx: Context, payment: Payment, error: string) =>
  endCall(tx, ctx, payment, "charge.create", { status: "refused", error, resolvedAt: ctx.now });

/** Writes down what became of the call that made a payment's page or charge, if nobody did before. */
async function endCall(
  tx: Tx,
  ctx: Context,
  payment: Payment,
  kind: "checkout.create" | "charge.create",
  end: Partial<typeof gatewayCalls.$inferSelect>,
): Promise<void> {
  await tx
    .update(gatewayCalls)
    .set(end)
    .where(
      and(
        eq(gatewayCalls.organizationId, ctx.organizationId),
        eq(gatewayCalls.paymentId, payment.id),
        eq(gatewayCalls.kind, kind),
        inArray(gatewayCalls.status, ["pending", "unknown"]),
      ),
    );
}

async function process(
  tx: Tx,
  ctx: Context,
  { payment, shares, legalEntity }: LockedPayment,
  intent: Intent,
): Promise<void> {
  const status = move("payment", PAYMENT_MACHINE, payment.status, "processing");
  const { intentId, method } = intent;
  const expectedOn = addWorkingDays(dayIn(ctx.now, legalEntity.timeZone), workingDaysToSettle(method));
  await writePayment(tx, ctx, payment, {
    status,
    intentId,
    method,
    expectedOn,
    endedAt: null,
    failure: null,
  });
  // It may come back from expired or failed: what it is to pay is in flight again.
  await markShares(tx, ctx, payment, shares, "reserved");
  await record(tx, ctx, {
    action: "payment.processing",
    subject: ["payment", payment.id],
    customerId: payment.customerId,
    data: {
      number: payment.number,
      amountMinor: String(payment.amountMinor),
      currency: payment.currency,
      method,
      expectedOn,
    },
  });
}

async function adoptReversals(
  tx: Tx,
  ctx: Context,
  payment: Payment,
  { refunds, disputes }: Intent,
): Promise<void> {
  const gone = [
    ...refunds.map((each) => ({
      ...each,
      kind: "refund" as const,
      networkCode: null,
      isGone: each.status === "succeeded",
      isBack: each.status === "failed",
    })),
    ...disputes.map((each) => ({
      ...each,
      kind: each.isReturn ? ("return" as const) : ("chargeback" as const),
      networkCode: each.networkCode ?? null,
      isGone: each.status === "open" || each.status === "lost",
      isBack: each.status === "won",
    })),
  ];
  if (gone.length === 0) return;
  const booked = await tx
    .select()
    .from(paymentReversals)
    .where(
      and(
        eq(paymentReversals.organizationId, ctx.organizationId),
        eq(paymentReversals.paymentId, payment.id),
      ),
    );
  const byRef = new Map(booked.map((reversal) => [reversal.providerRef, reversal]));
  for (const { kind, ref: providerRef, amountMinor, reason, networkCode, isGone, isBack } of gone) {
    const known = byRef.get(providerRef);
    if (!known && isGone) {
      await reverse(tx, ctx, payment, { kind, providerRef, amountMinor, reason });
      if (kind !== "refund")
        await followUpReturn(tx, ctx, payment, { kind, amountMinor, reason, networkCode });
    }
    if (known?.state === "booked" && isBack) await reinstate(tx, ctx, payment, known);
    // A refund that failed before it was booked leaves its amount to be refunded again.
    if (!known && isBack && kind === "refund") await endRefundCall(tx, ctx, providerRef);
  }
}

async function endRefundCall(tx: Tx, ctx: Context, refundRef: string): Promise<void> {
  await tx
    .update(gatewayCalls)
    .set({ status: "refused", error: "The bank did not make the refund.", resolvedAt: ctx.now })
    .where(
      and(
        eq(gatewayCalls.organizationId, ctx.organizationId),
        eq(gatewayCalls.kind, "refund.create"),
        eq(gatewayCalls.resultRef, refundRef),
      ),
    );
}

/** The answer to our own call was lost, but here is the page it made. */
async function noteCheckout(
  tx: Tx,
  ctx: Context,
  payment: Payment,
  { checkoutId, url }: Checkout,
): Promise<void> {
  if (payment.status !== "created") return;
  const status = move("payment", PAYMENT_MACHINE, payment.status, "submitted");
  await writePayment(tx, ctx, payment, { status, checkoutId, checkoutUrl: url, submittedAt: ctx.now });
  await endCall(tx, ctx, payment, "checkout.create", {
    status: "succeeded",
    resultRef: checkoutId,
    error: null,
    resolvedAt: ctx.now,
  });
}
