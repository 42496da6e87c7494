import type Stripe from "stripe";
import type { ChargeOutcome } from "./stripe/charge-outcome.ts";
import type { PaymentMethodKind } from "./stripe/payment-methods.ts";
import type { PayoutOutcome } from "./stripe/payouts.ts";
import type { Delivery, RequestFault, SigningFault, StoredEvent } from "./stripe/state.ts";
import type { RequestRecord } from "./stripe/world.ts";

/** Everything the stand-in holds, oldest first. */
export interface StripeOverview {
  now: string;
  sessions: Stripe.Checkout.Session[];
  payment_methods: Stripe.PaymentMethod[];
  payment_intents: Stripe.PaymentIntent[];
  refunds: Stripe.Refund[];
  disputes: Stripe.Dispute[];
  customers: Stripe.Customer[];
  balance_transactions: Stripe.BalanceTransaction[];
  cash_transactions: Stripe.CustomerCashBalanceTransaction[];
  payouts: Stripe.Payout[];
  events: StoredEvent[];
  deliveries: Delivery[];
}

export interface CompleteSession {
  /** The session's first method when not given. */
  method?: PaymentMethodKind;
  /**
   * `succeeds` for cards and `settles` for the others when not given. On a page that keeps a method: how charges of
   * it will end; `declined` keeps none.
   */
  outcome?: ChargeOutcome;
  /** Failure code or return reason. */
  reason?: string;
  settleDelayMs?: number;
}

export interface FailRequests {
  kind: RequestFault["kind"];
  method?: "GET" | "POST" | "DELETE";
  /** Start of the path. */
  path?: string;
  /** How many requests; 1 when not given. */
  count?: number;
  /** server_error: do the work first. */
  afterWork?: boolean;
  /** delay: milliseconds. */
  ms?: number;
}

/**
 * A client of the Stripe stand-in's control API, for tests. Amounts are integer minor units.
 * Each call throws an Error with the stand-in's sentence when it is refused.
 */
