import { newId } from "@openitem/db/ids";
import { contacts } from "@openitem/db/schema/access";
import { gatewayCalls, payments } from "@openitem/db/schema/payments";
import { and, eq, inArray } from "drizzle-orm";
import type { Context, PayingContext } from "../kernel/context.ts";
import { move } from "../kernel/machine.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read, record, type Tx, transact } from "../kernel/transact.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { closeCheckout } from "./close-checkout.ts";
import { type Checkout, GatewayRefused } from "./gateway.ts";
import { lockPayment } from "./lock-payment.ts";
import { PAYMENT_MACHINE, type Payment } from "./payment.ts";
import { release } from "./release.ts";
import { writePayment } from "./write-payment.ts";

/** The provider forgets what it did for a key after this; then only looking tells. Source: docs.stripe.com/api/idempotent_requests. */
export const KEY_HOLDS_MS = 24 * 3600_000;

type Call = typeof gatewayCalls.$inferSelect;

/**
 * Gets the checkout page of a payment that was reserved, and answers its address. Safe to repeat: the call's id is
 * the provider's key, an answer that was lost is looked for, and nothing is ever asked for twice.
 */
export async function openCheckout(ctx: PayingContext, paymentId: string): Promise<string> {
  const { payment, call, spec } = await read(ctx, async (tx) => {
    const [payment] = await tx
      .select()
      .from(payments)
      .where(and(eq(payments.organizationId, ctx.organizationId), eq(payments.id, paymentId)));
    if (!payment)
      throw new Refusal("missing", "payment.missing", "We cannot find this payment on your account.");
    const [call] = await tx
      .select()
      .from(gatewayCalls)
      .where(
        and(
          eq(gatewayCalls.organizationId, ctx.organizationId),
          eq(gatewayCalls.paymentId, paymentId),
          eq(gatewayCalls.kind, "checkout.create"),
          inArray(gatewayCalls.status, ["pending", "unknown"]),
        ),
      );
    const policy = await readPolicy(tx, ctx, "payment");
    const spec = {
      methods: policy.methods[payment.currency] ?? policy.methods["*"] ?? ["card"],
      email: await payerEmail(tx, ctx),
    };
    return { payment, call, spec };
  });

  if (payment.checkoutUrl && payment.status === "submitted") return payment.checkoutUrl;
  if (!call || payment.status !== "created") throw over(payment.status);

  const sure = call.status === "unknown" ? await lookOrRenew(ctx, payment, call) : { call, found: null };
  let opened: Opened;
  try {
    const checkout = sure.found ?? (await ask(ctx, payment, sure.call, spec));
    opened = await submit(ctx, payment.id, sure.call.id, checkout);
  } catch (error) {
    await noteFailure(ctx, payment.id, sure.call.id, error);
    throw new Refusal(
      "conflict",
      "payment.provider",
      error instanceof GatewayRefused
        ? "The payment page could not be opened. Nothing was charged. Your selection is still here."
        : "Stripe has not answered. Nothing was charged; we look again by ourselves. Try again in a minute.",
    );
  }
  if (opened.url) return opened.url;
  // It was cancelled, or ran out, while the page was being made: nobody may pay on it any more.
  await closeCheckout(ctx, payment.id, opened.checkoutId);
  throw over(opened.status);
}

const over = (status: string) =>
  new Refusal(
    "conflict",
    "payment.over",
    "This payment is no longer open. Look at its page before you pay again.",
    { status },
  );

/**
 * What became of a call nobody heard the end of: its page, if it made one. If not, the call is given up and a new one
 * written in its place, because the old key may hold a fault for ever. A page that should still come of the old call
 * has an address nobody knows, and runs out.
 */
