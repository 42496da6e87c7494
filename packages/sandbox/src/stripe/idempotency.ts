import { StripeFault } from "./fault.ts";
import type { StoredAnswer } from "./state.ts";
import type { World } from "./world.ts";

const keptForMs = 24 * 60 * 60 * 1000;

/** What a key stands for: method, path and parameters in one order. */
interface Asked {
  method: string;
  path: string;
  body: string;
}

/** The parameters of a form in one order, so that the order they were sent in does not matter. */
export function sortedForm(body: string): string {
  const form = new URLSearchParams(body);
  form.sort();
  return form.toString();
}

/**
 * Takes a key for a request: null when it is new, else what was answered before. Keys are forgotten
 * 24 hours after the answer. Throws Stripe's refusal when the key was used otherwise or is in use.
 */
export function takeKey(world: World, key: string, asked: Asked, requestId: string): StoredAnswer | null {
  if (key.length > 255) throw keyFault(400, "Idempotency keys can have up to 255 characters.");
  forgetOldKeys(world);
  const earlier = world.state.answers[key];
  if (!earlier) {
    world.state.answers[key] = { at: world.nowMs(), ...asked, requestId, answer: null };
    return null;
  }
  const other = `Try using a key other than '${key}' if you meant to execute a different request.`;
  if (earlier.path !== asked.path || earlier.method !== asked.method) {
    throw keyFault(
      400,
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${asked.path}' vs '${earlier.path}'). ${other}`,
    );
  }
  if (earlier.body !== asked.body) {
    throw keyFault(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ${other}`,
    );
  }
  if (earlier.answer === null) {
    throw keyFault(
      409,
      `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      "idempotency_key_in_use",
    );
  }
  return earlier;
}

/** Keeps the answer under the key, or gives the key free when the work never began. */
export function settleKey(world: World, key: string, answer: { status: number; body: string } | null): void {
  const taken = world.state.answers[key];
  if (!taken) return;
  // Answered keys stand at the end, so that the oldest are at the front.
  delete world.state.answers[key];
  if (answer !== null) world.state.answers[key] = { ...taken, at: world.nowMs(), answer };
}

function forgetOldKeys(world: World): void {
  for (const [key, stored] of Object.entries(world.state.answers)) {
    if (stored.at > world.nowMs() - keptForMs) break;
    delete world.state.answers[key];
  }
}

function keyFault(status: number, message: string, code?: string): StripeFault {
  return new StripeFault(status, message, { type: "idempotency_error", ...(code ? { code } : {}) });
}
