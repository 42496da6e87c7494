import { gatewayCalls, payments, providerEvents } from "@openitem/db/schema/payments";
import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import type { PayingContext } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { closeCheckout, finishClosing } from "./close-checkout.ts";
import { followPayment } from "./follow-payment.ts";
import { GatewayRefused } from "./gateway.ts";
import { KEY_HOLDS_MS } from "./open-checkout.ts";
import { isUnderWay, type PaymentStatus } from "./payment.ts";
import { receiveEvent } from "./receive-event.ts";
import { resolveCall } from "./resolve-call.ts";

export type Swept = { events: number; payments: number; calls: number; failures: string[] };

/** Payments and calls younger than this are left to their own request. */
const YOUNG_MS = 2 * 60_000;
const OVERLAP_MS = 3600_000;
/** The provider lists events of the last 30 days only. Source: docs.stripe.com/api/events/list. */
const EVENTS_KEPT_MS = 29 * 86_400_000;
const PAYMENTS_PER_SWEEP = 500;

/**
 * Finds what never arrived: events that no webhook brought, payments that stand still, refunds whose answer was lost.
 * One that fails does not keep the others; its reason is told.
 */
export async function sweepPayments(ctx: PayingContext): Promise<Swept> {
  permit(ctx.actor, "payment.follow");
  const failures: string[] = [];
  const events = await sweepEvents(ctx);
  const cutoff = new Date(ctx.now.getTime() - YOUNG_MS);
  const { waiting, calls } = await read(ctx, async (tx) => ({
    waiting: await tx
      .select({ id: payments.id, number: payments.number })
      .from(payments)
      .where(
        and(
          eq(payments.organizationId, ctx.organizationId),
          inArray(payments.status, ["created", "submitted", "processing"]),
          lt(payments.createdAt, cutoff),
        ),
      )
      .orderBy(asc(payments.createdAt))
      .limit(PAYMENTS_PER_SWEEP),
    calls: await tx
      .select({
        id: gatewayCalls.id,
        createdAt: gatewayCalls.createdAt,
        paymentId: gatewayCalls.paymentId,
        kind: gatewayCalls.kind,
        amountMinor: gatewayCalls.amountMinor,
        resultRef: gatewayCalls.resultRef,
        status: payments.status,
        intentId: payments.intentId,
      })
      .from(gatewayCalls)
      .innerJoin(
        payments,
        and(
          eq(payments.organizationId, gatewayCalls.organizationId),
          eq(payments.id, gatewayCalls.paymentId),
        ),
      )
      .where(
        and(
          eq(gatewayCalls.organizationId, ctx.organizationId),
          inArray(gatewayCalls.status, ["pending", "unknown"]),
          lt(gatewayCalls.createdAt, cutoff),
        ),
      ),
  }));
  for (const { id, number } of waiting)
    await attempt(failures, number, () => followPayment(ctx, { paymentId: id }));
  for (const call of calls) await attempt(failures, call.id, () => resolveOpenCall(ctx, call));
  return { events, payments: waiting.length, calls: calls.length, failures };
}

async function sweepEvents(ctx: PayingContext): Promise<number> {
  const newest = await read(ctx, async (tx) => {
    const [row] = await tx
      .select({ occurredAt: providerEvents.occurredAt })
      .from(providerEvents)
      .where(and(eq(providerEvents.organizationId, ctx.organizationId), eq(providerEvents.source, "sweep")))
      .orderBy(desc(providerEvents.occurredAt))
      .limit(1);
    return row?.occurredAt;
  });
  const oldest = ctx.now.getTime() - EVENTS_KEPT_MS;
  const since = new Date(Math.max(oldest, (newest?.getTime() ?? oldest) - OVERLAP_MS));
  let fresh = 0;
  for (const event of await ctx.gateway.listEvents(since))
    if (await receiveEvent(ctx, event, "sweep")) fresh += 1;
  return fresh;
}

type OpenCall = {
  id: string;
  kind: "checkout.create" | "checkout.expire" | "refund.create" | "charge.create";
  createdAt: Date;
  paymentId: string;
  amountMinor: bigint | null;
  resultRef: string | null;
  intentId: string | null;
  /** Of its payment. */
  status: PaymentStatus;
};

async function resolveOpenCall(ctx: PayingContext, call: OpenCall): Promise<void> {
  if (call.kind === "refund.create") return resolveRefund(ctx, call);
  if (call.kind === "checkout.expire") {
    if (call.resultRef) await finishClosing(ctx, call.id, call.resultRef);
    return;
  }
  // A page or charge of a payment under way is looked for when the payment is followed.
  if (isUnderWay(call.status)) return;
  if (call.kind === "charge.create") await followPayment(ctx, { paymentId: call.paymentId });
  else await closeStrayPage(ctx, call);
}

/** The payment is over, and nobody heard whether its page came to be: if it did, nobody may pay on it. */
async function closeStrayPage(ctx: PayingContext, call: OpenCall): Promise<void> {
  const page = await ctx.gateway.findCheckout(call.paymentId, call.createdAt);
  if (page?.status === "open") await closeCheckout(ctx, call.paymentId, page.checkoutId);
  await resolveCall(
    ctx,
    call.id,
    page
      ? { status: "succeeded", resultRef: page.checkoutId }
      : { status: "refused", error: "Looked for, and no page had come of it" },
  );
}

/** Looks among the refunds there are; only while the key still holds may the call be made again, with that key. */
async function resolveRefund(ctx: PayingContext, call: OpenCall): Promise<void> {
  if (!call.intentId || !call.amountMinor) return;
  const { id, intentId, amountMinor, paymentId } = call;
  const made = (await ctx.gateway.readIntent(intentId)).refunds.find((refund) => refund.callId === id);
  if (made) return resolveCall(ctx, id, { status: "succeeded", resultRef: made.ref });
  if (ctx.now.getTime() - call.createdAt.getTime() > KEY_HOLDS_MS)
    return resolveCall(ctx, id, {
      status: "refused",
      error: "No refund came of this call, and its key is no longer held",
    });
  try {
    const refund = await ctx.gateway.refund({ key: id, intentId, amountMinor, paymentId });
    await resolveCall(ctx, id, { status: "succeeded", resultRef: refund.ref });
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    await resolveCall(ctx, id, { status: "refused", error: error.message });
  }
}

async function attempt(failures: string[], name: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
