import type { ProviderFacts } from "../payments/follow-payment.ts";
import {
  type Checkout,
  GatewayRefused,
  type Intent,
  NO_SAVED_METHODS,
  type PaymentGateway,
} from "../payments/gateway.ts";
import type { Payment } from "../payments/payment.ts";
import { demoRef } from "./demo-id.ts";

/**
 * A payment provider that says what it was told to say. The demo company's past is played with it: no provider could
 * be made to have done a year of business. Its objects are named "demo_…", so nobody looks for them elsewhere.
 */
export type ScriptedGateway = PaymentGateway & {
  tell(paymentId: string, facts: Partial<ProviderFacts>): void;
};

export function scriptedGateway(): ScriptedGateway {
  const told = new Map<string, Partial<ProviderFacts>>();
  const byRef = new Map<string, string>();

  const openPage = (paymentId: string): Checkout => {
    const checkoutId = demoRef("cs", paymentId);
    byRef.set(checkoutId, paymentId);
    return {
      checkoutId,
      url: `https://checkout.stripe.com/c/pay/${checkoutId}`,
      status: "open",
      intentId: null,
      paymentId,
    };
  };
  const pageOf = (checkoutId: string): Checkout => {
    const paymentId = byRef.get(checkoutId);
    if (!paymentId) throw new GatewayRefused(`No checkout ${checkoutId}`);
    return told.get(paymentId)?.checkout ?? openPage(paymentId);
  };

  return {
    ...NO_SAVED_METHODS,
    tell(paymentId, facts) {
      told.set(paymentId, facts);
      byRef.set(demoRef("cs", paymentId), paymentId);
      if (facts.intent) byRef.set(facts.intent.intentId, paymentId);
    },
    openCheckout: async ({ paymentId }) => openPage(paymentId),
    readCheckout: async (checkoutId) => pageOf(checkoutId),
    findCheckout: async () => null,
    expireCheckout: async (checkoutId) => ({ ...pageOf(checkoutId), status: "expired" }),
    async readIntent(intentId) {
      const paymentId = byRef.get(intentId);
      const intent = paymentId ? told.get(paymentId)?.intent : null;
      if (!intent) throw new GatewayRefused(`No intent ${intentId}`);
      return intent;
    },
    refund: async ({ key, amountMinor }) => ({
      callId: key,
      ref: demoRef("re", key),
      amountMinor,
      status: "succeeded",
      reason: null,
    }),
    readEvent() {
      throw new GatewayRefused("Nobody sends events of the past");
    },
    listEvents: async () => [],
  };
}

/** A page that was finished, and its money on the way, in the provider's words. */
export function factsAbout(
  { id, currency, amountMinor }: Payment,
  method: string,
): { checkout: Checkout; intent: Intent } {
  const intentId = demoRef("pi", id);
  return {
    checkout: { checkoutId: demoRef("cs", id), url: null, status: "complete", intentId, paymentId: id },
    intent: {
      intentId,
      paymentId: id,
      status: "processing",
      currency,
      receivedMinor: amountMinor,
      method,
      chargeId: demoRef("ch", id),
      failure: null,
      refunds: [],
      disputes: [],
    },
  };
}
