import type { Handler } from "./answer.ts";
import { readBalance, refreshBalance } from "./balance.ts";
import { wireEvent } from "./deliveries.ts";
import { submitEvidence } from "./disputes.ts";
import { invalid, refused } from "./fault.ts";
import { listPage, rangeFilter } from "./listing.ts";
import { must } from "./lookup.ts";
import { sessionOf } from "./payments.ts";
import { cancelRefund, createRefund } from "./refunds.ts";
import { emit, nowSeconds } from "./world.ts";

/** `GET /v1/payment_intents/:id`. */
export const retrieveIntent: Handler = (world, params, id) => {
  params.ignore("client_secret");
  params.close();
  return must(world.state.paymentIntents, "payment_intent", id, "intent");
};

/** `POST /v1/payment_intents/:id`: description and metadata may change. */
export const updateIntent: Handler = (world, params, id) => {
  const intent = must(world.state.paymentIntents, "payment_intent", id, "intent");
  const description = params.has("description") ? params.string("description") : intent.description;
  const metadata = params.metadata("metadata", intent.metadata);
  params.close();
  Object.assign(intent, { description, metadata });
  return intent;
};

/** `GET /v1/payment_intents`, by customer and time. */
export const listIntents: Handler = (world, params) => {
  const customer = params.string("customer");
  const created = rangeFilter(params);
  return listPage(
    world,
    params,
    "/v1/payment_intents",
    Object.values(world.state.paymentIntents),
    (intent) => (customer === null || intent.customer === customer) && created(intent.created),
  );
};

