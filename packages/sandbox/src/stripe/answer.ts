import { setTimeout as sleep } from "node:timers/promises";
import Stripe from "stripe";
import { dropHeader } from "../http-server.ts";
import { StripeFault } from "./fault.ts";
import { settleKey, sortedForm, takeKey } from "./idempotency.ts";
import { newId } from "./ids.ts";
import { Params, parseForm } from "./params.ts";
import type { RequestFault } from "./state.ts";
import type { RequestRecord, World } from "./world.ts";

/** What an API route does: read parameters, act, return the object to show (without expansions). */
export type Handler = (world: World, params: Params, id: string) => object;

/** A route as it is asked: what to do, with which id, and how to show the object. */
interface Asking {
  id: string;
  handler: Handler;
  /** Turns a stored object into what is shown, with the requested fields expanded. */
  expand: (object: object, fields: string[]) => object;
}

const requestsKept = 1000;

/** Answers one API request as Stripe does: key, faults asked for, idempotency, the work, expansions. */
export async function answer(world: World, request: Request, asking: Asking): Promise<Response> {
  const url = new URL(request.url);
  const record: RequestRecord = {
    id: newId("req"),
    method: request.method,
    path: url.pathname,
    form: request.method === "POST" ? await request.text() : url.search.slice(1),
    idempotencyKey: request.method === "GET" ? null : request.headers.get("Idempotency-Key"),
    version: request.headers.get("Stripe-Version"),
    status: null,
  };
  world.requests.push(record);
  if (world.requests.length > requestsKept) world.requests.shift();
  const headers = new Headers({
    "Content-Type": "application/json",
    "Request-Id": record.id,
    "Stripe-Version": record.version ?? Stripe.API_VERSION,
    "Cache-Control": "no-cache, no-store",
    ...(record.idempotencyKey === null ? {} : { "Idempotency-Key": record.idempotencyKey }),
  });
  let said: { status: number; body: string } | "dropped";
  try {
    checkApiKey(request.headers.get("Authorization"));
    said = await respond(world, record, asking, headers);
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    said = { status: error.status, body: JSON.stringify(error.body(record.id), null, 2) };
  }
  if (said === "dropped") return new Response(null, { headers: { [dropHeader]: "1" } });
  record.status = said.status;
  return new Response(said.body, { status: said.status, headers });
}

async function respond(
  world: World,
  record: RequestRecord,
  asking: Asking,
  headers: Headers,
): Promise<{ status: number; body: string } | "dropped"> {
  const fault = takeFault(world, record.method, record.path);
  if (fault?.kind === "rate_limit")
    throw new StripeFault(429, "Request rate limit exceeded.", { code: "rate_limit" });
  if (fault?.kind === "drop_request") return "dropped";

  const key = record.idempotencyKey;
  const asked = { method: record.method, path: record.path, body: sortedForm(record.form) };
  const earlier = key === null ? null : takeKey(world, key, asked, record.id);
  if (earlier?.answer) {
    headers.set("Idempotent-Replayed", "true");
    headers.set("Original-Request", earlier.requestId);
    if (earlier.answer.status >= 500) headers.set("Stripe-Should-Retry", "false");
    return fault?.kind === "drop_response" ? "dropped" : earlier.answer;
  }
  if (fault?.kind === "delay") await sleep(fault.ms);
  let done: Done | null = null;
  try {
    done = work(world, record, asking, fault);
  } finally {
    if (key !== null) settleKey(world, key, done?.keep ? { status: done.status, body: done.body } : null);
  }
  // A 500 is replayed for ever under its key, so asking again is of no use.
  if (done.status >= 500 && key !== null) headers.set("Stripe-Should-Retry", "false");
  return fault?.kind === "drop_response" ? "dropped" : done;
}

/** An answer, and whether it is kept under the idempotency key. */
interface Done {
  status: number;
  body: string;
  keep: boolean;
}

function work(world: World, record: RequestRecord, asking: Asking, fault: RequestFault | null): Done {
  const failed = (error: StripeFault): Done => ({
    status: error.status,
    body: JSON.stringify(error.body(record.id), null, 2),
    keep: error.begun,
  });
  const broken = () =>
    failed(new StripeFault(500, "An unknown error occurred", { type: "api_error", begun: true }));
  if (fault?.kind === "server_error" && !fault.afterWork) return broken();
  world.request = { id: record.id, key: record.idempotencyKey, version: record.version };
  try {
    const params = new Params(parseForm(record.form));
    const fields = params.strings("expand");
    const object = asking.handler(world, params, asking.id);
    params.close();
    const body = JSON.stringify(asking.expand(object, fields), null, 2);
    return fault?.kind === "server_error" ? broken() : { status: 200, body, keep: true };
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    return failed(error);
  } finally {
    world.request = { id: null, key: null, version: null };
  }
}

function checkApiKey(authorization: string | null): void {
  const key = authorization?.match(/^Bearer (\S+)$/)?.[1];
  if (key === undefined) {
    throw new StripeFault(
      401,
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (!/^(sk|rk)_test_/.test(key))
    throw new StripeFault(401, `Invalid API Key provided: ${key.slice(0, 8)}****`);
}

function takeFault(world: World, method: string, path: string): RequestFault | null {
  const fault = world.state.requestFaults.find(
    (one) =>
      (one.method === null || one.method === method) && (one.path === null || path.startsWith(one.path)),
  );
  if (!fault) return null;
  fault.remaining -= 1;
  if (fault.remaining <= 0)
    world.state.requestFaults = world.state.requestFaults.filter((one) => one !== fault);
  return fault;
}
