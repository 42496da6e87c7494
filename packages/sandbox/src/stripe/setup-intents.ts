import type Stripe from "stripe";
import type { Handler } from "./answer.ts";
import { readMethods } from "./eligible-methods.ts";
import { invalid, refused } from "./fault.ts";
import { clientSecret, newId } from "./ids.ts";
import { keepMethod } from "./kept-methods.ts";
import { listPage, rangeFilter } from "./listing.ts";
import { must } from "./lookup.ts";
import { createPaymentMethod, emptyBillingDetails, type PaymentMethodKind } from "./payment-methods.ts";
import { idOf } from "./state.ts";
import { emit, nowSeconds, type World } from "./world.ts";

// Test payment methods that every Stripe account has.
const testMethods: Record<string, PaymentMethodKind> = {
  pm_card_visa: "card",
  pm_usBankAccount: "us_bank_account",
  pm_sepaDebit: "sepa_debit",
};

/** Makes and stores a setup intent. */
export function createSetupIntentFor(
  world: World,
  customer: string | null,
  methods: string[],
  asked: { description: string | null; metadata: Record<string, string> } = {
    description: null,
    metadata: {},
  },
): Stripe.SetupIntent {
  const id = newId("seti");
  const setup: Stripe.SetupIntent = {
    id,
    object: "setup_intent",
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: clientSecret(id),
    created: nowSeconds(world),
    customer,
    description: asked.description,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: asked.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: methods,
    single_use_mandate: null,
    status: "requires_payment_method",
    usage: "off_session",
  };
  world.state.setupIntents[id] = setup;
  emit(world, "setup_intent.created", setup);
  return setup;
}

/** `POST /v1/setup_intents`; with `confirm=true` and a test payment method it succeeds at once. */
export const createSetupIntent: Handler = (world, params) => {
  const customer = params.string("customer");
  if (customer !== null) must(world.state.customers, "customer", customer, "customer");
  const methods = readMethods(world, params, "usd", customer !== null).offered;
  const metadata = params.metadata();
  const description = params.string("description");
  const usage = params.oneOf("usage", ["off_session", "on_session"]) ?? "off_session";
  const confirm = params.flag("confirm") ?? false;
  const method = params.string("payment_method");
  params.ignore("automatic_payment_methods", "mandate_data");
  params.close();
  const setup = createSetupIntentFor(world, customer, methods);
  Object.assign(setup, { metadata, description, usage });
  if (method !== null) attach(world, setup, method);
  if (confirm) succeed(world, setup);
  return setup;
};

/** `POST /v1/setup_intents/:id/confirm`. */
export const confirmSetupIntent: Handler = (world, params, id) => {
  const setup = must(world.state.setupIntents, "setup_intent", id, "intent");
  const method = params.string("payment_method");
  params.ignore("mandate_data", "return_url", "payment_method_options");
  params.close();
  if (method !== null) attach(world, setup, method);
  succeed(world, setup);
  return setup;
};

function attach(world: World, setup: Stripe.SetupIntent, name: string): void {
  const kind = testMethods[name];
  const customer = typeof setup.customer === "string" ? setup.customer : null;
  const known = kind
    ? createPaymentMethod(world, kind, emptyBillingDetails(null, "Sandbox payer"), customer)
    : must(world.state.paymentMethods, "payment_method", name, "payment_method");
  setup.payment_method = known.id;
  setup.status = "requires_confirmation";
}

function succeed(world: World, setup: Stripe.SetupIntent): void {
  if (setup.status === "canceled" || setup.status === "succeeded") {
    throw refused(
      `This SetupIntent is ${setup.status} and cannot be confirmed.`,
      "setup_intent_unexpected_state",
    );
  }
  if (setup.payment_method === null)
    throw invalid(
      "You cannot confirm this SetupIntent because it's missing a payment method.",
      "payment_method",
    );
  const method = must(world.state.paymentMethods, "payment_method", idOf(setup.payment_method) ?? "");
  keepMethod(world, setup, method);
}

/** `GET /v1/setup_intents/:id`. */
export const retrieveSetupIntent: Handler = (world, params, id) => {
  params.close();
  return must(world.state.setupIntents, "setup_intent", id, "intent");
};

/** `POST /v1/setup_intents/:id/cancel`. */
export const cancelSetupIntent: Handler = (world, params, id) => {
  const setup = must(world.state.setupIntents, "setup_intent", id, "intent");
  const reason = params.oneOf("cancellation_reason", ["abandoned", "duplicate", "requested_by_customer"]);
  params.close();
  if (setup.status === "canceled" || setup.status === "succeeded") {
    throw refused(
      `You cannot cancel this SetupIntent because it has a status of ${setup.status}.`,
      "setup_intent_unexpected_state",
    );
  }
  setup.status = "canceled";
  setup.cancellation_reason = reason;
  emit(world, "setup_intent.canceled", setup);
  return setup;
};

/** `GET /v1/setup_intents`. */
export const listSetupIntents: Handler = (world, params) => {
  const customer = params.string("customer");
  const created = rangeFilter(params);
  return listPage(
    world,
    params,
    "/v1/setup_intents",
    Object.values(world.state.setupIntents),
    (setup) => (customer === null || setup.customer === customer) && created(setup.created),
  );
};
