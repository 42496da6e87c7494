import { payments } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { cancelPayment } from "../payments/cancel-payment.ts";
import { followPayment, type ProviderFacts } from "../payments/follow-payment.ts";
import type { GatewayDispute, GatewayRefund, PaymentGateway } from "../payments/gateway.ts";
import type { Payment, PaymentStatus } from "../payments/payment.ts";
import { refundPayment } from "../payments/refund-payment.ts";
import { type StartPaymentInput, startPayment } from "../payments/start-payment.ts";
import { customerOf } from "./customers.ts";
import { demoId, demoRef } from "./demo-id.ts";
import type { Part } from "./documents.ts";
import { factsAbout } from "./scripted-gateway.ts";
import {
  asContact,
  asStaff,
  asWorker,
  type Happening,
  itemId,
  officeTime,
  paying,
  type Stage,
} from "./stage.ts";

/* Payments through Stripe. Each step looks first where the payment stands, so a story that was cut off goes on. */

export type DemoPayment = {
  key: string;
  customer: string;
  payer: string;
  method: "card" | "us_bank_account" | "sepa_debit";
  on: number;
  time?: string;
  pays: readonly (Part & { shortReason?: string; shortNote?: string })[];
  credits?: readonly Part[];
  onAccountMinor?: bigint;
  currency?: string;
  after?: readonly Step[];
};

/** What becomes of it, on which day. */
export type Step = { on: number; time?: string } & (
  | { is: "processing" | "settled" | "expired" | "cancelled" }
  | { is: "failed"; reason: string }
  | { is: "refunded"; amountMinor: bigint; reason: string }
  /** A refund that the payer's bank sent back. */
  | { is: "refund_failed"; amountMinor: bigint; reason: string }
  | { is: "returned" | "charged_back"; reason: string }
  | { is: "won" }
);

/** The states in which a step is still to be taken. */
const BEFORE: Readonly<Record<Step["is"], readonly PaymentStatus[]>> = {
  processing: ["submitted"],
  // Money may come for a payment whose time was over.
  settled: ["submitted", "processing", "expired"],
  failed: ["submitted", "processing"],
  expired: ["submitted"],
  cancelled: ["submitted"],
  refunded: ["settled", "part_refunded"],
  refund_failed: ["refunded", "part_refunded"],
  returned: ["settled"],
  charged_back: ["settled"],
  won: ["charged_back"],
};

export const paymentId = (key: string): string => demoId(`payment:${key}`);

/** A payment of the past, step by step. */
export function pay(stage: Stage, story: DemoPayment): Happening[] {
  const at = officeTime(stage, story.customer, story.on, story.time ?? "11:20");
  return [{ at, run: () => start(stage, story, at, stage.past) }, ...stepsOf(stage, story)];
}

/** What becomes of a payment that was begun. */
export const stepsOf = (stage: Stage, story: DemoPayment): Happening[] =>
  (story.after ?? []).map((step): Happening => {
    const when = officeTime(stage, story.customer, step.on, step.time ?? "13:05");
    return { at: when, run: () => takeStep(stage, story, step, when) };
  });

/** A payment that is left under way, at a moment close to the present. */
export function payNow(
  stage: Stage,
  story: DemoPayment,
  { at, until }: { at: Date; until: "created" | "submitted" | "processing" },
): Happening {
  return {
    at,
    async run() {
      const { present } = stage;
      if (until === "created") return startUnanswered(stage, story, at);
      await start(stage, story, at, present.gateway);
      const ctx = paying(stage, asWorker(stage, "payments", at), present.gateway);
      const payment = await readPayment(ctx, story.key);
      if (until === "submitted" || payment.status !== "submitted") return;
      invariant(story.method !== "card", "only a bank debit takes days");
      const status = await followPayment(ctx, { paymentId: payment.id });
      if (status === "submitted" && (await present.debit(payment, story.method)))
        await followPayment(ctx, { paymentId: payment.id });
    },
  };
}

