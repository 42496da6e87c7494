import { setTimeout as sleep } from "node:timers/promises";
import Stripe from "stripe";
import { dropHeader } from "../http-server.ts";
import { StripeFault } from "./fault.ts";
import { newId } from "./ids.ts";
import { Params, parseForm } from "./params.ts";
import type { RequestFault, StoredAnswer } from "./state.ts";
import type { World } from "./world.ts";

/** What an API route does: read parameters, act, return the object to show (without expansions). */
export type Handler = (world: World, params: Params, id: string) => object;

const keptForMs = 24 * 60 * 60 * 1000;

/**
 * Answers one API request as Stripe does: key, faults asked for, idempotency, the work, expansions.
 * @param expand turns a stored object into what is shown, with the requested fields expanded.
 */
export async function answer(
  world: World,
  request: Request,
  id: string,
  handler: Handler,
  expand: (object: object, fields: string[]) => object,
): Promise<Response> {
  const requestId = newId("req");
  const url = new URL(request.url);
  const body = request.method === "POST" ? await request.text() : "";
  const headers = new Headers({
    "Content-Type": "application/json",
    "Request-Id": requestId,
    "Stripe-Version": request.headers.get("Stripe-Version") ?? Stripe.API_VERSION,
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "no-cache, no-store",
  });
  const reply = (status: number, text: string) => new Response(text, { status, headers });
  const fail = (fault: StripeFault) => reply(fault.status, JSON.stringify(fault.body(requestId), null, 2));

  const keyFault = checkApiKey(request.headers.get("Authorization"));
  if (keyFault) return fail(keyFault);
  const fault = takeFault(world, request.method, url.pathname);
  if (fault?.kind === "rate_limit") {
    return fail(new StripeFault(429, "Request rate limit exceeded.", { code: "rate_limit" }));
  }
  if (fault?.kind === "drop_request") return dropped();

  const key = request.method === "GET" ? null : request.headers.get("Idempotency-Key");
  if (key !== null) headers.set("Idempotency-Key", key);
  const asked = { method: request.method, path: url.pathname, body: sortedForm(body) };
  if (key !== null) {
    if (key.length > 255)
      return fail(
        new StripeFault(400, "Idempotency keys can have up to 255 characters.", {
          type: "idempotency_error",
        }),
      );
    const earlier = storedAnswer(world, key);
    if (earlier) {
      const conflict = compareWithEarlier(earlier, asked, key);
      if (conflict) return fail(conflict);
      headers.set("Idempotent-Replayed", "true");
      headers.set("Original-Request", earlier.requestId);
      if ((earlier.answer?.status ?? 0) >= 500) headers.set("Stripe-Should-Retry", "false");
      return fault?.kind === "drop_response"
        ? dropped()
        : reply(earlier.answer?.status ?? 500, earlier.answer?.body ?? "");
    }
    world.state.answers[key] = { at: world.nowMs(), ...asked, requestId, answer: null };
  }
  if (fault?.kind === "delay") await sleep(fault.ms);

  let done: Done;
  try {
    done = work(
      world,
      { requestId, key, id, handler, expand },
      request.method === "POST" ? body : url.search,
      fault,
    );
  } catch (error) {
    if (key !== null) delete world.state.answers[key];
    throw error;
  }
  if (key !== null && done.keep) {
    const answer = { status: done.status, body: done.body };
    world.state.answers[key] = { at: world.nowMs(), ...asked, requestId, answer };
  } else if (key !== null) delete world.state.answers[key];
  if (done.status >= 500 && key !== null) headers.set("Stripe-Should-Retry", "false");
  return fault?.kind === "drop_response" ? dropped() : reply(done.status, done.body);
}

/** An answer, and whether it is kept under the idempotency key. */
interface Done {
  status: number;
  body: string;
  keep: boolean;
}

interface Work {
  requestId: string;
  key: string | null;
  id: string;
  handler: Handler;
  expand: (object: object, fields: string[]) => object;
}

function work(world: World, job: Work, form: string, fault: RequestFault | null): Done {
  const broken = () => {
    const error = new StripeFault(500, "An unknown error occurred", { type: "api_error", begun: true });
    return { status: 500, body: JSON.stringify(error.body(job.requestId), null, 2), keep: true };
  };
  if (fault?.kind === "server_error" && !fault.afterWork) return broken();
  world.request = { id: job.requestId, key: job.key };
  try {
    const params = new Params(parseForm(form));
    const fields = params.strings("expand");
    const object = job.handler(world, params, job.id);
    params.close();
    const body = JSON.stringify(job.expand(object, fields), null, 2);
    return fault?.kind === "server_error" ? broken() : { status: 200, body, keep: true };
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    return {
      status: error.status,
      body: JSON.stringify(error.body(job.requestId), null, 2),
      keep: error.begun,
    };
  } finally {
    world.request = { id: null, key: null };
  }
}

function checkApiKey(authorization: string | null): StripeFault | null {
  const key = authorization?.match(/^Bearer (\S+)$/)?.[1];
  if (key === undefined) {
    return new StripeFault(
      401,
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  return /^(sk|rk)_test_/.test(key)
    ? null
    : new StripeFault(401, `Invalid API Key provided: ${key.slice(0, 8)}****`);
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

function storedAnswer(world: World, key: string): StoredAnswer | null {
  for (const [name, stored] of Object.entries(world.state.answers)) {
    if (stored.at > world.nowMs() - keptForMs) break;
    delete world.state.answers[name];
  }
  return world.state.answers[key] ?? null;
}

function compareWithEarlier(
  earlier: StoredAnswer,
  asked: { method: string; path: string; body: string },
  key: string,
): StripeFault | null {
  if (earlier.path !== asked.path || earlier.method !== asked.method) {
    return new StripeFault(
      400,
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${asked.path}' vs '${earlier.path}'). Try using a key other than '${key}' if you meant to execute a different request.`,
      { type: "idempotency_error" },
    );
  }
  if (earlier.body !== asked.body) {
    return new StripeFault(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      { type: "idempotency_error" },
    );
  }
  if (earlier.answer !== null) return null;
  return new StripeFault(
    409,
    `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    { type: "idempotency_error", code: "idempotency_key_in_use" },
  );
}

function sortedForm(body: string): string {
  const form = new URLSearchParams(body);
  form.sort();
  return form.toString();
}

const dropped = () => new Response(null, { headers: { [dropHeader]: "1" } });
