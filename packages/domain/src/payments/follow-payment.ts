import { paymentReversals, paymentShares, payments } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import { addWorkingDays, dayIn } from "../kernel/business-day.ts";
import type { Context, PayingContext } from "../kernel/context.ts";
import { move } from "../kernel/machine.ts";
import { Refusal } from "../kernel/refusal.ts";
import { enqueue, read, record, type Tx, transact } from "../kernel/transact.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { permit } from "../policies/permissions.ts";
import type { Checkout, Intent } from "./gateway.ts";
import { lockPayment } from "./lock-payment.ts";
import {
  isUnderWay,
  PAYMENT_MACHINE,
  type Payment,
  type PaymentStatus,
  type Share,
  workingDaysToSettle,
} from "./payment.ts";
import { release } from "./release.ts";
import { reinstate, reverse } from "./reverse.ts";
import { settle } from "./settle.ts";

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
  const payment = await read(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(payments)
      .where(and(eq(payments.organizationId, ctx.organizationId), eq(payments.id, paymentId)));
    return row;
  });
  if (!payment)
    throw new Refusal("missing", "payment.missing", "We cannot find this payment on your account.");
  permit(ctx.actor, "payment.follow", payment.customerId);

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
  return transact(ctx, async (tx) => {
    permit(ctx.actor, "payment.follow");
    const locked = await lockPayment(tx, ctx, paymentId);
    const { payment, shares } = locked;
    if (intent && intent.currency !== payment.currency)
      throw new Error(
        `Payment ${payment.number} is in ${payment.currency}, its intent in ${intent.currency}`,
      );

    if (checkout && !payment.checkoutId) await noteCheckout(tx, ctx, payment, checkout);
    if (intent?.status === "succeeded" && !payment.settledAt) {
      const { intentId, receivedMinor, method, chargeId } = intent;
      await settle(tx, ctx, { paymentId, receivedMinor, method, intentId, chargeId });
    } else if (!payment.settledAt) {
      await adoptUnsettled(tx, ctx, payment, shares, { checkout, intent });
    }
    if (intent?.status === "succeeded") await adoptReversals(tx, ctx, paymentId, intent);
    const { payment: now } = await lockPayment(tx, ctx, paymentId);
    return now.status;
  });
}

async function adoptUnsettled(
  tx: Tx,
  ctx: Context,
  payment: Payment,
  shares: Share[],
  { checkout, intent }: ProviderFacts,
): Promise<void> {
  if (intent?.status === "processing") {
    if (payment.status !== "processing") await process(tx, ctx, payment, intent);
    return;
  }
  if (!isUnderWay(payment.status)) return;
  // A declined card leaves the page open for another try; a debit that failed later does not.
  const isOver = checkout?.status !== "open";
  if (intent?.status === "failed" && isOver) {
    await release(tx, ctx, payment, shares, {
      status: "failed",
      failure: intent.failure,
      intentId: intent.intentId,
      method: intent.method,
    });
    await enqueue(tx, ctx, "payment.failed_mail", { paymentId: payment.id });
  } else if (checkout?.status === "expired" || intent?.status === "cancelled") {
    await release(tx, ctx, payment, shares, { status: "expired" });
  } else if (!checkout && ctx.now > payment.expiresAt) {
    // The provider knows of no page for it, and none can come any more.
    await release(tx, ctx, payment, shares, { status: "expired" });
  }
}

async function process(tx: Tx, ctx: Context, payment: Payment, intent: Intent): Promise<void> {
  const status = move("payment", PAYMENT_MACHINE, payment.status, "processing");
  const { timeZone } = await readEntity(tx, ctx, payment.legalEntityId);
  const expectedOn = addWorkingDays(dayIn(ctx.now, timeZone), workingDaysToSettle(intent.method));
  await tx
    .update(payments)
    .set({
      status,
      intentId: intent.intentId,
      method: intent.method,
      expectedOn,
      endedAt: null,
      failure: null,
    })
    .where(and(eq(payments.organizationId, ctx.organizationId), eq(payments.id, payment.id)));
  // It may come back from expired or failed: what it is to pay is in flight again.
  await tx
    .update(paymentShares)
    .set({ state: "reserved" })
    .where(
      and(eq(paymentShares.organizationId, ctx.organizationId), eq(paymentShares.paymentId, payment.id)),
    );
  await record(tx, ctx, {
    action: "payment.processing",
    subject: ["payment", payment.id],
    customerId: payment.customerId,
    data: {
      number: payment.number,
      amountMinor: String(payment.amountMinor),
      currency: payment.currency,
      method: intent.method,
      expectedOn,
    },
  });
}

async function adoptReversals(
  tx: Tx,
  ctx: Context,
  paymentId: string,
  { refunds, disputes }: Intent,
): Promise<void> {
  const booked = await tx
    .select()
    .from(paymentReversals)
    .where(
      and(eq(paymentReversals.organizationId, ctx.organizationId), eq(paymentReversals.paymentId, paymentId)),
    );
  const byRef = new Map(booked.map((reversal) => [reversal.providerRef, reversal]));
  const gone = [
    ...refunds.map((each) => ({
      ...each,
      kind: "refund" as const,
      isGone: each.status === "succeeded",
      isBack: each.status === "failed",
    })),
    ...disputes.map((each) => ({
      ...each,
      kind: each.isReturn ? ("return" as const) : ("chargeback" as const),
      isGone: each.status === "open" || each.status === "lost",
      isBack: each.status === "won",
    })),
  ];
  for (const { kind, ref: providerRef, amountMinor, reason, isGone, isBack } of gone) {
    const known = byRef.get(providerRef);
    const { payment } = await lockPayment(tx, ctx, paymentId);
    if (!known && isGone) await reverse(tx, ctx, payment, { kind, providerRef, amountMinor, reason });
    if (known?.state === "booked" && isBack) await reinstate(tx, ctx, payment, known);
  }
}

/** The answer to our own call was lost, but here is the page it made. */
async function noteCheckout(tx: Tx, ctx: Context, payment: Payment, checkout: Checkout): Promise<void> {
  if (payment.status !== "created") return;
  const status = move("payment", PAYMENT_MACHINE, payment.status, "submitted");
  await tx
    .update(payments)
    .set({ status, checkoutId: checkout.checkoutId, checkoutUrl: checkout.url, submittedAt: ctx.now })
    .where(and(eq(payments.organizationId, ctx.organizationId), eq(payments.id, payment.id)));
  payment.status = status;
  payment.checkoutId = checkout.checkoutId;
}
