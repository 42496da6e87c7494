/**
 * The control API: causes what only Stripe, a bank or bad luck would. `POST /_control/<action>` with JSON
 * (or a form, which is answered by a redirect to the control page); amounts are integer minor units,
 * times are milliseconds. Refusals come as Stripe error bodies with status 400 or 404.
 *
 * | action | input | what happens |
 * |---|---|---|
 * | complete_session | session, method?, outcome?, reason?, settle_delay_ms? | the payer submits the page |
 * | decide_charges | payment_method, outcome, reason? | how charges of a kept method end from now on |
 * | detach_method | payment_method | a kept method ends at the bank |
 * | expire_session | session | the session's time is over |
 * | settle_payment | payment_intent, then_return? | a waiting payment succeeds now |
 * | fail_payment | payment_intent, code? | a waiting payment fails now |
 * | return_payment | payment_intent, reason?, network_code? | the bank takes back a settled debit (a lost dispute) |
 * | refund | payment_intent, amount? | a refund made in Stripe's dashboard |
 * | finish_refund | refund, outcome, reason? | outcome succeeded or failed |
 * | open_dispute | payment_intent, amount?, reason?, inquiry? | a cardholder disputes |
 * | close_dispute | dispute, outcome, fee_returned? | outcome won or lost |
 * | create_payout | currency, include_pending? | pays out the balance |
 * | finish_payout | payout, outcome | outcome paid, failed or canceled; also a paid one may fail |
 * | settle_in | currency, into, rate? | payments in a currency are settled in another, at this rate; without rate no more |
 * | take_fee | currency, amount, description? | Stripe takes a fee of its own from the balance (negative: gives it back) |
 * | adjust_balance | currency, amount, type?, description? | the balance moves for a reason that nobody here knows |
 * | fund_cash_balance | customer, amount, currency, sender?, reference? | a customer's bank transfer comes in |
 * | apply_cash | transaction | that transfer pays an intent made for it, and reaches the balance |
 * | return_cash | transaction | that transfer is sent back |
 * | resend_event | event, copies? | delivers an event again, copies at once |
 * | hold_deliveries | | deliveries wait |
 * | release_deliveries | order? | `as_made`, `reversed`, `shuffled` or event ids; ends the hold |
 * | swallow_deliveries | types?, count? | the next events are never delivered |
 * | delay_deliveries | ms | each delivery waits so long (0 ends it) |
 * | duplicate_deliveries | copies | each delivery is sent so many times at once (1 ends it) |
 * | sign_deliveries | fault, count? | wrong_secret, old_timestamp, altered_body or rolled_secret |
 * | fail_requests | kind, method?, path?, count?, after_work?, ms? | see `RequestFault` |
 * | clear_faults | | no faults any more; held deliveries stay held until released |
 * | advance_clock | ms | moves the clock; what is due by then happens at its own time (0: what is due now) |
 * | idle | | answers when no delivery is queued or under way |
 * | reset | | forgets everything but the configured endpoint |
 *
 * `GET /_control/state` shows everything, `GET /_control/requests` the last API requests as they came.
 *
 * `drop_response` does the work and cuts the connection. The `stripe` package retries a cut connection once
 * by itself, so two drops are needed for the caller to see one.
 */
import type { EmulatorContext } from "emulate";
import { moveBalance } from "./balance.ts";
import { applyCash, fundCashBalance, returnCash } from "./cash-balance.ts";
import { type ChargeOutcome, chargeOutcomes } from "./charge-outcome.ts";
import { completeSession, expireSession } from "./checkout-flow.ts";
import { ControlInput, readControlInput } from "./control-input.ts";
import { type Deliveries, deliveriesOf } from "./deliveries.ts";
import { closeDispute, openDispute, returnPayment } from "./disputes.ts";
import { invalid, StripeFault } from "./fault.ts";
import { newId } from "./ids.ts";
import { letGo } from "./kept-methods.ts";
import { must } from "./lookup.ts";
import { asPaymentMethodKind } from "./payment-methods.ts";
import { failPayment, settlePayment } from "./payments.ts";
import { createPayout, finishPayout } from "./payouts.ts";
import { createRefund, finishRefund } from "./refunds.ts";
import type { Scheduler } from "./scheduler.ts";
import { emptyState, noDeliveryFaults, type StripeState } from "./state.ts";
import type { World } from "./world.ts";

interface Controls {
  world: World;
  deliveries: Deliveries;
  scheduler: Scheduler;
}

type Action = (controls: Controls, input: ControlInput) => object | Promise<object>;

