import Stripe from "stripe";
import { type StripeControl, stripeControl } from "../src/control.ts";
import { startHttpServer } from "../src/http-server.ts";
import { type StripeStandInOptions, startStripeStandIn } from "../src/stripe-stand-in.ts";

const secret = "whsec_sandbox_test";
export const day = 24 * 60 * 60 * 1000;

export interface Received {
  id: string;
  type: string;
  status: number;
  event: Stripe.Event | null;
}

export interface Shop {
  stripe: Stripe;
  control: StripeControl;
  url: string;
  /** What arrived at the webhook address, in order, with what it answered. */
  received: Received[];
  /** Types of the events that were accepted, in order of arrival; waits for those under way. */
  types(): Promise<string[]>;
  /** The same, of the events about one object or payment. */
  typesAbout(id: string): Promise<string[]>;
  /** What the webhook address answers to a well signed event; 200 by default. */
  answerWith(status: (type: string) => number): void;
  close(): Promise<void>;
}

/** A merchant with a Stripe account at the stand-in and a webhook address that checks signatures. */
export async function openShop(options: Partial<StripeStandInOptions> = {}): Promise<Shop> {
  const received: Received[] = [];
  let status: (type: string) => number = () => 200;
  const receiver = await startHttpServer("127.0.0.1", 0, async (request) => {
    const body = await request.text();
    const claimed: { id: string; type: string } = JSON.parse(body);
    try {
      const event = Stripe.webhooks.constructEvent(
        body,
        request.headers.get("Stripe-Signature") ?? "",
        secret,
      );
      const answer = status(event.type);
      received.push({ id: event.id, type: event.type, status: answer, event });
      return new Response(null, { status: answer });
    } catch {
      received.push({ id: claimed.id, type: claimed.type, status: 400, event: null });
      return new Response(null, { status: 400 });
    }
  });
  const standIn = await startStripeStandIn({
    port: 0,
    webhookUrl: `http://127.0.0.1:${receiver.port}/webhooks/stripe`,
    webhookSecret: secret,
    settleDelayMs: 4 * day,
    ...options,
  });
  const { hostname, port } = new URL(standIn.url);
  const stripe = new Stripe(standIn.secretKey, {
    host: hostname,
    port,
    protocol: "http",
    maxNetworkRetries: 0,
  });
  const control = stripeControl(standIn.url);
  return {
    stripe,
    control,
    url: standIn.url,
    received,
    async types() {
      await control.idle();
      return received.filter((one) => one.status === 200).map((one) => one.type);
    },
    async typesAbout(id) {
      await control.idle();
      return received.filter((one) => one.status === 200 && isAbout(one.event, id)).map((one) => one.type);
    },
    answerWith(answer) {
      status = answer;
    },
    async close() {
      await standIn.close();
      await receiver.close();
    },
  };
}

function isAbout(event: Stripe.Event | null, id: string): boolean {
  const object: object = event?.data.object ?? {};
  return ("id" in object && object.id === id) || ("payment_intent" in object && object.payment_intent === id);
}

export interface Wanted {
  amount?: number;
  currency?: string;
  methods?: Stripe.Checkout.SessionCreateParams["allowed_payment_method_types"];
  more?: Partial<Stripe.Checkout.SessionCreateParams>;
}

/** Opens a checkout session for one invoice. */
export function openCheckout(shop: Shop, wanted: Wanted = {}): Promise<Stripe.Checkout.Session> {
  return shop.stripe.checkout.sessions.create({
    mode: "payment",
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: wanted.currency ?? "usd",
          unit_amount: wanted.amount ?? 12_345,
          product_data: { name: "INV-2026-0001" },
        },
      },
    ],
    ...(wanted.methods ? { allowed_payment_method_types: wanted.methods } : {}),
    client_reference_id: "attempt-1",
    metadata: { attempt: "attempt-1" },
    payment_intent_data: { metadata: { attempt: "attempt-1" } },
    success_url: "https://portal.example/return?session={CHECKOUT_SESSION_ID}",
    cancel_url: "https://portal.example/pay",
    ...wanted.more,
  });
}

/** A settled payment by one method; answers its payment intent's id. */
export async function paid(shop: Shop, wanted: Wanted = {}): Promise<string> {
  const session = await openCheckout(shop, wanted);
  const done = await shop.control.completeSession(session.id);
  const intent = String(done.payment_intent);
  if (done.payment_status === "unpaid") await shop.control.settlePayment(intent);
  return intent;
}

/** A method that was kept on a page of its own, for a customer that the page made. */
export async function kept(
  shop: Shop,
  kind: "card" | "us_bank_account" | "sepa_debit",
): Promise<{ customer: string; method: string; mandate: string | null }> {
  const session = await shop.stripe.checkout.sessions.create({
    mode: "setup",
    currency: kind === "sepa_debit" ? "eur" : "usd",
    allowed_payment_method_types: [kind],
    customer_creation: "always",
    customer_email: "ap@aldgate.example",
    custom_text: { submit: { message: "You let us debit what falls due." } },
    setup_intent_data: { metadata: { method_id: "method-1" } },
    success_url: "https://portal.example/",
    cancel_url: "https://portal.example/methods",
  });
  const done = await shop.control.completeSession(session.id);
  const setup = await shop.stripe.setupIntents.retrieve(String(done.setup_intent));
  return {
    customer: String(done.customer),
    method: String(setup.payment_method),
    mandate: setup.mandate === null ? null : String(setup.mandate),
  };
}

/** Charges a kept method while nobody is there. */
export const charge = (
  stripe: Stripe,
  customer: string,
  method: string,
  over: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create({
    amount: 12_345,
    currency: "usd",
    customer,
    payment_method: method,
    confirm: true,
    off_session: true,
    metadata: { attempt: "attempt-1" },
    ...over,
  });
