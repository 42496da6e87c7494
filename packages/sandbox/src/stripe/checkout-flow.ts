import type Stripe from "stripe";
import { refused } from "./fault.ts";
import { must } from "./lookup.ts";
import { createPaymentMethod, emptyBillingDetails, type PaymentMethodKind } from "./payment-methods.ts";
import {
  cardDecline,
  createCharge,
  createPaymentIntent,
  debitFailure,
  recordFailedAttempt,
  recordSuccess,
  tellOfBalanceTransaction,
} from "./payments.ts";
import { idOf } from "./state.ts";
import { emit, nowSeconds, schedule, unschedule, type World } from "./world.ts";

export const checkoutOutcomes = [
  "succeeds",
  "declined",
  "settles",
  "fails",
  "returned",
  "stays_processing",
] as const;
/** How an attempt on the payment page ends; the last four are for methods that take days. */
export type CheckoutOutcome = (typeof checkoutOutcomes)[number];

export interface Attempt {
  method: PaymentMethodKind;
  outcome: CheckoutOutcome;
  /** Failure code or return reason, where the outcome has one. */
  reason?: string | null;
  settleDelayMs?: number | null;
}

/** Where the payer goes after paying: the success address with the session's id put in. */
export function successUrlOf(session: Stripe.Checkout.Session): string {
  return (session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

/**
 * The payer submits the payment page. Returns the session: `complete`, or still `open` after a decline.
 * Refuses a session that is not open and a method it does not offer.
 */
export function completeSession(world: World, sessionId: string, attempt: Attempt): Stripe.Checkout.Session {
  const session = must(world.state.sessions, "checkout.session", sessionId);
  expireIfDue(world, session);
  if (session.status !== "open")
    throw refused(`This Checkout Session is ${session.status} and takes no payment.`);
  if (!session.payment_method_types.includes(attempt.method)) {
    throw refused(`This Checkout Session does not offer ${attempt.method}.`);
  }
  const customer = world.state.customers[idOf(session.customer) ?? ""];
  const email =
    session.customer_details?.email ?? session.customer_email ?? customer?.email ?? "payer@example.com";
  const name = customer?.name ?? session.customer_details?.name ?? "Sandbox payer";
  const billing = emptyBillingDetails(email, name);
  const method = createPaymentMethod(world, attempt.method, billing, idOf(session.customer));
  if (session.mode === "setup") return completeSetup(world, session, method);

  const intent =
    world.state.paymentIntents[idOf(session.payment_intent) ?? ""] ?? createPaymentIntent(world, session);
  session.payment_intent = intent.id;
  intent.payment_method = method.id;

  if (attempt.outcome === "declined") {
    const failure =
      attempt.method === "card" ? cardDecline : debitFailure(attempt.reason ?? "account_closed");
    recordFailedAttempt(world, intent, createCharge(world, intent, method, "failed", failure), failure);
    return session;
  }
  const close = () => {
    session.status = "complete";
    session.url = null;
    session.customer_details = { ...noDetails(), email, name };
    unschedule(world, session.id, "expire_session");
  };
  if (attempt.method === "card" && attempt.outcome === "succeeds") {
    const charge = createCharge(world, intent, method, "pending", null);
    recordSuccess(world, intent, charge);
    close();
    session.payment_status = "paid";
    emit(world, "checkout.session.completed", session);
    tellOfBalanceTransaction(world, charge);
    return session;
  }
  startDelayedPayment(world, intent, method, attempt);
  close();
  emit(world, "checkout.session.completed", session);
  return session;
}

function startDelayedPayment(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  attempt: Attempt,
): void {
  if (attempt.method === "customer_balance") {
    intent.status = "requires_action";
    intent.next_action = { type: "display_bank_transfer_instructions" };
    emit(world, "payment_intent.requires_action", intent);
  } else {
    intent.status = "processing";
    intent.processing = attempt.method === "card" ? { type: "card", card: {} } : null;
    emit(world, "payment_intent.processing", intent);
    emit(world, "charge.pending", createCharge(world, intent, method, "pending", null));
  }
  const delay = attempt.settleDelayMs ?? world.settleDelayMs;
  const reason = attempt.reason ?? null;
  if (attempt.outcome === "fails") schedule(world, "fail_payment", intent.id, delay, reason);
  else if (attempt.outcome === "returned") {
    schedule(world, "settle_payment", intent.id, delay, reason ?? "insufficient_funds");
  } else if (attempt.outcome !== "stays_processing") schedule(world, "settle_payment", intent.id, delay);
}

function completeSetup(
  world: World,
  session: Stripe.Checkout.Session,
  method: Stripe.PaymentMethod,
): Stripe.Checkout.Session {
  const setup = must(world.state.setupIntents, "setup_intent", idOf(session.setup_intent) ?? "");
  setup.status = "succeeded";
  setup.payment_method = method.id;
  emit(world, "setup_intent.succeeded", setup);
  session.status = "complete";
  session.url = null;
  unschedule(world, session.id, "expire_session");
  emit(world, "checkout.session.completed", session);
  return session;
}

const noDetails = (): Stripe.Checkout.Session.CustomerDetails => ({
  address: null,
  business_name: null,
  email: null,
  individual_name: null,
  name: null,
  phone: null,
  tax_exempt: "none",
  tax_ids: [],
});

/** Ends an open session; its payment intent, if it has one, is cancelled. Refuses one that is not open. */
export function expireSession(world: World, sessionId: string): Stripe.Checkout.Session {
  const session = must(world.state.sessions, "checkout.session", sessionId, "session");
  if (session.status !== "open") {
    throw refused(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    );
  }
  session.status = "expired";
  session.url = null;
  unschedule(world, session.id, "expire_session");
  const intent = world.state.paymentIntents[idOf(session.payment_intent) ?? ""];
  if (intent) {
    intent.status = "canceled";
    intent.canceled_at = nowSeconds(world);
    intent.cancellation_reason = "expired";
    emit(world, "payment_intent.canceled", intent);
  }
  emit(world, "checkout.session.expired", session);
  return session;
}

/** Expires a session whose time has come, also when no timer has run yet. */
export function expireIfDue(world: World, session: Stripe.Checkout.Session): void {
  if (session.status === "open" && session.expires_at <= nowSeconds(world)) expireSession(world, session.id);
}
