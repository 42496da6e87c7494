import type Stripe from "stripe";
import type { Handler } from "./answer.ts";
import { expireIfDue, expireSession } from "./checkout-flow.ts";
import { checkAmount } from "./currencies.ts";
import { readMethods } from "./eligible-methods.ts";
import { invalid } from "./fault.ts";
import { newId } from "./ids.ts";
import { listPage, rangeFilter } from "./listing.ts";
import { must } from "./lookup.ts";
import type { Params } from "./params.ts";
import { createSetupIntentFor } from "./setup-intents.ts";
import type { WireLineItem } from "./state.ts";
import { nowSeconds, schedule, type World } from "./world.ts";

const halfHour = 1800;
const day = 86_400;

/** `POST /v1/checkout/sessions`: modes payment (inline prices) and setup, on the hosted page. */
export const createSession: Handler = (world, params) => {
  const mode = params.oneOf("mode", ["payment", "setup", "subscription"]) ?? "payment";
  if (mode === "subscription") throw invalid("The stand-in has no subscriptions.", "mode");
  const created = nowSeconds(world);
  const expiresAt = params.integer("expires_at") ?? created + day;
  if (expiresAt < created + halfHour || expiresAt > created + day) {
    throw invalid(
      "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.",
      "expires_at",
    );
  }
  const items = mode === "payment" ? readLineItems(world, params) : [];
  const currency = items[0]?.currency ?? params.string("currency");
  const total = items.reduce((sum, item) => sum + item.amount_total, 0);
  if (mode === "payment") checkAmount(total, currency ?? "", "line_items");
  const customer = params.string("customer");
  const known = customer === null ? null : must(world.state.customers, "customer", customer, "customer");
  const email = params.string("customer_email");
  if (customer !== null && email !== null) {
    throw invalid(
      "You may only specify one of these parameters: customer, customer_email.",
      "customer_email",
    );
  }
  const methods = readMethods(world, params, currency ?? "usd", customer !== null);
  const uiMode = params.oneOf("ui_mode", ["hosted_page"]) ?? "hosted_page";
  const intentData = params.branch("payment_intent_data");
  const asked = {
    description: intentData?.string("description") ?? null,
    metadata: intentData?.metadata() ?? {},
  };
  intentData?.ignore(
    "receipt_email",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "setup_future_usage",
  );
  const details = known?.email ?? email;
  const id = newId("cs_test");
  const session: Stripe.Checkout.Session = {
    ...plainSession(),
    id,
    allowed_payment_method_types: methods.allowed,
    amount_subtotal: mode === "payment" ? total : null,
    amount_total: mode === "payment" ? total : null,
    cancel_url: params.string("cancel_url"),
    client_reference_id: params.string("client_reference_id"),
    created,
    currency,
    customer,
    customer_creation: customer === null ? creation(params, mode) : null,
    customer_details:
      details === null
        ? null
        : {
            address: null,
            business_name: null,
            email: details,
            individual_name: null,
            name: null,
            phone: null,
            tax_exempt: "none",
            tax_ids: null,
          },
    customer_email: email,
    expires_at: expiresAt,
    locale: params.string("locale"),
    metadata: params.metadata(),
    mode,
    payment_method_types: methods.offered,
    submit_type: params.string("submit_type"),
    ui_mode: uiMode,
    success_url: params.required("success_url"),
    url: `${world.baseUrl}/c/pay/${id}`,
  };
  params.ignore(
    "payment_method_options",
    "billing_address_collection",
    "customer_update",
    "payment_method_collection",
    "invoice_creation",
    "after_expiration",
    "adaptive_pricing",
    "currency",
  );
  const text = params.branch("custom_text")?.branch("submit")?.required("message");
  if (text !== undefined) session.custom_text.submit = { message: text };
  const setupData = params.branch("setup_intent_data");
  const setupAsked = {
    description: setupData?.string("description") ?? null,
    metadata: setupData?.metadata() ?? {},
  };
  if (customer !== null) params.ignore("customer_creation");
  params.close();
  if (mode === "setup") {
    session.setup_intent = createSetupIntentFor(world, customer, methods.offered, setupAsked).id;
  }
  world.state.sessions[id] = session;
  world.state.lineItems[id] = items;
  world.state.paymentIntentData[id] = asked;
  schedule(world, "expire_session", id, expiresAt * 1000 - world.nowMs());
  return session;
};

/** Whether finishing the page makes a customer; pages that keep a method make none unless asked. */
function creation(params: Params, mode: "payment" | "setup"): "always" | "if_required" | null {
  const asked = params.oneOf("customer_creation", ["always", "if_required"]);
  return asked ?? (mode === "payment" ? "if_required" : null);
}