async function start(stage: Stage, story: DemoPayment, at: Date, gateway: PaymentGateway): Promise<void> {
  const ctx = paying(stage, asContact(stage, story.payer, at), gateway);
  const present = await findPayment(ctx, story.key);
  if (present && present.status !== "created") return;
  await startPayment(ctx, inputOf(story));
}

/** The provider's answer is lost on its way, and the payment waits to be looked for. */
async function startUnanswered(stage: Stage, story: DemoPayment, at: Date): Promise<void> {
  const mute: PaymentGateway = {
    ...stage.past,
    openCheckout: () => Promise.reject(new Error("The connection was closed before an answer came")),
  };
  try {
    await start(stage, story, at, mute);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "payment.provider") throw error;
  }
}

export function inputOf(story: DemoPayment): StartPaymentInput {
  const customer = customerOf(story.customer);
  return {
    paymentId: paymentId(story.key),
    customerId: customer.id,
    currency: story.currency ?? customer.currency,
    debits: story.pays.map(({ item, ...wish }) => ({ itemId: itemId(item), ...wish })),
    credits: (story.credits ?? []).map(({ item, amountMinor }) => ({ itemId: itemId(item), amountMinor })),
    onAccountMinor: story.onAccountMinor ?? 0n,
  };
}

async function takeStep(stage: Stage, story: DemoPayment, step: Step, at: Date): Promise<void> {
  const id = paymentId(story.key);
  const ctx = paying(stage, asWorker(stage, "payments", at), stage.past);
  const payment = await readPayment(ctx, story.key);
  if (!BEFORE[step.is].includes(payment.status)) return;
  const finance = paying(stage, asStaff(stage, "ingrid", at), stage.past);
  if (step.is === "cancelled") {
    await cancelPayment(paying(stage, asContact(stage, story.payer, at), stage.past), { paymentId: id });
    return;
  }
  if (step.is === "refunded") {
    const { amountMinor, reason } = step;
    await refundPayment(finance, {
      callId: refundCall(story, amountMinor),
      paymentId: id,
      amountMinor,
      reason,
    });
  }
  stage.past.tell(id, factsOf(story, step, payment));
  await followPayment(ctx, { paymentId: id });
}

const refundCall = ({ key }: DemoPayment, amountMinor: bigint) => demoId(`refund:${key}:${amountMinor}`);

/** What the provider says after a step. */
function factsOf(story: DemoPayment, step: Step, payment: Payment): ProviderFacts {
  const facts = factsAbout(payment, story.method);
  if (step.is === "expired")
    return { checkout: { ...facts.checkout, status: "expired", intentId: null }, intent: null };
  return {
    checkout: facts.checkout,
    intent: {
      ...facts.intent,
      status: step.is === "processing" || step.is === "failed" ? step.is : "succeeded",
      failure: step.is === "failed" ? step.reason : null,
      refunds: refundsAfter(story, step),
      disputes: disputesAfter(step, payment),
    },
  };
}

function refundsAfter(story: DemoPayment, step: Step): GatewayRefund[] {
  if (step.is !== "refunded" && step.is !== "refund_failed") return [];
  const { amountMinor, reason } = step;
  const callId = refundCall(story, amountMinor);
  const status = step.is === "refunded" ? "succeeded" : "failed";
  return [{ callId, ref: demoRef("re", callId), amountMinor, status, reason }];
}

function disputesAfter(step: Step, { id, amountMinor }: Payment): GatewayDispute[] {
  if (step.is !== "returned" && step.is !== "charged_back" && step.is !== "won") return [];
  return [
    {
      ref: demoRef("dp", id),
      amountMinor,
      status: step.is === "returned" ? "lost" : step.is === "won" ? "won" : "open",
      isReturn: step.is === "returned",
      reason: step.is === "won" ? "fraudulent" : step.reason,
    },
  ];
}

export async function findPayment(ctx: Context, key: string): Promise<Payment | undefined> {
  return read(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(payments)
      .where(and(eq(payments.organizationId, ctx.organizationId), eq(payments.id, paymentId(key))));
    return row;
  });
}

async function readPayment(ctx: Context, key: string): Promise<Payment> {
  const payment = await findPayment(ctx, key);
  invariant(payment, `payment ${key} was started`);
  return payment;
}
