import Stripe from "stripe";
import {
  type Checkout,
  type CheckoutSpec,
  type GatewayEvent,
  GatewayRefused,
  type PaymentGateway,
} from "./gateway.ts";
import { toStripeMinor } from "./stripe-amount.ts";
import { addressOf, idOf, PAGE, refusals } from "./stripe-calls.ts";
import { asRefund, readIntent } from "./stripe-intents.ts";
import { savedMethods } from "./stripe-methods.ts";
import { money } from "./stripe-money.ts";

export type StripeSettings = {
  secretKey: string;
  webhookSecret: string;
  /** Another place than Stripe's own, such as a stand-in on this machine. */
  apiUrl?: string;
};

/** The one module that talks to Stripe. Full redirect to Checkout: no card number ever comes near us. */
export function stripeGateway({ secretKey, webhookSecret, apiUrl }: StripeSettings): PaymentGateway {
  const stripe = new Stripe(secretKey, {
    ...addressOf(apiUrl),
    maxNetworkRetries: 1,
    timeout: 20_000,
    telemetry: false,
  });

  return {
    ...savedMethods(stripe),
    ...money(stripe),

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

    readIntent: (intentId) => readIntent(stripe, intentId),

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
    // The page of a method to keep refers to the method, not to a payment.
    paymentId:
      object.metadata?.payment_id ??
      (object.metadata?.method_id ? null : (object.client_reference_id ?? null)),
    intentId: object.object === "payment_intent" ? (object.id ?? null) : idOf(object.payment_intent),
    body: event,
  };
}
