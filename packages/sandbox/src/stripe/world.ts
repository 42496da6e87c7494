import Stripe from "stripe";
import { newId } from "./ids.ts";
import type { StoredEvent, StripeState, Task } from "./state.ts";

/** An API request as it came, for tests of what the application sends. */
export interface RequestRecord {
  id: string;
  method: string;
  path: string;
  /** The body of a POST, the query otherwise. */
  form: string;
  idempotencyKey: string | null;
  version: string | null;
  /** Null when the connection was cut. */
  status: number | null;
}

/** Everything the stand-in's rules need: its state, its clock, and what to call when something happened. */
export interface World {
  state: StripeState;
  /** Address of the stand-in, without a slash at the end. */
  baseUrl: string;
  settleDelayMs: number;
  /** Now in milliseconds, by the stand-in's clock (the given clock plus what was advanced). */
  nowMs(): number;
  /** The API request being answered, for the events it causes. */
  request: { id: string | null; key: string | null; version: string | null };
  /** The last requests, oldest first; not kept over restarts. */
  requests: RequestRecord[];
  /** Called after each event was stored. */
  onEvent(event: StoredEvent): void;
  /** Called after each change of the task list. */
  onTasks(): void;
  /** Called after each change of the state. */
  onChange(): void;
}

/** Now in whole seconds, as Stripe's `created` fields have it. */
export const nowSeconds = (world: World): number => Math.floor(world.nowMs() / 1000);

/** Stores an event with a copy of the object as it is now, and queues it for the endpoints. */
export function emit(world: World, type: string, object: object, previous?: object): StoredEvent {
  const event: StoredEvent = {
    id: newId("evt"),
    object: "event",
    api_version: Stripe.API_VERSION,
    created: nowSeconds(world),
    data: { object: structuredClone(object), ...(previous ? { previous_attributes: previous } : {}) },
    livemode: false,
    request: { id: world.request.id, idempotency_key: world.request.key },
    type,
  };
  world.state.events[event.id] = event;
  world.onEvent(event);
  world.onChange();
  return event;
}

/** Plans something for later; `delayMs` by the stand-in's clock. */
export function schedule(
  world: World,
  kind: Task["kind"],
  subject: string,
  delayMs: number,
  detail: string | null = null,
): void {
  world.state.tasks.push({ id: newId("task"), due: world.nowMs() + delayMs, kind, subject, detail });
  world.onTasks();
}

/** Takes planned tasks of these kinds for a subject off the list. */
export function unschedule(world: World, subject: string, ...kinds: Task["kind"][]): void {
  world.state.tasks = world.state.tasks.filter(
    (task) => task.subject !== subject || !kinds.includes(task.kind),
  );
}
