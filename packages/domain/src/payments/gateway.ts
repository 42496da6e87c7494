import type { MoneyGateway } from "./money-gateway.ts";

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
  /** The scheme's own code of the reason, such as "R10" or "MD01", where the provider passes it on. */
  networkCode?: string | null;
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
  /** The provider's code of the failure, such as "insufficient_funds" or "authentication_required". */
  failureCode?: string | null;
  refunds: GatewayRefund[];
  disputes: GatewayDispute[];
};

/** Methods that can be charged while nobody is at the screen. */
export type MethodKind = "card" | "us_bank_account" | "sepa_debit";

export type SetupSpec = {
  /** The attempt's id: the provider does the same thing once for it. */
  key: string;
  organizationId: string;
  methodId: string;
  /** The provider's customer to keep it for; null makes one. */
  customerRef: string | null;
  kinds: readonly string[];
  currency: string;
  email: string | null;
  /** What the account agrees to, shown beside the button. */
  mandateText: string;
  successUrl: string;
  cancelUrl: string;
  expiresAt: Date;
};

/** What the provider keeps for later charges: what people know it by, never a number. */
export type SavedMethod = {
  ref: string;
  /** Whose it is at the provider; null once it was detached. */
  customerRef: string | null;
  kind: MethodKind;
  brand: string;
  last4: string;
  /** The last day it can be charged on; null when it does not expire. */
  expiresOn: string | null;
};

export type Setup = {
  setupRef: string;
  url: string | null;
  /** `open`: the page waits. `pending`: the bank still checks it. `failed`, `expired`: nothing came of it. */
  status: "open" | "pending" | "ready" | "failed" | "expired";
  methodId: string | null;
  /** There when it is ready. */
  method: SavedMethod | null;
  mandateRef: string | null;
  failure: string | null;
};

export type ChargeSpec = {
  /** The attempt's id: the provider does the same thing once for it. */
  key: string;
  organizationId: string;
  paymentId: string;
  number: string;
  customerRef: string;
  methodRef: string;
  methodKind: string;
  mandateRef: string | null;
  amountMinor: bigint;
  currency: string;
};

/** What charging without a screen needs; some providers of payments have none of it. */
export type MethodGateway = {
  /** Opens the page on which a method is kept for later; nothing is charged on it. */
  openSetup(spec: SetupSpec): Promise<Setup>;
  readSetup(setupRef: string): Promise<Setup>;
  /** Looks for the page of a method among those made since, when we do not know whether it came to be. */
  findSetup(methodId: string, since: Date): Promise<Setup | null>;
  /** Null: the provider has no such method any more. `isMandateActive` is null where no mandate is needed. */
  readMethod(
    methodRef: string,
    mandateRef: string | null,
  ): Promise<{ method: SavedMethod; isMandateActive: boolean | null } | null>;
  /** Lets go of a method; one that is detached already stays so. */
  detachMethod(methodRef: string, key: string): Promise<void>;
  /** Charges a kept method. A bank's no is an answer (`failed`), not an error. */
  chargeMethod(spec: ChargeSpec): Promise<Intent>;
  /** Looks for the intent of a payment among those made for a customer since. */
  findIntent(paymentId: string, customerRef: string, since: Date): Promise<Intent | null>;
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

export type PaymentGateway = MethodGateway &
  MoneyGateway & {
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

const keepsNothing = async (): Promise<never> => {
  throw new GatewayRefused("This provider keeps no payment methods");
};

/** For a provider that keeps no methods: it refuses to, and finds none. */
export const NO_SAVED_METHODS: MethodGateway = {
  openSetup: keepsNothing,
  readSetup: keepsNothing,
  findSetup: async () => null,
  readMethod: async () => null,
  detachMethod: keepsNothing,
  chargeMethod: keepsNothing,
  findIntent: async () => null,
};
