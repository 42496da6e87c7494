import Stripe from "stripe";
import {
  type Checkout,
  type CheckoutSpec,
  type GatewayDispute,
  type GatewayEvent,
  type GatewayRefund,
  GatewayRefused,
  type Intent,
  type PaymentGateway,
} from "./gateway.ts";
import { fromStripeMinor, toStripeMinor } from "./stripe-amount.ts";

export type StripeSettings = {
  secretKey: string;
  webhookSecret: string;
  /** Another place than Stripe's own, such as a stand-in on this machine. */
  apiUrl?: string;
};

const PAGE = 100;
/** Disputes that only ask a question; no money moves. Source: docs.stripe.com/disputes/how-disputes-work. */
const INQUIRIES: readonly string[] = ["warning_needs_response", "warning_under_review", "warning_closed"];
const BANK_DEBITS: readonly string[] = [
  "us_bank_account",
  "sepa_debit",
  "bacs_debit",
  "au_becs_debit",
  "acss_debit",
];

/** The one module that talks to Stripe. Full redirect to Checkout: no card number ever comes near us. */
export function stripeGateway({ secretKey, webhookSecret, apiUrl }: StripeSettings): PaymentGateway {
  const stripe = new Stripe(secretKey, {
    ...addressOf(apiUrl),
    maxNetworkRetries: 1,
    timeout: 20_000,
    telemetry: false,
  });

  return {
    async openCheckout(spec) {
      return asCheckout(
        await refusals(() =>
          stripe.checkout.sessions.create(checkoutParams(spec), { idempotencyKey: spec.key }),
        ),
      );
    },

    async readCheckout(checkoutId) {
      return asCheckout(await stripe.checkout.sessions.retrieve(checkoutId));
    },

    async findCheckout(paymentId, since) {
      const created = { gte: Math.floor(since.getTime() / 1000) - 60 };
      for await (const session of stripe.checkout.sessions.list({ created, limit: PAGE }))
        if (session.client_reference_id === paymentId) return asCheckout(session);
      return null;
    },

    async expireCheckout(checkoutId, key) {
      return asCheckout(
        await refusals(() => stripe.checkout.sessions.expire(checkoutId, {}, { idempotencyKey: key })),
      );
    },

    async readIntent(intentId) {
      const intent = await stripe.paymentIntents.retrieve(intentId, { expand: ["latest_charge"] });
      const charge = typeof intent.latest_charge === "string" ? null : intent.latest_charge;
      const refunds: GatewayRefund[] = [];
      const disputes: GatewayDispute[] = [];
      if (charge?.refunded || (charge?.amount_refunded ?? 0) > 0 || intent.status === "succeeded")
        for await (const refund of stripe.refunds.list({ payment_intent: intentId, limit: PAGE }))
          refunds.push(asRefund(refund));
      if (charge?.disputed)
        for await (const dispute of stripe.disputes.list({ payment_intent: intentId, limit: PAGE }))
          disputes.push(asDispute(dispute, charge.payment_method_details?.type ?? ""));
      return asIntent(intent, charge, refunds, disputes);
    },

    async refund({ key, intentId, amountMinor, paymentId }) {
      return asRefund(
        await refusals(async () => {
          const { currency } = await stripe.paymentIntents.retrieve(intentId);
          return stripe.refunds.create(
            {
              payment_intent: intentId,
              amount: toStripeMinor(amountMinor, currency),
              metadata: { payment_id: paymentId, call_id: key },
            },
            { idempotencyKey: key },
          );
        }),
      );
    },

    readEvent(body, signature) {
      try {
        return asEvent(stripe.webhooks.constructEvent(body, signature, webhookSecret));
      } catch (cause) {
        throw new GatewayRefused("The event's signature does not fit", { cause });
      }
    },

    async listEvents(since) {
      const events: GatewayEvent[] = [];
      const created = { gte: Math.floor(since.getTime() / 1000) };
      for await (const event of stripe.events.list({ created, limit: PAGE })) events.push(asEvent(event));
      return events.reverse();
    },
  };
}

function checkoutParams(spec: CheckoutSpec): Stripe.Checkout.SessionCreateParams {
  const metadata = {
    payment_id: spec.paymentId,
    organization_id: spec.organizationId,
    payment_number: spec.number,
  };
  return {
    mode: "payment",
    client_reference_id: spec.paymentId,
    allowed_payment_method_types: [...spec.methods],
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: spec.currency.toLowerCase(),
          unit_amount: toStripeMinor(spec.amountMinor, spec.currency),
          product_data: { name: spec.description },
        },
      },
    ],
    ...(spec.email ? { customer_email: spec.email } : {}),
    metadata,
    payment_intent_data: { metadata, description: spec.number },
    success_url: spec.successUrl,
    cancel_url: spec.cancelUrl,
    expires_at: Math.floor(spec.expiresAt.getTime() / 1000),
  };
}