export function stripeControl(url: string) {
  async function call<Answer>(path: string, input?: object): Promise<Answer> {
    const response = await fetch(`${url}/_control/${path}`, {
      ...(input === undefined ? {} : { method: "POST", body: JSON.stringify(input) }),
      headers: { "Content-Type": "application/json" },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(refusalIn(text));
    const answer: Answer = JSON.parse(text);
    return answer;
  }
  const act = <Answer>(action: string, input: object = {}) => call<Answer>(action, input);

  return {
    /** All objects, events and deliveries. */
    state: () => call<StripeOverview>("state"),
    /** The last thousand API requests, oldest first. */
    requests: () => call<RequestRecord[]>("requests"),
    /** The payer submits the payment page. */
    completeSession: (session: string, { settleDelayMs, ...how }: CompleteSession = {}) =>
      act<Stripe.Checkout.Session>("complete_session", { session, ...how, settle_delay_ms: settleDelayMs }),
    /** How charges of a kept method end from now on; `reason` is a failure code or return reason. */
    decideCharges: (paymentMethod: string, outcome: ChargeOutcome, reason?: string) =>
      act<object>("decide_charges", { payment_method: paymentMethod, outcome, reason }),
    /** The bank or the cardholder ends a kept method: it can never be charged again. */
    detachMethod: (paymentMethod: string) =>
      act<Stripe.PaymentMethod>("detach_method", { payment_method: paymentMethod }),
    expireSession: (session: string) => act<Stripe.Checkout.Session>("expire_session", { session }),
    /** A waiting payment succeeds now; `thenReturn` names the reason for which it is returned later. */
    settlePayment: (paymentIntent: string, thenReturn?: string) =>
      act<Stripe.PaymentIntent>("settle_payment", { payment_intent: paymentIntent, then_return: thenReturn }),
    failPayment: (paymentIntent: string, code?: string) =>
      act<Stripe.PaymentIntent>("fail_payment", { payment_intent: paymentIntent, code }),
    /** The bank takes back a settled debit; `networkCode` is the scheme's own ("R10", "MD01"). */
    returnPayment: (paymentIntent: string, reason?: string, networkCode?: string) =>
      act<Stripe.Dispute>("return_payment", {
        payment_intent: paymentIntent,
        reason,
        network_code: networkCode,
      }),
    /** A refund that somebody makes in Stripe's dashboard. */
    refund: (paymentIntent: string, amount?: number) =>
      act<Stripe.Refund>("refund", { payment_intent: paymentIntent, amount }),
    finishRefund: (refund: string, outcome: "succeeded" | "failed", reason?: string) =>
      act<Stripe.Refund>("finish_refund", { refund, outcome, reason }),
    openDispute: (paymentIntent: string, how: { amount?: number; reason?: string; inquiry?: boolean } = {}) =>
      act<Stripe.Dispute>("open_dispute", { payment_intent: paymentIntent, ...how }),
    closeDispute: (dispute: string, outcome: "won" | "lost", feeReturned?: boolean) =>
      act<Stripe.Dispute>("close_dispute", { dispute, outcome, fee_returned: feeReturned }),
    createPayout: (currency: string, includePending = false) =>
      act<Stripe.Payout>("create_payout", { currency, include_pending: includePending }),
    finishPayout: (payout: string, outcome: PayoutOutcome) =>
      act<Stripe.Payout>("finish_payout", { payout, outcome }),
    /** Payments in `currency` are settled in another one; `rate` is decimal text, what a unit is worth in it. */
    settleIn: (currency: string, into: string, rate: string) =>
      act<object>("settle_in", { currency, into, rate }),
    /** Stripe takes a fee of its own; a negative one is given back. */
    takeFee: (currency: string, amount: number, description?: string) =>
      act<Stripe.BalanceTransaction>("take_fee", { currency, amount, description }),
    /** The balance moves for a reason that is not ours to know. */
    adjustBalance: (currency: string, amount: number, type?: string, description?: string) =>
      act<Stripe.BalanceTransaction>("adjust_balance", { currency, amount, type, description }),
    /** A bank transfer of a customer reaches his cash balance and waits there. */
    fundCashBalance: (transfer: {
      customer: string;
      amount: number;
      currency: string;
      sender?: string;
      reference?: string;
    }) => act<Stripe.CustomerCashBalanceTransaction>("fund_cash_balance", transfer),
    /** That transfer pays an intent that was made for it, and so reaches the balance. */
    applyCash: (transaction: string) =>
      act<Stripe.CustomerCashBalanceTransaction>("apply_cash", { transaction }),
    /** That transfer is sent back to its sender. */
    returnCash: (transaction: string) =>
      act<Stripe.CustomerCashBalanceTransaction>("return_cash", { transaction }),
    /** Delivers an event again, `copies` times at once. */
    resendEvent: (event: string, copies?: number) =>
      act<{ deliveries: Delivery[] }>("resend_event", { event, copies }),
    holdDeliveries: () => act<object>("hold_deliveries"),
    /** Ends the hold; resolves when the released ones were attempted. Event ids release only these. */
    releaseDeliveries: (order?: "as_made" | "reversed" | "shuffled" | string[]) =>
      act<object>("release_deliveries", { order }),
    swallowDeliveries: (types?: string[], count?: number) =>
      act<object>("swallow_deliveries", { types, count }),
    delayDeliveries: (ms: number) => act<object>("delay_deliveries", { ms }),
    duplicateDeliveries: (copies: number) => act<object>("duplicate_deliveries", { copies }),
    signDeliveries: (fault: SigningFault, count?: number) => act<object>("sign_deliveries", { fault, count }),
    /** Faults for the next API requests. A dropped answer is retried once by the `stripe` package itself. */
    failRequests: ({ afterWork, ...fault }: FailRequests) =>
      act<object>("fail_requests", { ...fault, after_work: afterWork }),
    clearFaults: () => act<object>("clear_faults"),
    /** Moves the stand-in's clock; 0 runs what is due by an injected clock. */
    advanceClock: (ms: number) => act<{ now: string }>("advance_clock", { ms }),
    /** Resolves when no delivery is queued or under way. */
    idle: () => act<object>("idle"),
    reset: () => act<object>("reset"),
  };
}

export type StripeControl = ReturnType<typeof stripeControl>;

function refusalIn(text: string): string {
  try {
    const body: { error?: { message?: string } } = JSON.parse(text);
    return body.error?.message ?? text;
  } catch {
    // Not JSON: the text is all there is to say.
    return text;
  }
}