/** `POST /v1/payment_intents/:id/cancel`; one that Checkout still holds open is refused, as at Stripe. */
export const cancelIntent: Handler = (world, params, id) => {
  const intent = must(world.state.paymentIntents, "payment_intent", id, "intent");
  const reason = params.oneOf("cancellation_reason", [
    "abandoned",
    "duplicate",
    "fraudulent",
    "requested_by_customer",
  ]);
  params.close();
  if (sessionOf(world, id)?.status === "open") {
    throw refused(
      "You cannot cancel this PaymentIntent because it was created by Checkout. Expire its Checkout Session instead.",
      "payment_intent_unexpected_state",
    );
  }
  if (!["requires_payment_method", "requires_action", "requires_confirmation"].includes(intent.status)) {
    throw refused(
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action.`,
      "payment_intent_unexpected_state",
    );
  }
  intent.status = "canceled";
  intent.canceled_at = nowSeconds(world);
  intent.cancellation_reason = reason;
  intent.next_action = null;
  emit(world, "payment_intent.canceled", intent);
  return intent;
};

/** `GET /v1/payment_methods/:id`. */
export const retrieveMethod: Handler = (world, params, id) => {
  params.close();
  return must(world.state.paymentMethods, "PaymentMethod", id, "payment_method");
};

/** `GET /v1/charges/:id`. */
export const retrieveCharge: Handler = (world, params, id) => {
  params.close();
  return must(world.state.charges, "charge", id);
};

/** `GET /v1/charges`, by payment intent, customer and time. */
export const listCharges: Handler = (world, params) => {
  const intent = params.string("payment_intent");
  const customer = params.string("customer");
  const created = rangeFilter(params);
  return listPage(
    world,
    params,
    "/v1/charges",
    Object.values(world.state.charges),
    (charge) =>
      (intent === null || charge.payment_intent === intent) &&
      (customer === null || charge.customer === customer) &&
      created(charge.created),
  );
};

/** `POST /v1/refunds`: full, or `amount` in minor units. */
export const createRefundRoute: Handler = (world, params) => {
  const asked = {
    charge: params.string("charge"),
    paymentIntent: params.string("payment_intent"),
    amount: params.integer("amount"),
    reason: params.oneOf("reason", ["duplicate", "fraudulent", "requested_by_customer"]),
    metadata: params.metadata(),
  };
  params.ignore("instructions_email");
  params.close();
  if (asked.amount !== null && asked.amount < 1) {
    throw invalid("This value must be greater than or equal to 1.", "amount", "parameter_invalid_integer");
  }
  return createRefund(world, asked);
};

/** `GET /v1/refunds/:id`. */
export const retrieveRefund: Handler = (world, params, id) => {
  params.close();
  return must(world.state.refunds, "refund", id, "refund");
};

/** `POST /v1/refunds/:id`: metadata may change. */
export const updateRefund: Handler = (world, params, id) => {
  const refund = must(world.state.refunds, "refund", id, "refund");
  const metadata = params.metadata("metadata", refund.metadata ?? {});
  params.close();
  refund.metadata = metadata;
  return refund;
};

/** `POST /v1/refunds/:id/cancel`. */
export const cancelRefundRoute: Handler = (world, params, id) => {
  params.close();
  return cancelRefund(world, id);
};

/** `GET /v1/refunds`, by charge, payment intent and time. */
export const listRefunds: Handler = (world, params) => {
  const charge = params.string("charge");
  const intent = params.string("payment_intent");
  const created = rangeFilter(params);
  return listPage(
    world,
    params,
    "/v1/refunds",
    Object.values(world.state.refunds),
    (refund) =>
      (charge === null || refund.charge === charge) &&
      (intent === null || refund.payment_intent === intent) &&
      created(refund.created),
  );
};

/** `GET /v1/disputes/:id`. */
export const retrieveDispute: Handler = (world, params, id) => {
  params.close();
  return must(world.state.disputes, "dispute", id, "dispute");
};

/** `POST /v1/disputes/:id`: evidence as text; `submit=true` (the default) hands it in. */
export const updateDispute: Handler = (world, params, id) => {
  const dispute = must(world.state.disputes, "dispute", id, "dispute");
  const metadata = params.metadata("metadata", dispute.metadata);
  const submit = params.flag("submit") ?? true;
  const evidence = params.branch("evidence");
  const texts = evidence
    ? Object.keys(dispute.evidence)
        .filter((field) => evidence.has(field))
        .map((field) => [field, evidence.string(field)])
    : [];
  params.close();
  dispute.metadata = metadata;
  Object.assign(dispute.evidence, Object.fromEntries(texts));
  if (evidence && submit) submitEvidence(world, dispute);
  return dispute;
};

/** `GET /v1/disputes`, by charge, payment intent and time. */
export const listDisputes: Handler = (world, params) => {
  const charge = params.string("charge");
  const intent = params.string("payment_intent");
  const created = rangeFilter(params);
  return listPage(
    world,
    params,
    "/v1/disputes",
    Object.values(world.state.disputes),
    (dispute) =>
      (charge === null || dispute.charge === charge) &&
      (intent === null || dispute.payment_intent === intent) &&
      created(dispute.created),
  );
};

/** `GET /v1/balance`. */
export const retrieveBalance: Handler = (world, params) => {
  params.close();
  return readBalance(world);
};

/** `GET /v1/balance_transactions/:id`. */
export const retrieveTransaction: Handler = (world, params, id) => {
  params.close();
  refreshBalance(world);
  return must(world.state.balanceTransactions, "balance_transaction", id);
};

/** `GET /v1/balance_transactions`, by payout (its own row included), type, source, currency and time. */
export const listTransactions: Handler = (world, params) => {
  refreshBalance(world);
  const payout = params.string("payout");
  const type = params.string("type");
  const source = params.string("source");
  const currency = params.string("currency");
  const created = rangeFilter(params);
  if (payout !== null) must(world.state.payouts, "payout", payout, "payout");
  return listPage(
    world,
    params,
    "/v1/balance_transactions",
    Object.values(world.state.balanceTransactions),
    (row) =>
      (payout === null || world.state.paidOutBy[row.id] === payout) &&
      (type === null || row.type === type) &&
      (source === null || row.source === source) &&
      (currency === null || row.currency === currency) &&
      created(row.created),
  );
};

/** `GET /v1/payouts/:id`. */
export const retrievePayout: Handler = (world, params, id) => {
  params.close();
  return must(world.state.payouts, "payout", id, "payout");
};

/** `GET /v1/payouts`, by status, arrival and time. */
export const listPayouts: Handler = (world, params) => {
  const status = params.string("status");
  const arrival = rangeFilter(params, "arrival_date");
  const created = rangeFilter(params);
  return listPage(
    world,
    params,
    "/v1/payouts",
    Object.values(world.state.payouts),
    (payout) =>
      (status === null || payout.status === status) &&
      arrival(payout.arrival_date) &&
      created(payout.created),
  );
};

const thirtyDays = 30 * 86_400;

/** `GET /v1/events/:id`; events older than 30 days are gone. */
export const retrieveEvent: Handler = (world, params, id) => {
  params.close();
  const event = must(world.state.events, "event", id);
  if (event.created < nowSeconds(world) - thirtyDays) must({}, "event", id);
  return wireEvent(world, event);
};

/** `GET /v1/events`: the last 30 days, by type, types, time and `delivery_success`. */
export const listEvents: Handler = (world, params) => {
  const type = params.string("type");
  const types = params.strings("types");
  const success = params.flag("delivery_success");
  const created = rangeFilter(params);
  const since = nowSeconds(world) - thirtyDays;
  const open = new Set(
    Object.values(world.state.deliveries)
      .filter((delivery) => delivery.status !== "delivered")
      .map((delivery) => delivery.event),
  );
  const page = listPage(
    world,
    params,
    "/v1/events",
    Object.values(world.state.events),
    (event) =>
      event.created >= since &&
      (type === null ||
        event.type === type ||
        (type.endsWith(".*") && event.type.startsWith(type.slice(0, -1)))) &&
      (types.length === 0 || types.includes(event.type)) &&
      (success === null || success === !open.has(event.id)) &&
      created(event.created),
  );
  return { ...page, data: page.data.map((event) => wireEvent(world, event)) };
};
