import { paymentMethods } from "@openitem/db/schema/autopay";
import { payments, providerEvents } from "@openitem/db/schema/payments";
import { and, eq, or, sql } from "drizzle-orm";
import { z } from "zod";
import { followMethod } from "../autopay/follow-method.ts";
import type { Context, PayingContext } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read, transact } from "../kernel/transact.ts";
import { followProviderMoney, recordMovementOf } from "../provider-money/follow-provider-money.ts";
import { followPayment } from "./follow-payment.ts";

/** Kinds of events that can change a payment; others are kept and left alone. */
const ABOUT_PAYMENTS = /^(checkout\.session|payment_intent|charge|refund)\./;
/** Kinds of events that can change a kept payment method. */
const ABOUT_METHODS = /^(checkout\.session|setup_intent|payment_method|mandate)\./;

type EventRow = typeof providerEvents.$inferSelect;

/** Thrown when an event speaks of a payment we do not have yet: the job tries again later. */
export class EventParked extends Error {
  override readonly name = "EventParked";
}

export const processEventInput = z.object({ eventId: z.uuid() });

/** Acts on an event that was kept. It may run twice, late or out of order: the payment is read again at the provider. */
export async function processEvent(
  ctx: PayingContext,
  { eventId }: z.infer<typeof processEventInput>,
): Promise<void> {
  const event = await read(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(providerEvents)
      .where(and(eq(providerEvents.organizationId, ctx.organizationId), eq(providerEvents.id, eventId)));
    return row;
  });
  if (!event) throw new Refusal("missing", "event.missing", "We cannot find this event.");
  const method = await findMethod(ctx, event);
  if (method) return followKept(ctx, event, method.id);
  const aboutMoney = await told(ctx, event, () =>
    followProviderMoney(ctx, { ...event, customerRef: objectOf(event.body)?.customer ?? null }),
  );
  if (aboutMoney !== null) return close(ctx, event, "processed", aboutMoney);
  if (!ABOUT_PAYMENTS.test(event.type)) return close(ctx, event, "ignored", "Not about a payment");

  const intentId = intentOf(event.body);
  const payment = await findPayment(ctx, event.paymentId, intentId);
  if (!payment) {
    const ours = event.paymentId ?? (intentId ? (await ctx.gateway.readIntent(intentId)).paymentId : null);
    if (!ours) return close(ctx, event, "ignored", "No payment of ours");
    const found = await findPayment(ctx, ours, null);
    if (!found) {
      await park(ctx, event);
      throw new EventParked(`Event ${event.eventId} speaks of payment ${ours}, which is not here yet`);
    }
    return follow(ctx, event, found.id, intentId);
  }
  return follow(ctx, event, payment.id, intentId);
}

async function follow(
  ctx: PayingContext,
  event: EventRow,
  paymentId: string,
  intentId: string | null,
): Promise<void> {
  try {
    const status = await followPayment(ctx, { paymentId, intentId });
    await recordMovementOf(ctx, event);
    await close(ctx, event, "processed", `Payment is ${status}`, paymentId);
  } catch (error) {
    const outcome = error instanceof Error ? error.message : String(error);
    await write(ctx, event, { status: "failed", outcome, paymentId });
    throw error;
  }
}

/** The kept method that an event is about: by our id on its page, or by what the provider calls it. */
async function findMethod(ctx: Context, event: EventRow): Promise<{ id: string } | undefined> {
  const object = ABOUT_METHODS.test(event.type) ? objectOf(event.body) : null;
  if (!object) return undefined;
  const ours = z.uuid().safeParse(object.metadata?.method_id);
  const ref = object.object === "payment_method" ? object.id : object.payment_method;
  if (!ours.success && (object.object === "checkout.session" || !ref)) return undefined;
  return read(ctx, async (tx) => {
    const [row] = await tx
      .select({ id: paymentMethods.id })
      .from(paymentMethods)
      .where(
        and(
          eq(paymentMethods.organizationId, ctx.organizationId),
          ours.success ? eq(paymentMethods.id, ours.data) : eq(paymentMethods.providerRef, ref ?? ""),
        ),
      )
      .limit(1);
    return row;
  });
}

async function followKept(ctx: PayingContext, event: EventRow, methodId: string): Promise<void> {
  const status = await told(ctx, event, () => followMethod(ctx, { methodId }));
  await close(ctx, event, "processed", `Payment method is ${status}`);
}

/** What the work answers; when it fails, the event says why, and the job tries again. */
async function told<T>(ctx: Context, event: EventRow, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const outcome = error instanceof Error ? error.message : String(error);
    await write(ctx, event, { status: "failed", outcome });
    throw error;
  }
}

async function findPayment(ctx: Context, paymentId: string | null, intentId: string | null) {
  if (!paymentId && !intentId) return undefined;
  return read(ctx, async (tx) => {
    const [row] = await tx
      .select({ id: payments.id })
      .from(payments)
      .where(
        and(
          eq(payments.organizationId, ctx.organizationId),
          or(
            paymentId ? eq(payments.id, paymentId) : undefined,
            intentId ? eq(payments.intentId, intentId) : undefined,
          ),
        ),
      )
      .limit(1);
    return row;
  });
}

const park = (ctx: Context, event: EventRow) =>
  write(ctx, event, { status: "parked", outcome: "Its payment is not here yet" });

const close = (
  ctx: Context,
  event: EventRow,
  status: "processed" | "ignored",
  outcome: string,
  paymentId = event.paymentId,
) => write(ctx, event, { status, outcome, paymentId, processedAt: ctx.now });

async function write(ctx: Context, event: EventRow, change: Partial<EventRow>): Promise<void> {
  await transact(ctx, async (tx) => {
    await tx
      .update(providerEvents)
      .set({ processedAt: null, ...change, attempts: sql`${providerEvents.attempts} + 1` })
      .where(and(eq(providerEvents.organizationId, ctx.organizationId), eq(providerEvents.id, event.id)));
  });
}

const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);
const eventBody = z.object({
  data: z.object({
    object: z.object({
      id: z.string().optional(),
      object: z.string().optional(),
      payment_intent: reference.nullish(),
      payment_method: reference.nullish(),
      customer: reference.nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  }),
});

function objectOf(body: unknown) {
  const parsed = eventBody.safeParse(body);
  return parsed.success ? parsed.data.data.object : null;
}

/** The intent that an event's object is, or belongs to. */
function intentOf(body: unknown): string | null {
  const about = objectOf(body);
  if (!about) return null;
  const { id, object, payment_intent } = about;
  return object === "payment_intent" ? (id ?? null) : (payment_intent ?? null);
}
