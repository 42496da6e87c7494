import type Stripe from "stripe";
import type { ChargeOutcome } from "./charge-outcome.ts";
import { storeCustomer } from "./customers.ts";
import { refused } from "./fault.ts";
import { keepMethod } from "./kept-methods.ts";
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

export interface Attempt {
  method: PaymentMethodKind;
  /** On a page that keeps a method: how charges of it will end; `declined` keeps none. */
  outcome: ChargeOutcome;
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
  if (session.mode === "setup") return completeSetup(world, session, method, attempt);

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
  // Whoever is at the page confirms himself.
  const accepted = attempt.outcome === "succeeds" || attempt.outcome === "authentication_required";
  if (attempt.method === "card" && accepted) {
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

/** The payment takes days: it is told of, and its end is planned. */
export function startDelayedPayment(
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
  { method: kind, outcome, reason = null }: Attempt,
): Stripe.Checkout.Session {
  const setup = must(world.state.setupIntents, "setup_intent", idOf(session.setup_intent) ?? "");
  if (outcome === "declined") {
    const { code, declineCode, message } = kind === "card" ? cardDecline : debitFailure("account_closed");
    setup.last_setup_error = {
      code: code as Stripe.SetupIntent.LastSetupError["code"] & string,
      ...(declineCode ? { decline_code: declineCode } : {}),
      message,
      type: "card_error",
    };
    emit(world, "setup_intent.setup_failed", setup);
    return session;
  }
  if (session.customer === null && session.customer_creation === "always") {
    const { email, name } = method.billing_details;
    session.customer = storeCustomer(world, { email, name }).id;
    setup.customer = session.customer;
  }
  method.customer = idOf(session.customer);
  keepMethod(world, setup, method);
  if (outcome !== "succeeds" && outcome !== "settles")
    world.state.chargeOutcomes[method.id] = { outcome, reason };
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
