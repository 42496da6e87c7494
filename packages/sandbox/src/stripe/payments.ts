import type Stripe from "stripe";
import { addBalanceTransaction, processingFee } from "./balance.ts";
import { refused } from "./fault.ts";
import { clientSecret, newId } from "./ids.ts";
import { must } from "./lookup.ts";
import { asPaymentMethodKind, chargeDetails, type PaymentMethodKind } from "./payment-methods.ts";
import { idOf } from "./state.ts";
import { emit, nowSeconds, schedule, unschedule, type World } from "./world.ts";

export interface Failure {
  code: string;
  declineCode: string | null;
  message: string;
}

const failureSentences: Record<string, string> = {
  insufficient_funds: "The customer's account has insufficient funds to cover this payment.",
  account_closed: "The customer's bank account has been closed.",
  no_account: "The customer's bank account could not be located.",
  debit_not_authorized: "The customer has notified their bank that this payment was unauthorized.",
};

/** The failure of a bank debit by its code; unknown codes get a general sentence. */
export function debitFailure(code: string): Failure {
  return { code, declineCode: null, message: failureSentences[code] ?? "The bank refused this payment." };
}

export const cardDecline: Failure = {
  code: "card_declined",
  declineCode: "generic_decline",
  message: "Your card was declined.",
};

export const authenticationRequired: Failure = {
  code: "authentication_required",
  declineCode: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
};

/** Makes the payment intent of a checkout session, at the moment the payer first submits the page. */
export function createPaymentIntent(world: World, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  const asked = world.state.paymentIntentData[session.id];
  const intent = storeIntent(world, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "usd",
    customer: idOf(session.customer),
    description: asked?.description ?? null,
    metadata: { ...asked?.metadata },
    methods: [...session.payment_method_types],
  });
  world.state.sessionOf[intent.id] = session.id;
  return intent;
}

interface NewIntent {
  amount: number;
  currency: string;
  customer: string | null;
  description: string | null;
  metadata: Record<string, string>;
  methods: string[];
}

/** Makes and stores a payment intent that nobody has paid yet. */
export function storeIntent(world: World, asked: NewIntent): Stripe.PaymentIntent {
  const id = newId("pi");
  const intent: Stripe.PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: asked.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic_async",
    client_secret: clientSecret(id),
    confirmation_method: "automatic",
    created: nowSeconds(world),
    currency: asked.currency,
    customer: asked.customer,
    customer_account: null,
    description: asked.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: asked.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: asked.methods,
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method",
    transfer_data: null,
    transfer_group: null,
  };
  world.state.paymentIntents[id] = intent;
  emit(world, "payment_intent.created", intent);
  return intent;
}

/** Makes and stores the charge of an attempt. Bank debits have ids with `py_`, as at Stripe. */
export function createCharge(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  status: "succeeded" | "pending" | "failed",
  failure: Failure | null,
): Stripe.Charge {
  const kind = asPaymentMethodKind(method.type) ?? "card";
  const id = newId(kind === "card" ? "ch" : "py");
  const charge: Stripe.Charge = {
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details as Stripe.Charge.BillingDetails,
    calculated_statement_descriptor: kind === "card" ? "SANDBOX" : null,
    captured: status !== "failed",
    created: nowSeconds(world),
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: null,
    paid: status === "succeeded",
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: chargeDetails(kind),
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  };
  world.state.charges[id] = charge;
  intent.latest_charge = id;
  if (failure) failCharge(charge, failure);
  else charge.outcome = outcome("approved_by_network", "authorized", null, "Payment complete.");
  return charge;
}

function outcome(network: string, type: string, reason: string | null, said: string): Stripe.Charge.Outcome {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: network,
    reason,
    risk_level: "normal",
    seller_message: said,
    type,
  };
}

function failCharge(charge: Stripe.Charge, failure: Failure): void {
  charge.status = "failed";
  charge.paid = false;
  charge.captured = false;
  charge.amount_captured = 0;
  charge.failure_code = failure.code;
  charge.failure_message = failure.message;
  charge.outcome = outcome(
    "declined_by_network",
    "issuer_declined",
    failure.declineCode ?? failure.code,
    failure.message,
  );
}

