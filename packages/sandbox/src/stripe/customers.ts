import type Stripe from "stripe";
import type { Handler } from "./answer.ts";
import { newId } from "./ids.ts";
import { listPage, rangeFilter } from "./listing.ts";
import { must } from "./lookup.ts";
import type { Params } from "./params.ts";
import { emit, nowSeconds, type World } from "./world.ts";

function readAddress(params: Params): Stripe.Address | null {
  const address = params.branch("address");
  if (address === null) return null;
  return {
    city: address.string("city"),
    country: address.string("country"),
    line1: address.string("line1"),
    line2: address.string("line2"),
    postal_code: address.string("postal_code"),
    state: address.string("state"),
  };
}

/** Makes and stores a customer. */
export function storeCustomer(world: World, given: Partial<Stripe.Customer>): Stripe.Customer {
  const customer: Stripe.Customer = {
    id: newId("cus"),
    object: "customer",
    address: null,
    balance: 0,
    created: nowSeconds(world),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: newId("x").slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
    ...given,
  };
  world.state.customers[customer.id] = customer;
  emit(world, "customer.created", customer);
  return customer;
}

/** `POST /v1/customers`. */
export const createCustomer: Handler = (world, params) => {
  const given = {
    address: readAddress(params),
    description: params.string("description"),
    email: params.string("email"),
    metadata: params.metadata(),
    name: params.string("name"),
    phone: params.string("phone"),
    preferred_locales: params.strings("preferred_locales"),
  };
  params.ignore("tax_exempt");
  params.close();
  return storeCustomer(world, given);
};

/** `POST /v1/customers/:id`. */
export const updateCustomer: Handler = (world, params, id) => {
  const customer = must(world.state.customers, "customer", id);
  const changes: Partial<Stripe.Customer> = {};
  if (params.has("name")) changes.name = params.string("name");
  if (params.has("email")) changes.email = params.string("email");
  if (params.has("phone")) changes.phone = params.string("phone");
  if (params.has("description")) changes.description = params.string("description");
  if (params.has("address")) changes.address = readAddress(params);
  if (params.has("preferred_locales")) changes.preferred_locales = params.strings("preferred_locales");
  changes.metadata = params.metadata("metadata", customer.metadata);
  params.close();
  const before = Object.fromEntries(
    Object.keys(changes).map((key) => [key, customer[key as keyof Stripe.Customer]]),
  );
  Object.assign(customer, changes);
  emit(world, "customer.updated", customer, before);
  return customer;
};

/** `GET /v1/customers/:id`; a deleted one says so. */
export const retrieveCustomer: Handler = (world, params, id) => {
  params.close();
  if (world.state.deletedCustomers.includes(id)) return { id, object: "customer", deleted: true };
  return must(world.state.customers, "customer", id);
};

/** `DELETE /v1/customers/:id`. */
export const deleteCustomer: Handler = (world, params, id) => {
  params.close();
  const customer = must(world.state.customers, "customer", id);
  delete world.state.customers[id];
  world.state.deletedCustomers.push(id);
  emit(world, "customer.deleted", customer);
  return { id, object: "customer", deleted: true };
};

/** `GET /v1/customers`, by e-mail and time. */
export const listCustomers: Handler = (world, params) => {
  const email = params.string("email");
  const created = rangeFilter(params);
  return listPage(
    world,
    params,
    "/v1/customers",
    Object.values(world.state.customers),
    (customer) => (email === null || customer.email === email) && created(customer.created),
  );
};

/** `GET /v1/customers/:id/payment_methods`. */
export const listCustomerMethods: Handler = (world, params, id) => {
  must(world.state.customers, "customer", id, "customer");
  const type = params.string("type");
  return listPage(
    world,
    params,
    `/v1/customers/${id}/payment_methods`,
    Object.values(world.state.paymentMethods),
    (method) => method.customer === id && (type === null || method.type === type),
  );
};
