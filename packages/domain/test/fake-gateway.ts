import type {
  Checkout,
  CheckoutSpec,
  GatewayDispute,
  GatewayEvent,
  GatewayRefund,
  Intent,
  PaymentGateway,
} from "../src/payments/gateway.ts";
import { GatewayRefused } from "../src/payments/gateway.ts";

/** A payment provider in memory for rules that need no wire: tests decide what becomes of each payment. */
export class FakeGateway implements PaymentGateway {
  readonly checkouts = new Map<string, Checkout & { spec: CheckoutSpec }>();
  readonly intents = new Map<string, Intent>();
  readonly events: GatewayEvent[] = [];
  calls = 0;
  /** Thrown by the next call, before or after it did its work. */
  failNext: { when: "before" | "after"; error: Error } | null = null;

  async openCheckout(spec: CheckoutSpec): Promise<Checkout> {
    return this.#answer(() => {
      const known = [...this.checkouts.values()].find((each) => each.spec.key === spec.key);
      if (known) return known;
      const checkoutId = `cs_${this.checkouts.size + 1}_${spec.paymentId}`;
      const checkout = {
        checkoutId,
        url: `https://checkout.test/${checkoutId}`,
        status: "open" as const,
        intentId: null,
        paymentId: spec.paymentId,
        spec,
      };
      this.checkouts.set(checkoutId, checkout);
      return checkout;
    });
  }

  async readCheckout(checkoutId: string): Promise<Checkout> {
    const found = this.checkouts.get(checkoutId);
    if (!found) throw new GatewayRefused(`No checkout ${checkoutId}`);
    return found;
  }

  async findCheckout(paymentId: string): Promise<Checkout | null> {
    return [...this.checkouts.values()].find((each) => each.paymentId === paymentId) ?? null;
  }

  async expireCheckout(checkoutId: string): Promise<Checkout> {
    return this.#answer(() => {
      const found = this.checkouts.get(checkoutId);
      if (!found || found.status === "complete")
        throw new GatewayRefused("Only an open checkout can be closed");
      found.status = "expired";
      return found;
    });
  }

  async readIntent(intentId: string): Promise<Intent> {
    const found = this.intents.get(intentId);
    if (!found) throw new GatewayRefused(`No intent ${intentId}`);
    return structuredClone(found);
  }

  async refund({
    key,
    intentId,
    amountMinor,
  }: {
    key: string;
    intentId: string;
    amountMinor: bigint;
  }): Promise<GatewayRefund> {
    return this.#answer(() => {
      const intent = this.intents.get(intentId);
      if (!intent) throw new GatewayRefused(`No intent ${intentId}`);
      const known = intent.refunds.find((refund) => refund.callId === key);
      if (known) return known;
      const refund: GatewayRefund = {
        callId: key,
        ref: `re_${key}`,
        amountMinor,
        status: "succeeded",
        reason: null,
      };
      intent.refunds.push(refund);
      return refund;
    });
  }

  readEvent(): GatewayEvent {
    throw new GatewayRefused("Events come from the stand-in, not from here");
  }

  async listEvents(): Promise<GatewayEvent[]> {
    return this.events;
  }

  /** The payer completed the page of `paymentId`; the money is where `over.status` says. */
  complete(paymentId: string, over: Partial<Intent> = {}): Intent {
    const checkout = [...this.checkouts.values()].find((each) => each.paymentId === paymentId);
    if (!checkout) throw new Error(`No checkout for ${paymentId}`);
    const intent: Intent = {
      intentId: `pi_${checkout.checkoutId}`,
      paymentId,
      status: "succeeded",
      currency: checkout.spec.currency,
      receivedMinor: checkout.spec.amountMinor,
      method: "card",
      chargeId: `ch_${checkout.checkoutId}`,
      failure: null,
      refunds: [],
      disputes: [],
      ...over,
    };
    this.intents.set(intent.intentId, intent);
    checkout.status = "complete";
    checkout.intentId = intent.intentId;
    return intent;
  }

  dispute(intent: Intent, dispute: Partial<GatewayDispute>): GatewayDispute {
    const full: GatewayDispute = {
      ref: `dp_${intent.disputes.length}_${intent.intentId}`,
      amountMinor: intent.receivedMinor,
      status: "open",
      isReturn: false,
      reason: "fraudulent",
      ...dispute,
    };
    this.intents.get(intent.intentId)?.disputes.push(full);
    return full;
  }

  #answer<T>(work: () => T): T {
    this.calls += 1;
    const failure = this.failNext;
    this.failNext = null;
    if (failure?.when === "before") throw failure.error;
    const result = work();
    if (failure) throw failure.error;
    return result;
  }
}