function readLineItems(world: World, params: Params): WireLineItem[] {
  const rows = params.branches("line_items");
  if (rows.length === 0)
    throw invalid("You must provide line_items when mode is payment.", "line_items", "parameter_missing");
  if (rows.length > 100) throw invalid("Checkout Sessions accept at most 100 line items.", "line_items");
  const items = rows.map((row, at) => readLineItem(world, row, `line_items[${at}]`));
  if (new Set(items.map((item) => item.currency)).size > 1) {
    throw invalid("All line items must have the same currency.", "line_items");
  }
  return items;
}

function readLineItem(world: World, row: Params, name: string): WireLineItem {
  const price = row.branch("price_data");
  if (price === null)
    throw invalid("The stand-in takes inline prices: line_items[][price_data].", `${name}[price_data]`);
  const product = price.branch("product_data");
  const currency = price.required("currency").toLowerCase();
  const decimal = price.string("unit_amount_decimal");
  const amount = price.integer("unit_amount") ?? (decimal === null ? null : Number.parseInt(decimal, 10));
  if (amount === null || amount < 0)
    throw invalid("Invalid non-negative integer", `${name}[price_data][unit_amount]`);
  const quantity = row.integer("quantity") ?? 1;
  if (quantity < 1) throw invalid("This value must be greater than or equal to 1.", `${name}[quantity]`);
  const description = product?.required("name") ?? null;
  product?.ignore("description", "images", "metadata", "tax_code");
  const productId = price.string("product") ?? newId("prod");
  price.ignore("tax_behavior");
  return {
    id: newId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount * quantity,
    amount_tax: 0,
    amount_total: amount * quantity,
    currency,
    description,
    metadata: row.metadata(),
    price: {
      id: newId("price"),
      object: "price",
      active: false,
      billing_scheme: "per_unit",
      created: nowSeconds(world),
      currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: productId,
      recurring: null,
      tax_behavior: "unspecified",
      tiers_mode: null,
      transform_quantity: null,
      type: "one_time",
      unit_amount: amount,
      unit_amount_decimal: String(amount),
    },
    quantity,
  };
}

/** `GET /v1/checkout/sessions/:id`. */
export const retrieveSession: Handler = (world, params, id) => {
  params.close();
  const session = must(world.state.sessions, "checkout.session", id, "session");
  expireIfDue(world, session);
  return session;
};

/** `POST /v1/checkout/sessions/:id`: metadata may change. */
export const updateSession: Handler = (world, params, id) => {
  const session = must(world.state.sessions, "checkout.session", id, "session");
  const metadata = params.metadata("metadata", session.metadata ?? {});
  params.close();
  session.metadata = metadata;
  return session;
};

/** `GET /v1/checkout/sessions`, by payment intent, customer, status or e-mail. */
export const listSessions: Handler = (world, params) => {
  const intent = params.string("payment_intent");
  const customer = params.string("customer");
  const status = params.string("status");
  const email = params.branch("customer_details")?.string("email") ?? null;
  const created = rangeFilter(params);
  const all = Object.values(world.state.sessions);
  for (const session of all) expireIfDue(world, session);
  return listPage(
    world,
    params,
    "/v1/checkout/sessions",
    all,
    (session) =>
      (intent === null || session.payment_intent === intent) &&
      (customer === null || session.customer === customer) &&
      (status === null || session.status === status) &&
      (email === null || session.customer_details?.email === email) &&
      created(session.created),
  );
};

/** `GET /v1/checkout/sessions/:id/line_items`. */
export const listSessionItems: Handler = (world, params, id) => {
  must(world.state.sessions, "checkout.session", id, "session");
  const items = world.state.lineItems[id] ?? [];
  // Items keep the order they were given in, so the list is turned for the newest-first page.
  return listPage(world, params, `/v1/checkout/sessions/${id}/line_items`, items.toReversed(), () => true);
};

/** `POST /v1/checkout/sessions/:id/expire`. */
export const expireSessionRoute: Handler = (world, params, id) => {
  params.close();
  return expireSession(world, id);
};

function plainSession(): Omit<
  Stripe.Checkout.Session,
  "id" | "created" | "expires_at" | "currency" | "customer" | "mode" | "payment_method_types"
> {
  return {
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    amount_subtotal: null,
    amount_total: null,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: null,
    client_reference_id: null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer_account: null,
    customer_creation: null,
    customer_details: null,
    customer_email: null,
    discounts: [],
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: null,
    managed_payments: null,
    metadata: {},
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: "if_required",
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_status: "unpaid",
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: null,
    subscription: null,
    success_url: null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: null,
    wallet_options: null,
  };
}
