import type { ProviderFacts } from "../payments/follow-payment.ts";
import {
  type ChargeSpec,
  type Checkout,
  GatewayRefused,
  type Intent,
  type MethodKind,
  NO_SAVED_METHODS,
  type PaymentGateway,
  type SavedMethod,
  type Setup,
} from "../payments/gateway.ts";
import { NO_MONEY } from "../payments/money-gateway.ts";
import type { Payment } from "../payments/payment.ts";
import { demoRef } from "./demo-id.ts";

/**
 * A payment provider that says what it was told to say. The demo company's past is played with it: no provider could
 * be made to have done a year of business. Its objects are named "demo_…", so nobody looks for them elsewhere.
 */
export type ScriptedGateway = PaymentGateway & {
  tell(paymentId: string, facts: Partial<ProviderFacts>): void;
  /** The person finished the page of a method: it is kept from now on. */
  keep(setupRef: string, kind: MethodKind): void;
  /** A charge of exactly this amount is refused by the payer's bank. */
  decline(amountMinor: bigint, failure: Decline): void;
};

export type Decline = { said: string; code: string };

/** What a kept method is known by: the numbers of Stripe's test accounts. */
const KEPT: Readonly<Record<MethodKind, Pick<SavedMethod, "brand" | "last4" | "expiresOn">>> = {
  card: { brand: "Visa", last4: "4242", expiresOn: "2034-12-31" },
  us_bank_account: { brand: "STRIPE TEST BANK", last4: "6789", expiresOn: null },
  sepa_debit: { brand: "SEPA debit", last4: "3000", expiresOn: null },
};

export function scriptedGateway(): ScriptedGateway {
  const told = new Map<string, Partial<ProviderFacts>>();
  const byRef = new Map<string, string>();
  const setups = new Map<string, Setup>();
  const declines = new Map<bigint, Decline>();

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

  const setupOf = (setupRef: string): Setup => {
    const setup = setups.get(setupRef);
    if (!setup) throw new GatewayRefused(`No page ${setupRef}`);
    return setup;
  };

  return {
    ...NO_SAVED_METHODS,
    ...NO_MONEY,
    tell(paymentId, facts) {
      told.set(paymentId, facts);
      byRef.set(demoRef("cs", paymentId), paymentId);
      if (facts.intent) byRef.set(facts.intent.intentId, paymentId);
    },
    keep(setupRef, kind) {
      const setup = setupOf(setupRef);
      const method = {
        ref: demoRef("pm", setupRef),
        customerRef: demoRef("cus", setupRef),
        kind,
        ...KEPT[kind],
      };
      setups.set(setupRef, { ...setup, status: "ready", url: null, method });
    },
    decline: (amountMinor, failure) => void declines.set(amountMinor, failure),
    async openSetup({ methodId }) {
      const setupRef = demoRef("seti", methodId);
      const known = setups.get(setupRef);
      if (known) return known;
      const url = `https://checkout.stripe.com/c/setup/${setupRef}`;
      const open = { status: "open", method: null, mandateRef: null, failure: null } as const;
      const setup: Setup = { setupRef, url, methodId, ...open };
      setups.set(setupRef, setup);
      return setup;
    },
    readSetup: async (setupRef) => setupOf(setupRef),
    findSetup: async (methodId) => setups.get(demoRef("seti", methodId)) ?? null,
    async chargeMethod(spec) {
      const intent = chargeOf(spec, declines.get(spec.amountMinor));
      told.set(spec.paymentId, { checkout: null, intent });
      byRef.set(intent.intentId, spec.paymentId);
      return intent;
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

/** How a charge of a kept method ended, at once as with cards. */
const chargeOf = (
  { paymentId, currency, amountMinor, methodKind }: ChargeSpec,
  declined: Decline | undefined,
): Intent => ({
  intentId: demoRef("pi", paymentId),
  paymentId,
  status: declined ? "failed" : "succeeded",
  currency,
  receivedMinor: declined ? 0n : amountMinor,
  method: methodKind,
  chargeId: demoRef("ch", paymentId),
  failure: declined?.said ?? null,
  failureCode: declined?.code ?? null,
  refunds: [],
  disputes: [],
});

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