function asCheckout(session: Stripe.Checkout.Session): Checkout {
  return {
    checkoutId: session.id,
    url: session.url ?? null,
    status: checkoutStatus(session.status),
    intentId: idOf(session.payment_intent),
    paymentId: session.client_reference_id ?? null,
  };
}

function checkoutStatus(status: string | null): Checkout["status"] {
  if (status === "complete") return "complete";
  return status === "expired" ? "expired" : "open";
}

function asIntent(
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge | null,
  refunds: GatewayRefund[],
  disputes: GatewayDispute[],
): Intent {
  const currency = intent.currency.toUpperCase();
  const error = intent.last_payment_error;
  return {
    intentId: intent.id,
    paymentId: intent.metadata.payment_id ?? null,
    status: intentStatus(intent),
    currency,
    receivedMinor: fromStripeMinor(intent.amount_received, currency),
    method:
      charge?.payment_method_details?.type ??
      error?.payment_method?.type ??
      intent.payment_method_types[0] ??
      null,
    chargeId: charge?.id ?? null,
    failure: error?.message ?? charge?.failure_message ?? null,
    refunds,
    disputes,
  };
}

function intentStatus({ status, last_payment_error }: Stripe.PaymentIntent): Intent["status"] {
  if (status === "succeeded") return "succeeded";
  if (status === "processing") return "processing";
  if (status === "canceled") return "cancelled";
  return status === "requires_payment_method" && last_payment_error ? "failed" : "open";
}

function asRefund(refund: Stripe.Refund): GatewayRefund {
  const status =
    refund.status === "succeeded"
      ? "succeeded"
      : refund.status === "failed" || refund.status === "canceled"
        ? "failed"
        : "pending";
  return {
    callId: refund.metadata?.call_id ?? null,
    ref: refund.id,
    amountMinor: fromStripeMinor(refund.amount, refund.currency),
    status,
    reason: refund.reason ?? null,
  };
}

function asDispute(dispute: Stripe.Dispute, method: string): GatewayDispute {
  const { reason } = dispute;
  return {
    ref: dispute.id,
    amountMinor: fromStripeMinor(dispute.amount, dispute.currency),
    status: disputeStatus(dispute.status),
    isReturn: BANK_DEBITS.includes(method),
    reason,
  };
}

function disputeStatus(status: string): GatewayDispute["status"] {
  if (INQUIRIES.includes(status)) return "inquiry";
  if (status === "won") return "won";
  return status === "lost" ? "lost" : "open";
}

/** The few fields we read of whatever object an event carries; the object itself is read again before we act. */
type EventObject = {
  id?: string;
  object?: string;
  client_reference_id?: string | null;
  payment_intent?: string | { id: string } | null;
  metadata?: Record<string, string> | null;
};

function asEvent(event: Stripe.Event): GatewayEvent {
  const object = event.data.object as EventObject;
  return {
    eventId: event.id,
    type: event.type,
    occurredAt: new Date(event.created * 1000),
    objectId: object.id ?? null,
    paymentId: object.metadata?.payment_id ?? object.client_reference_id ?? null,
    intentId: object.object === "payment_intent" ? (object.id ?? null) : idOf(object.payment_intent),
    body: event,
  };
}

const idOf = (ref: string | { id: string } | null | undefined): string | null =>
  typeof ref === "string" ? ref : (ref?.id ?? null);

/** Stripe's definite noes become `GatewayRefused`; time-outs, broken connections, 429 and 5xx stay unknown. */
async function refusals<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const definite =
      error instanceof Stripe.errors.StripeInvalidRequestError ||
      error instanceof Stripe.errors.StripeCardError;
    if (definite) throw new GatewayRefused(error.message, { cause: error });
    throw error;
  }
}

function addressOf(apiUrl: string | undefined): Stripe.StripeConfig {
  if (!apiUrl) return {};
  const { protocol, hostname, port } = new URL(apiUrl);
  return {
    protocol: protocol === "http:" ? "http" : "https",
    host: hostname,
    port: port || (protocol === "http:" ? "80" : "443"),
  };
}