const done = { done: true };

const actions: Record<string, Action> = {
  complete_session({ world }, input) {
    const sessionId = input.text("session");
    const session = must(world.state.sessions, "checkout.session", sessionId);
    const method = asPaymentMethodKind(input.optional("method") ?? session.payment_method_types[0] ?? "card");
    if (method === null) throw invalid("Unknown method.", "method");
    const usual: ChargeOutcome = method === "card" ? "succeeds" : "settles";
    return completeSession(world, sessionId, {
      method,
      outcome: input.choice("outcome", chargeOutcomes) ?? usual,
      reason: input.optional("reason"),
      settleDelayMs: input.number("settle_delay_ms"),
    });
  },
  decide_charges({ world }, input) {
    const { id, type } = must(world.state.paymentMethods, "PaymentMethod", input.text("payment_method"));
    const outcome = input.choice("outcome", chargeOutcomes) ?? (type === "card" ? "succeeds" : "settles");
    world.state.chargeOutcomes[id] = { outcome, reason: input.optional("reason") };
    return done;
  },
  detach_method: ({ world }, input) => letGo(world, input.text("payment_method")),
  expire_session: ({ world }, input) => expireSession(world, input.text("session")),
  settle_payment: ({ world }, input) =>
    settlePayment(world, input.text("payment_intent"), input.optional("then_return")),
  fail_payment: ({ world }, input) =>
    failPayment(world, input.text("payment_intent"), input.optional("code") ?? undefined),
  return_payment: ({ world }, input) =>
    returnPayment(
      world,
      input.text("payment_intent"),
      input.optional("reason") ?? undefined,
      input.optional("network_code"),
    ),
  refund: ({ world }, input) =>
    createRefund(world, {
      charge: null,
      paymentIntent: input.text("payment_intent"),
      amount: input.number("amount"),
      reason: "requested_by_customer",
      metadata: {},
    }),
  finish_refund: ({ world }, input) =>
    finishRefund(
      world,
      input.text("refund"),
      input.choice("outcome", ["succeeded", "failed"]) ?? "succeeded",
      input.optional("reason") ?? undefined,
    ),
  open_dispute: ({ world }, input) =>
    openDispute(world, {
      paymentIntent: input.text("payment_intent"),
      amount: input.number("amount"),
      reason: input.optional("reason"),
      inquiry: input.flag("inquiry") ?? false,
    }),
  close_dispute: ({ world }, input) =>
    closeDispute(
      world,
      input.text("dispute"),
      input.choice("outcome", ["won", "lost"]) ?? "lost",
      input.flag("fee_returned") ?? true,
    ),
  create_payout: ({ world }, input) =>
    createPayout(world, input.text("currency").toLowerCase(), input.flag("include_pending") ?? false),
  finish_payout: ({ world }, input) =>
    finishPayout(
      world,
      input.text("payout"),
      input.choice("outcome", ["paid", "failed", "canceled"] as const) ?? "paid",
    ),
  settle_in({ world }, input) {
    const currency = input.text("currency").toLowerCase();
    const rate = Number(input.optional("rate") ?? "0");
    if (!(rate >= 0)) throw invalid("rate is not a number above zero.", "rate");
    if (rate === 0) delete world.state.settlements[currency];
    else world.state.settlements[currency] = { currency: input.text("into").toLowerCase(), rate };
    return done;
  },
  take_fee: ({ world }, input) =>
    moveBalance(world, {
      currency: input.text("currency"),
      amount: -(input.number("amount") ?? 0),
      type: "stripe_fee",
      description: input.optional("description") ?? "Billing - Usage fee",
    }),
  adjust_balance: ({ world }, input) =>
    moveBalance(world, {
      currency: input.text("currency"),
      amount: input.number("amount") ?? 0,
      type: input.optional("type") ?? "adjustment",
      description: input.optional("description") ?? "Adjustment",
    }),
  fund_cash_balance: ({ world }, input) =>
    fundCashBalance(world, {
      customer: input.text("customer"),
      amount: input.number("amount") ?? 0,
      currency: input.text("currency"),
      sender: input.optional("sender"),
      reference: input.optional("reference"),
    }),
  apply_cash: ({ world }, input) => applyCash(world, input.text("transaction")),
  return_cash: ({ world }, input) => returnCash(world, input.text("transaction")),
  async resend_event({ world, deliveries }, input) {
    const event = must(world.state.events, "event", input.text("event"));
    const known = deliveriesOf(world, event.id);
    if (known.length === 0) deliveries.enqueue(event);
    else
      await Promise.all(known.map((delivery) => deliveries.send(delivery.id, input.number("copies") ?? 1)));
    return { deliveries: deliveriesOf(world, event.id) };
  },
  hold_deliveries({ world }) {
    world.state.deliveryFaults.hold = true;
    return done;
  },
  async release_deliveries({ world, deliveries }, input) {
    world.state.deliveryFaults.hold = false;
    const named = input.list("order");
    const order = named ?? input.choice("order", ["as_made", "reversed", "shuffled"] as const);
    await deliveries.release(order ?? "as_made");
    return done;
  },
  swallow_deliveries({ world }, input) {
    world.state.deliveryFaults.swallow = {
      types: input.list("types"),
      remaining: input.number("count") ?? 1_000_000,
    };
    return done;
  },
  delay_deliveries({ world }, input) {
    world.state.deliveryFaults.delayMs = input.number("ms") ?? 0;
    return done;
  },
  duplicate_deliveries({ world }, input) {
    world.state.deliveryFaults.copies = Math.max(1, input.number("copies") ?? 1);
    return done;
  },
  sign_deliveries({ world }, input) {
    const fault = input.choice("fault", ["wrong_secret", "old_timestamp", "altered_body", "rolled_secret"]);
    world.state.deliveryFaults.signing = fault ? { fault, remaining: input.number("count") ?? 1 } : null;
    return done;
  },
  fail_requests({ world }, input) {
    const kinds = ["drop_response", "drop_request", "server_error", "rate_limit", "delay"] as const;
    const kind = input.choice("kind", kinds);
    if (kind === null) throw invalid("Missing kind.", "kind");
    world.state.requestFaults.push({
      kind,
      method: input.optional("method"),
      path: input.optional("path"),
      remaining: input.number("count") ?? 1,
      afterWork: input.flag("after_work") ?? false,
      ms: input.number("ms") ?? 0,
    });
    return done;
  },
  clear_faults({ world }) {
    world.state.requestFaults = [];
    world.state.deliveryFaults = noDeliveryFaults();
    return done;
  },
  advance_clock({ world, scheduler }, input) {
    scheduler.advance(input.number("ms") ?? 0);
    return { now: new Date(world.nowMs()).toISOString() };
  },
  async idle({ deliveries }) {
    await deliveries.idle();
    return done;
  },
  async reset({ world, deliveries }) {
    await deliveries.idle();
    const { endpoints, clockOffsetMs } = world.state;
    Object.assign(world.state, emptyState(), { endpoints, clockOffsetMs });
    world.requests.length = 0;
    return done;
  },
};

