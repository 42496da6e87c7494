import Stripe from "stripe";
import type { Handler } from "./answer.ts";
import { invalid } from "./fault.ts";
import { newId, signingSecret } from "./ids.ts";
import { listPage } from "./listing.ts";
import { must } from "./lookup.ts";
import { nowSeconds, type World } from "./world.ts";

/** Id of the endpoint given when the stand-in was started. */
const configuredEndpoint = "we_1QSandboxConfigured00";

/** Stores the endpoint of the start options, which takes every event; null forgets that of an earlier run. */
export function configureEndpoint(world: World, url: string | null, secret: string): void {
  if (url === null) {
    delete world.state.endpoints[configuredEndpoint];
    return;
  }
  const made = makeEndpoint(world, configuredEndpoint, url, ["*"], secret);
  world.state.endpoints[made.id] = made;
}

function makeEndpoint(
  world: World,
  id: string,
  url: string,
  events: string[],
  secret: string,
): Stripe.WebhookEndpoint {
  return {
    id,
    object: "webhook_endpoint",
    api_version: Stripe.API_VERSION,
    application: null,
    created: nowSeconds(world),
    description: null,
    enabled_events: events,
    livemode: false,
    metadata: {},
    secret,
    status: "enabled",
    url,
  };
}

const withoutSecret = (endpoint: Stripe.WebhookEndpoint): object => {
  const { secret: _, ...shown } = endpoint;
  return shown;
};

/** `POST /v1/webhook_endpoints`: the answer is the only one that shows the secret. */
export const createEndpoint: Handler = (world, params) => {
  const url = params.required("url");
  const events = params.strings("enabled_events");
  const description = params.string("description");
  const metadata = params.metadata();
  params.ignore("api_version");
  params.close();
  if (!URL.canParse(url))
    throw invalid("Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid");
  if (events.length === 0)
    throw invalid("Missing required param: enabled_events.", "enabled_events", "parameter_missing");
  const endpoint = {
    ...makeEndpoint(world, newId("we"), url, events, signingSecret()),
    description,
    metadata,
  };
  world.state.endpoints[endpoint.id] = endpoint;
  return endpoint;
};

/** `POST /v1/webhook_endpoints/:id`. */
export const updateEndpoint: Handler = (world, params, id) => {
  const endpoint = must(world.state.endpoints, "webhook_endpoint", id);
  const url = params.string("url") ?? endpoint.url;
  const events = params.strings("enabled_events");
  const disabled = params.flag("disabled");
  const metadata = params.metadata("metadata", endpoint.metadata);
  params.close();
  Object.assign(endpoint, { url, metadata, ...(events.length > 0 ? { enabled_events: events } : {}) });
  if (disabled !== null) endpoint.status = disabled ? "disabled" : "enabled";
  return withoutSecret(endpoint);
};

/** `GET /v1/webhook_endpoints/:id`. */
export const retrieveEndpoint: Handler = (world, params, id) => {
  params.close();
  return withoutSecret(must(world.state.endpoints, "webhook_endpoint", id));
};

/** `DELETE /v1/webhook_endpoints/:id`. */
export const deleteEndpoint: Handler = (world, params, id) => {
  params.close();
  must(world.state.endpoints, "webhook_endpoint", id);
  delete world.state.endpoints[id];
  return { id, object: "webhook_endpoint", deleted: true };
};

/** `GET /v1/webhook_endpoints`. */
export const listEndpoints: Handler = (world, params) => {
  const page = listPage(
    world,
    params,
    "/v1/webhook_endpoints",
    Object.values(world.state.endpoints),
    () => true,
  );
  return { ...page, data: page.data.map(withoutSecret) };
};