async function lookOrRenew(
  ctx: PayingContext,
  payment: Payment,
  call: Call,
): Promise<{ call: Call; found: Checkout | null }> {
  const found = await ctx.gateway.findCheckout(payment.id, call.createdAt);
  if (found) return { call, found };
  const renewed: Call = { ...call, id: newId(), status: "pending", error: null, createdAt: ctx.now };
  await transact(ctx, async (tx) => {
    await lockPayment(tx, ctx, payment.id);
    const given = await tx
      .update(gatewayCalls)
      .set({ status: "refused", error: "Looked for, and no page had come of it", resolvedAt: ctx.now })
      .where(
        and(
          eq(gatewayCalls.organizationId, ctx.organizationId),
          eq(gatewayCalls.id, call.id),
          eq(gatewayCalls.status, "unknown"),
        ),
      )
      .returning({ id: gatewayCalls.id });
    if (given.length === 0) throw over(payment.status);
    await tx.insert(gatewayCalls).values(renewed);
  });
  return { call: renewed, found: null };
}

async function ask(
  ctx: PayingContext,
  payment: Payment,
  call: Call,
  { methods, email }: { methods: readonly string[]; email: string | null },
): Promise<Checkout> {
  const isOld = ctx.now.getTime() - call.createdAt.getTime() > KEY_HOLDS_MS;
  if (isOld) {
    const found = await ctx.gateway.findCheckout(payment.id, call.createdAt);
    if (found) return found;
    throw new GatewayRefused("No checkout came of this call, and its key is no longer held");
  }
  const returnUrl = `${ctx.portalUrl}/payments/${payment.id}`;
  return ctx.gateway.openCheckout({
    key: call.id,
    organizationId: payment.organizationId,
    paymentId: payment.id,
    number: payment.number,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    description: payment.number,
    methods,
    email,
    successUrl: `${returnUrl}?returned=1`,
    cancelUrl: `${returnUrl}?cancelled=1`,
    expiresAt: payment.expiresAt,
  });
}

/** `url` is null when the payment is over by now. */
type Opened = { url: string | null; checkoutId: string; status: Payment["status"] };

async function submit(
  ctx: PayingContext,
  paymentId: string,
  callId: string,
  checkout: Checkout,
): Promise<Opened> {
  return transact(ctx, async (tx) => {
    const { payment } = await lockPayment(tx, ctx, paymentId);
    const { checkoutId, url } = checkout;
    await tx
      .update(gatewayCalls)
      .set({ status: "succeeded", resultRef: checkoutId, error: null, resolvedAt: ctx.now })
      .where(and(eq(gatewayCalls.organizationId, ctx.organizationId), eq(gatewayCalls.id, callId)));
    const page = { checkoutId, checkoutUrl: url };
    // An event, or the same request in another tab, may have been here before us.
    if (payment.status === "created") {
      const status = move("payment", PAYMENT_MACHINE, payment.status, "submitted");
      await writePayment(tx, ctx, payment, { status, ...page, submittedAt: ctx.now });
      await record(tx, ctx, {
        action: "payment.submitted",
        subject: ["payment", paymentId],
        customerId: payment.customerId,
      });
    } else if (!payment.checkoutId) {
      await writePayment(tx, ctx, payment, page);
    }
    const isOpen = payment.status === "submitted" && payment.checkoutId === checkoutId;
    return { url: isOpen ? url : null, checkoutId, status: payment.status };
  });
}

async function noteFailure(
  ctx: PayingContext,
  paymentId: string,
  callId: string,
  error: unknown,
): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  await transact(ctx, async (tx) => {
    const locked = await lockPayment(tx, ctx, paymentId);
    const refused = error instanceof GatewayRefused;
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
          eq(gatewayCalls.id, callId),
          inArray(gatewayCalls.status, ["pending", "unknown"]),
        ),
      );
    if (refused && locked.payment.status === "created")
      await release(tx, ctx, locked, { status: "failed", failure: message });
  });
}

/** The address the provider sends its own notice to and fills into its form. */
async function payerEmail(tx: Tx, ctx: Context): Promise<string | null> {
  if (ctx.actor.kind !== "contact") return null;
  const [contact] = await tx
    .select({ email: contacts.email })
    .from(contacts)
    .where(and(eq(contacts.organizationId, ctx.organizationId), eq(contacts.id, ctx.actor.contactId)));
  return contact?.email ?? null;
}
