/*
 * What payments need of a payment provider. Amounts are minor units of the currency beside them. Every method may
 * throw `GatewayRefused` (it did not happen, and will not) or anything else (it is unknown whether it happened).
 */

export type CheckoutSpec = {
  /** The attempt's id: the provider does the same thing once for it. */
  key: string;
  organizationId: string;
  paymentId: string;
  number: string;
  amountMinor: bigint;
  currency: string;
  /** What the payer reads on the provider's page. */
  description: string;
  methods: readonly string[];
  email: string | null;
  successUrl: string;
  cancelUrl: string;
  expiresAt: Date;
};

export type Checkout = {
  checkoutId: string;
  url: string | null;
  status: "open" | "complete" | "expired";
  intentId: string | null;
  paymentId: string | null;
};

export type GatewayRefund = {
  /** The call of ours that asked for it; null when it was made elsewhere. */
  callId: string | null;
  ref: string;
  amountMinor: bigint;
  status: "pending" | "succeeded" | "failed";
  reason: string | null;
};

export type GatewayDispute = {
  ref: string;
  amountMinor: bigint;
  /** `inquiry` moved no money; the others took it until `won` brought it back. */
  status: "inquiry" | "open" | "won" | "lost";
  /** A bank debit that came back, rather than a cardholder's complaint. */
  isReturn: boolean;
  reason: string;
};

export type Intent = {
  intentId: string;
  paymentId: string | null;
  status: "open" | "processing" | "succeeded" | "failed" | "cancelled";
  currency: string;
  receivedMinor: bigint;
  method: string | null;
  chargeId: string | null;
  failure: string | null;
  refunds: GatewayRefund[];
  disputes: GatewayDispute[];
};

export type GatewayEvent = {
  eventId: string;
  type: string;
  occurredAt: Date;
  objectId: string | null;
  /** Our payment, when the object carries its id. */
  paymentId: string | null;
  /** The intent the object belongs to, when it names one. */
  intentId: string | null;
  body: unknown;
};

export type PaymentGateway = {
  openCheckout(spec: CheckoutSpec): Promise<Checkout>;
  readCheckout(checkoutId: string): Promise<Checkout>;
  /** Looks for the checkout of a payment among those made since, when we do not know whether it came to be. */
  findCheckout(paymentId: string, since: Date): Promise<Checkout | null>;
  /** Closes an open checkout; on one that is complete it refuses. */
  expireCheckout(checkoutId: string, key: string): Promise<Checkout>;
  readIntent(intentId: string): Promise<Intent>;
  refund(spec: {
    key: string;
    intentId: string;
    amountMinor: bigint;
    paymentId: string;
  }): Promise<GatewayRefund>;
  /** Checks the signature (throws `GatewayRefused`) and reads the event. */
  readEvent(body: string, signature: string): GatewayEvent;
  /** Events since an instant, oldest first. */
  listEvents(since: Date): Promise<GatewayEvent[]>;
};

/** The provider's definite no. `message` is its reason in words fit for our log. */
export class GatewayRefused extends Error {
  override readonly name = "GatewayRefused";
}
