import type Stripe from "stripe";
import type { ChargeOutcome } from "./charge-outcome.ts";

/** A price as it goes over the wire; the package's own type holds a Decimal object that JSON cannot. */
type WirePrice = Omit<Stripe.Price, "unit_amount_decimal"> & { unit_amount_decimal: string | null };
/** A line of a checkout session, on the wire. */
export type WireLineItem = Omit<Stripe.LineItem, "price"> & { price: WirePrice | null };

/** The object of an event, as it was when the event happened. */
export interface StoredEvent {
  id: string;
  object: "event";
  api_version: string;
  created: number;
  data: { object: object; previous_attributes?: object };
  livemode: false;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

/** One event on its way to one endpoint. `held` waits for a release, `swallowed` never leaves. */
export interface Delivery {
  id: string;
  event: string;
  endpoint: string;
  status: "queued" | "held" | "retrying" | "delivered" | "given_up" | "swallowed";
  attempts: { at: number; status: number | null; error: string | null; signature: SigningFault | null }[];
}

export type SigningFault = "wrong_secret" | "old_timestamp" | "altered_body" | "rolled_secret";

/** Something that happens by itself once the stand-in's clock reaches `due` (milliseconds). */
export interface Task {
  id: string;
  due: number;
  kind:
    | "settle_payment"
    | "fail_payment"
    | "return_payment"
    | "expire_session"
    | "finish_refund"
    | "finish_payout"
    | "deliver";
  /** Id of the payment intent, session, refund, payout or delivery. */
  subject: string;
  /** Failure code, return reason or outcome, where the kind has one. */
  detail: string | null;
}

/** What a request under an idempotency key was and how it was answered. */
export interface StoredAnswer {
  at: number;
  method: string;
  path: string;
  body: string;
  requestId: string;
  /** Null while the first request is still being answered. */
  answer: { status: number; body: string } | null;
}

/** A fault for the next API requests that match. */
export interface RequestFault {
  kind: "drop_response" | "drop_request" | "server_error" | "rate_limit" | "delay";
  method: string | null;
  /** Start of the path, for example `/v1/refunds`. */
  path: string | null;
  remaining: number;
  /** server_error only: whether the work is done before the 500. */
  afterWork: boolean;
  /** delay only: milliseconds of real time. */
  ms: number;
}

interface DeliveryFaults {
  hold: boolean;
  swallow: { types: string[] | null; remaining: number } | null;
  delayMs: number;
  copies: number;
  signing: { fault: SigningFault; remaining: number } | null;
}

export interface StripeState {
  clockOffsetMs: number;
  customers: Record<string, Stripe.Customer>;
  deletedCustomers: string[];
  sessions: Record<string, Stripe.Checkout.Session>;
  lineItems: Record<string, WireLineItem[]>;
  /** What `payment_intent_data` asked for, kept until the payment intent is made. */
  paymentIntentData: Record<string, { description: string | null; metadata: Record<string, string> }>;
  paymentIntents: Record<string, Stripe.PaymentIntent>;
  setupIntents: Record<string, Stripe.SetupIntent>;
  paymentMethods: Record<string, Stripe.PaymentMethod>;
  mandates: Record<string, Stripe.Mandate>;
  /** Payment method id -> how charges of it end while nobody is there; as it should when not said. */
  chargeOutcomes: Record<string, { outcome: ChargeOutcome; reason: string | null }>;
  charges: Record<string, Stripe.Charge>;
  refunds: Record<string, Stripe.Refund>;
  disputes: Record<string, Stripe.Dispute>;
  balanceTransactions: Record<string, Stripe.BalanceTransaction>;
  /** Balance transaction id -> the payout that carried it. */
  paidOutBy: Record<string, string>;
  payouts: Record<string, Stripe.Payout>;
  /** Currency of payments -> the currency they are settled in, and what one unit of the first is worth in it. */
  settlements: Record<string, { currency: string; rate: number }>;
  /** Movements of customers' cash balances: bank transfers that came and nobody has applied. */
  cashTransactions: Record<string, Stripe.CustomerCashBalanceTransaction>;
  events: Record<string, StoredEvent>;
  endpoints: Record<string, Stripe.WebhookEndpoint>;
  deliveries: Record<string, Delivery>;
  /** Event id -> the ids of its deliveries. */
  deliveriesOf: Record<string, string[]>;
  /** Payment intent id -> the session it was made for. */
  sessionOf: Record<string, string>;
  tasks: Task[];
  answers: Record<string, StoredAnswer>;
  requestFaults: RequestFault[];
  deliveryFaults: DeliveryFaults;
}

export const noDeliveryFaults = (): DeliveryFaults => ({
  hold: false,
  swallow: null,
  delayMs: 0,
  copies: 1,
  signing: null,
});

export const emptyState = (): StripeState => ({
  clockOffsetMs: 0,
  customers: {},
  deletedCustomers: [],
  sessions: {},
  lineItems: {},
  paymentIntentData: {},
  paymentIntents: {},
  setupIntents: {},
  paymentMethods: {},
  mandates: {},
  chargeOutcomes: {},
  charges: {},
  refunds: {},
  disputes: {},
  balanceTransactions: {},
  paidOutBy: {},
  payouts: {},
  settlements: {},
  cashTransactions: {},
  events: {},
  endpoints: {},
  deliveries: {},
  deliveriesOf: {},
  sessionOf: {},
  tasks: [],
  answers: {},
  requestFaults: [],
  deliveryFaults: noDeliveryFaults(),
});

/** The id of an expandable field, whether it holds the id or the object. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : value.id;
}
