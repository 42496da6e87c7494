import Stripe from "stripe";
import {
  type ChargeSpec,
  GatewayRefused,
  type Intent,
  type MethodGateway,
  type MethodKind,
  type SavedMethod,
  type Setup,
  type SetupSpec,
} from "./gateway.ts";
import { toStripeMinor } from "./stripe-amount.ts";
import { idOf, PAGE, refusals } from "./stripe-calls.ts";
import { readIntent } from "./stripe-intents.ts";

/** Clocks differ by seconds; Stripe's lists are asked from a minute before. */
const since = (at: Date) => ({ gte: Math.floor(at.getTime() / 1000) - 60 });

/** Kept methods at Stripe: Checkout in setup mode, and intents confirmed while nobody is there. */
export function savedMethods(stripe: Stripe): MethodGateway {
  return {
    async openSetup(spec) {
      const session = await refusals(() =>
        stripe.checkout.sessions.create(setupParams(spec), { idempotencyKey: spec.key }),
      );
      return asSetup(stripe, session);
    },

    async readSetup(setupRef) {
      return asSetup(stripe, await stripe.checkout.sessions.retrieve(setupRef));
    },

    async findSetup(methodId, at) {
      for await (const session of stripe.checkout.sessions.list({ created: since(at), limit: PAGE }))
        if (session.mode === "setup" && session.client_reference_id === methodId)
          return asSetup(stripe, session);
      return null;
    },

    async readMethod(methodRef, mandateRef) {
      try {
        const method = asSavedMethod(await stripe.paymentMethods.retrieve(methodRef));
        if (!method) return null;
        const mandate = mandateRef ? await stripe.mandates.retrieve(mandateRef) : null;
        return { method, isMandateActive: mandate ? mandate.status !== "inactive" : null };
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    async detachMethod(methodRef, key) {
      try {
        await stripe.paymentMethods.detach(methodRef, {}, { idempotencyKey: key });
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
        // Detached or deleted before: what was asked for is so.
        const known = isMissing(error) ? null : await stripe.paymentMethods.retrieve(methodRef);
        if (known?.customer) throw new GatewayRefused(error.message, { cause: error });
      }
    },

    async chargeMethod(spec) {
      try {
        const { id } = await refusals(() =>
          stripe.paymentIntents.create(chargeParams(spec), { idempotencyKey: spec.key }),
        );
        return await readIntent(stripe, id);
      } catch (error) {
        const declined = intentOfDecline(error);
        if (declined === null) throw error;
        return readIntent(stripe, declined);
      }
    },

    async findIntent(paymentId, customerRef, at): Promise<Intent | null> {
      const listed = stripe.paymentIntents.list({
        customer: customerRef,
        created: since(at),
        limit: PAGE,
      });
      for await (const intent of listed)
        if (intent.metadata.payment_id === paymentId) return readIntent(stripe, intent.id);
      return null;
    },
  };
}

function setupParams(spec: SetupSpec): Stripe.Checkout.SessionCreateParams {
  const metadata = { method_id: spec.methodId, organization_id: spec.organizationId };
  return {
    mode: "setup",
    client_reference_id: spec.methodId,
    currency: spec.currency.toLowerCase(),
    allowed_payment_method_types: [...spec.kinds],
    ...(spec.customerRef
      ? { customer: spec.customerRef }
      : { customer_creation: "always", ...(spec.email ? { customer_email: spec.email } : {}) }),
    metadata,
    setup_intent_data: { metadata },
    custom_text: { submit: { message: spec.mandateText } },
    // A bank account that is proved by small deposits days later could not be charged until then.
    ...(spec.kinds.includes("us_bank_account")
      ? { payment_method_options: { us_bank_account: { verification_method: "instant" } } }
      : {}),
    success_url: spec.successUrl,
    cancel_url: spec.cancelUrl,
    expires_at: Math.floor(spec.expiresAt.getTime() / 1000),
  };
}

function chargeParams(spec: ChargeSpec): Stripe.PaymentIntentCreateParams {
  return {
    amount: toStripeMinor(spec.amountMinor, spec.currency),
    currency: spec.currency.toLowerCase(),
    customer: spec.customerRef,
    payment_method: spec.methodRef,
    // Only its own kind, so that none is offered that would lead the payer somewhere.
    allowed_payment_method_types: [spec.methodKind],
    ...(spec.mandateRef ? { mandate: spec.mandateRef } : {}),
    confirm: true,
    off_session: true,
    description: spec.number,
    metadata: {
      payment_id: spec.paymentId,
      organization_id: spec.organizationId,
      payment_number: spec.number,
    },
  };
}

async function asSetup(stripe: Stripe, session: Stripe.Checkout.Session): Promise<Setup> {
  const setup: Setup = {
    setupRef: session.id,
    url: session.url ?? null,
    status: "open",
    methodId: session.client_reference_id ?? null,
    method: null,
    mandateRef: null,
    failure: null,
  };
  if (session.status === "expired") return { ...setup, status: "expired" };
  const intentId = idOf(session.setup_intent);
  if (session.status !== "complete" || !intentId) return setup;
  const intent = await stripe.setupIntents.retrieve(intentId, { expand: ["payment_method"] });
  if (intent.status === "canceled" || intent.status === "requires_payment_method")
    return { ...setup, status: "failed", failure: intent.last_setup_error?.message ?? null };
  if (intent.status !== "succeeded") return { ...setup, status: "pending" };
  const kept = intent.payment_method;
  const method = kept && typeof kept !== "string" ? asSavedMethod(kept) : null;
  if (!method)
    return { ...setup, status: "failed", failure: "This kind of method cannot be charged without you." };
  return { ...setup, status: "ready", method, mandateRef: idOf(intent.mandate) };
}

function asSavedMethod(method: Stripe.PaymentMethod): SavedMethod | null {
  const { id: ref, type, card, us_bank_account: bank, sepa_debit: sepa } = method;
  const customerRef = idOf(method.customer);
  const of = (kind: MethodKind, brand: string, last4: string | null, expiresOn: string | null = null) => ({
    ref,
    customerRef,
    kind,
    brand,
    last4: last4 ?? "",
    expiresOn,
  });
  if (type === "card" && card)
    return of("card", brandName(card.brand), card.last4, lastDayOf(card.exp_year, card.exp_month));
  if (type === "us_bank_account" && bank)
    return of("us_bank_account", bank.bank_name ?? "Bank account", bank.last4);
  return type === "sepa_debit" && sepa ? of("sepa_debit", "SEPA debit", sepa.last4) : null;
}

/** "visa" is shown as "Visa", "amex" as "Amex". */
const brandName = (brand: string): string =>
  brand.charAt(0).toUpperCase() + brand.slice(1).replaceAll("_", " ");

const lastDayOf = (year: number, month: number): string =>
  Temporal.PlainYearMonth.from({ year, month }).toPlainDate({ day: 31 }).toString();

/** The intent of a payment that the bank declined: Stripe answers 402 and names it. */
function intentOfDecline(error: unknown): string | null {
  const cause = error instanceof GatewayRefused ? error.cause : error;
  return cause instanceof Stripe.errors.StripeCardError ? (cause.payment_intent?.id ?? null) : null;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing";