/** Everything at a glance, oldest first: what tests and the control page look at. */
function overview(world: World): object {
  const { sessions, paymentMethods, paymentIntents, refunds, disputes, payouts, events, deliveries } =
    world.state;
  const { balanceTransactions, cashTransactions, customers } = world.state;
  return {
    now: new Date(world.nowMs()).toISOString(),
    sessions: Object.values(sessions),
    payment_methods: Object.values(paymentMethods),
    payment_intents: Object.values(paymentIntents),
    refunds: Object.values(refunds),
    disputes: Object.values(disputes),
    customers: Object.values(customers),
    balance_transactions: Object.values(balanceTransactions),
    cash_transactions: Object.values(cashTransactions),
    payouts: Object.values(payouts),
    events: Object.values(events),
    deliveries: Object.values(deliveries),
  };
}

/** Puts the control API on the app. Requests that another site's page sends are refused. */
export function addControlRoutes(app: EmulatorContext<StripeState>["app"], controls: Controls): void {
  app.get("/_control/state", (c) => c.json(overview(controls.world)));
  app.get("/_control/requests", (c) => c.json(controls.world.requests));
  app.post("/_control/:action", async (c) => {
    const name = c.req.param("action");
    const site = c.req.header("Sec-Fetch-Site");
    if (site === "cross-site" || site === "same-site") return c.text("Only this page may do that.", 403);
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    const isForm = (c.req.header("Content-Type") ?? "").startsWith("application/x-www-form-urlencoded");
    try {
      if (action === undefined) throw new StripeFault(404, `There is no control action ${name}.`);
      const result = await action(controls, new ControlInput(readControlInput(await c.req.text(), isForm)));
      return isForm ? c.redirect("/", 303) : c.json(result);
    } catch (error) {
      if (!(error instanceof StripeFault)) throw error;
      if (isForm) return c.redirect(`/?refused=${encodeURIComponent(error.message)}`, 303);
      return c.json(error.body(newId("req")), error.status);
    }
  });
}