/** Puts the failed attempt on the payment intent and tells of it. */
export function recordFailedAttempt(
  world: World,
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
  failure: Failure,
): void {
  const method = world.state.paymentMethods[charge.payment_method ?? ""];
  intent.status = "requires_payment_method";
  intent.payment_method = null;
  intent.processing = null;
  intent.last_payment_error = {
    charge: charge.id,
    code: failure.code as Stripe.PaymentIntent.LastPaymentError["code"] & string,
    ...(failure.declineCode ? { decline_code: failure.declineCode } : {}),
    message: failure.message,
    ...(method ? { payment_method: method } : {}),
    type: "card_error",
  };
  emit(world, "charge.failed", charge);
  emit(world, "payment_intent.payment_failed", intent);
}

/** The charge came through: money on the balance, events in Stripe's order. */
export function recordSuccess(world: World, intent: Stripe.PaymentIntent, charge: Stripe.Charge): void {
  charge.status = "succeeded";
  charge.paid = true;
  charge.captured = true;
  charge.amount_captured = charge.amount;
  intent.status = "succeeded";
  intent.amount_received = intent.amount;
  intent.processing = null;
  intent.next_action = null;
  intent.last_payment_error = null;
  // Captured asynchronously: the balance transaction is not known yet in charge.succeeded.
  emit(world, "charge.succeeded", charge);
  emit(world, "payment_intent.succeeded", intent);
  const kind = methodOf(charge);
  const row = addBalanceTransaction(world, {
    amount: charge.amount,
    currency: charge.currency,
    fee: processingFee(charge.amount, kind),
    type: kind === "card" ? "charge" : "payment",
    category: "charge",
    source: charge.id,
    description: charge.description,
    availableInDays: 2,
  });
  charge.balance_transaction = row.id;
}

/** `charge.updated` with the balance transaction, which Stripe sends a moment after the success. */
export function tellOfBalanceTransaction(world: World, charge: Stripe.Charge): void {
  emit(world, "charge.updated", charge, { balance_transaction: null });
}

export function methodOf(charge: Stripe.Charge): PaymentMethodKind {
  return asPaymentMethodKind(charge.payment_method_details?.type ?? null) ?? "card";
}

/** The session that a payment intent belongs to. */
export function sessionOf(world: World, intentId: string): Stripe.Checkout.Session | null {
  return world.state.sessions[world.state.sessionOf[intentId] ?? ""] ?? null;
}

const waiting = (intent: Stripe.PaymentIntent) =>
  intent.status === "processing" || intent.status === "requires_action";

/**
 * The bank paid: a waiting payment succeeds. With `thenReturn` (a reason) the bank takes it back later.
 * Refuses a payment that is not waiting.
 */
export function settlePayment(
  world: World,
  intentId: string,
  thenReturn: string | null = null,
): Stripe.PaymentIntent {
  const intent = must(world.state.paymentIntents, "payment_intent", intentId);
  if (!waiting(intent))
    throw refused(`Payment ${intentId} is ${intent.status}; only a waiting payment can settle.`);
  unschedule(world, intentId, "settle_payment", "fail_payment");
  const method = must(world.state.paymentMethods, "payment_method", idOf(intent.payment_method) ?? "");
  const charge =
    world.state.charges[idOf(intent.latest_charge) ?? ""] ??
    createCharge(world, intent, method, "pending", null);
  recordSuccess(world, intent, charge);
  const session = sessionOf(world, intentId);
  if (session) {
    session.payment_status = "paid";
    emit(world, "checkout.session.async_payment_succeeded", session);
  }
  tellOfBalanceTransaction(world, charge);
  if (thenReturn) schedule(world, "return_payment", intentId, world.settleDelayMs, thenReturn);
  return intent;
}

/** The bank refused: a waiting payment fails. Refuses a payment that is not waiting. */
export function failPayment(
  world: World,
  intentId: string,
  code = "insufficient_funds",
): Stripe.PaymentIntent {
  const intent = must(world.state.paymentIntents, "payment_intent", intentId);
  if (!waiting(intent))
    throw refused(`Payment ${intentId} is ${intent.status}; only a waiting payment can fail.`);
  unschedule(world, intentId, "settle_payment", "fail_payment");
  const failure = debitFailure(code);
  const method = must(world.state.paymentMethods, "payment_method", idOf(intent.payment_method) ?? "");
  const charge =
    world.state.charges[idOf(intent.latest_charge) ?? ""] ??
    createCharge(world, intent, method, "pending", null);
  failCharge(charge, failure);
  recordFailedAttempt(world, intent, charge, failure);
  const session = sessionOf(world, intentId);
  if (session) emit(world, "checkout.session.async_payment_failed", session);
  return intent;
}
