import type Stripe from "stripe";
import type { Handler } from "./answer.ts";
import type { ChargeOutcome } from "./charge-outcome.ts";
import { startDelayedPayment } from "./checkout-flow.ts";
import { checkAmount } from "./currencies.ts";
import { readMethods } from "./eligible-methods.ts";
import { invalid, refused, StripeFault } from "./fault.ts";
import { must } from "./lookup.ts";
import { asPaymentMethodKind, type PaymentMethodKind } from "./payment-methods.ts";
import {
  authenticationRequired,
  cardDecline,
  createCharge,
  debitFailure,
  type Failure,
  recordFailedAttempt,
  recordSuccess,
  storeIntent,
  tellOfBalanceTransaction,
} from "./payments.ts";
import type { World } from "./world.ts";

/** `POST /v1/payment_intents`: a kept method is charged while nobody is there (`confirm` and `off_session`). */
export const createIntent: Handler = (world, params) => {
  const amount = params.integer("amount");
  const currency = params.required("currency").toLowerCase();
  const customerId = params.required("customer");
  const methodId = params.required("payment_method");
  const mandateId = params.string("mandate");
  const description = params.string("description");
  const metadata = params.metadata();
  const methods = readMethods(world, params, currency, true).offered;
  if (!params.flag("confirm") || !params.flag("off_session"))
    throw invalid(
      "The stand-in takes payment intents that are confirmed at once, off session.",
      "off_session",
    );
  params.close();
  if (amount === null) throw invalid("Missing required param: amount.", "amount", "parameter_missing");
  checkAmount(amount, currency, "amount");
  must(world.state.customers, "customer", customerId, "customer");
  const method = chargeable(world, methodId, customerId, mandateId);
  const kind = asPaymentMethodKind(method.type) ?? "card";
  if (!methods.includes(kind))
    throw invalid(`The payment method ${kind} does not suit this payment intent.`, "payment_method");

  const intent = storeIntent(world, {
    amount,
    currency,
    customer: customerId,
    description,
    metadata,
    methods,
  });
  intent.payment_method = methodId;
  const { outcome, reason } = outcomeOf(world, methodId, kind);
  const failure = failureOf(kind, outcome, reason);
  if (failure) {
    const charge = createCharge(world, intent, method, "failed", failure);
    recordFailedAttempt(world, intent, charge, failure);
    throw declined(intent, method, charge, failure);
  }
  if (kind === "card" && outcome === "succeeds") {
    const charge = createCharge(world, intent, method, "pending", null);
    recordSuccess(world, intent, charge);
    tellOfBalanceTransaction(world, charge);
  } else startDelayedPayment(world, intent, method, { method: kind, outcome, reason });
  return intent;
};

function chargeable(
  world: World,
  methodId: string,
  customerId: string,
  mandateId: string | null,
): Stripe.PaymentMethod {
  const method = must(world.state.paymentMethods, "PaymentMethod", methodId, "payment_method");
  if (method.customer === null)
    throw refused(
      "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment or was detached from a Customer, and may not be used again.",
      "payment_method_unexpected_state",
      "payment_method",
    );
  if (method.customer !== customerId)
    throw refused(
      `The customer ${customerId} does not own the PaymentMethod ${methodId}.`,
      "payment_method_customer_mismatch",
      "payment_method",
    );
  const mandate = mandateId === null ? null : must(world.state.mandates, "mandate", mandateId, "mandate");
  if (mandate && (mandate.status !== "active" || mandate.payment_method !== methodId))
    throw refused("The provided mandate is not valid for this payment.", "mandate_invalid", "mandate");
  return method;
}

function outcomeOf(
  world: World,
  methodId: string,
  kind: PaymentMethodKind,
): { outcome: ChargeOutcome; reason: string | null } {
  const said = world.state.chargeOutcomes[methodId];
  if (said) return said;
  return { outcome: kind === "card" ? "succeeds" : "settles", reason: null };
}

function failureOf(kind: PaymentMethodKind, outcome: ChargeOutcome, reason: string | null): Failure | null {
  if (outcome === "authentication_required") return authenticationRequired;
  if (outcome !== "declined") return null;
  if (kind !== "card") return debitFailure(reason ?? "account_closed");
  return reason ? { ...cardDecline, declineCode: reason } : cardDecline;
}

/** 402 as Stripe answers it: with the intent that now waits for another method. */
function declined(
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  charge: Stripe.Charge,
  { code, declineCode, message }: Failure,
): StripeFault {
  return new StripeFault(402, message, {
    type: "card_error",
    code,
    begun: true,
    payment: {
      charge: charge.id,
      ...(declineCode ? { decline_code: declineCode } : {}),
      payment_intent: intent,
      payment_method: method,
    },
  });
}
