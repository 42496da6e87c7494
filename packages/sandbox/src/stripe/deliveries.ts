import { createHmac } from "node:crypto";
import { newId, signingSecret } from "./ids.ts";
import type { Delivery, SigningFault, StoredEvent } from "./state.ts";
import { schedule, type World } from "./world.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** Waiting time after each failed attempt; after the last one Stripe gives up (about three days in all). */
const retryDelays = [
  second,
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  hour,
  5 * hour,
  10 * hour,
  24 * hour,
  24 * hour,
];
const timeoutMs = 10 * second;
const atOnce = 8;

export interface Deliveries {
  /** Queues an event for every endpoint that wants it. */
  enqueue(event: StoredEvent): void;
  /** Sends one delivery now, whatever its state, `copies` times at once. */
  send(deliveryId: string, copies?: number): Promise<void>;
  /** Sends held deliveries, one after the other, in the given order of event ids. */
  release(order: "as_made" | "reversed" | "shuffled" | string[]): Promise<void>;
  /** Resolves when nothing is queued or under way (retries that wait for their time do not count). */
  idle(): Promise<void>;
  /** Takes up what was queued when the stand-in last stopped. */
  resume(): void;
  stop(): Promise<void>;
}

/** The deliveries of an event, one for each endpoint. */
export function deliveriesOf(world: World, eventId: string): Delivery[] {
  return (world.state.deliveriesOf[eventId] ?? []).flatMap((id) => world.state.deliveries[id] ?? []);
}

/** The event as it is sent: with the number of deliveries still open. */
export function wireEvent(world: World, event: StoredEvent): object {
  const open = deliveriesOf(world, event.id).filter((delivery) => delivery.status !== "delivered");
  return { ...event, pending_webhooks: open.length };
}

/** `t=…,v1=…` over `t.body`; a rolled secret signs with a new and with the endpoint's secret. */
function signature(body: string, secret: string, at: number, fault: SigningFault | null): string {
  const t = Math.floor(at / 1000) - (fault === "old_timestamp" ? 301 : 0);
  const sign = (key: string) => createHmac("sha256", key).update(`${t}.${body}`).digest("hex");
  if (fault === "wrong_secret") return `t=${t},v1=${sign(signingSecret())}`;
  if (fault === "rolled_secret") return `t=${t},v1=${sign(signingSecret())},v1=${sign(secret)}`;
  return `t=${t},v1=${sign(secret)}`;
}

export function startDeliveries(world: World): Deliveries {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const queues = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let freeSlots = atOnce;

  const track = (work: Promise<void>): Promise<void> => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
    return work;
  };

  async function attempt(delivery: Delivery): Promise<void> {
    const event = world.state.events[delivery.event];
    const endpoint = world.state.endpoints[delivery.endpoint];
    if (!event || !endpoint || stopping.signal.aborted) return;
    const faults = world.state.deliveryFaults;
    if (faults.delayMs > 0) await pause(faults.delayMs, stopping.signal);
    const fault = takeSigningFault(world);
    const body = JSON.stringify(wireEvent(world, event), null, 2);
    const at = world.nowMs();
    const outcome: Delivery["attempts"][number] = { at, status: null, error: null, signature: fault };
    try {
      const response = await fetch(endpoint.url, {
        method: "POST",
        redirect: "manual",
        headers: {
          "Content-Type": "application/json; charset=utf-8",
          "Stripe-Signature": signature(body, endpoint.secret ?? "", at, fault),
          "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        },
        body: fault === "altered_body" ? body.replace('"livemode": false', '"livemode": true ') : body,
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(timeoutMs)]),
      });
      await response.body?.cancel();
      outcome.status = response.status;
    } catch (error) {
      if (stopping.signal.aborted) return;
      outcome.error =
        error instanceof Error ? String(error.cause ?? error.message) : "The connection failed.";
    }
    delivery.attempts.push(outcome);
    if (outcome.status !== null && outcome.status >= 200 && outcome.status < 300)
      delivery.status = "delivered";
    else if (delivery.status !== "delivered") planRetry(delivery);
    world.onChange();
  }

  function planRetry(delivery: Delivery): void {
    const delay = retryDelays[delivery.attempts.length - 1];
    if (delay === undefined) {
      delivery.status = "given_up";
      return;
    }
    delivery.status = "retrying";
    schedule(world, "deliver", delivery.id, delay);
  }

  async function send(deliveryId: string, copies = 1): Promise<void> {
    const delivery = world.state.deliveries[deliveryId];
    if (!delivery) return;
    await track(Promise.all(Array.from({ length: copies }, () => attempt(delivery))).then(() => undefined));
  }

  // First attempts about one payment go out one after the other, in the order of its events; other
  // payments do not wait for them.
  function queue(delivery: Delivery): Promise<void> {
    const event = world.state.events[delivery.event];
    const story = `${delivery.endpoint} ${event ? storyOf(event) : delivery.id}`;
    const before = queues.get(story) ?? Promise.resolve();
    const first = () => inSlot(() => send(delivery.id, world.state.deliveryFaults.copies));
    const work = track(before.then(first));
    queues.set(story, work);
    void work.then(() => {
      if (queues.get(story) === work) queues.delete(story);
    });
    return work;
  }

  async function inSlot(work: () => Promise<void>): Promise<void> {
    if (freeSlots > 0) freeSlots -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    await work();
    const next = waiting.shift();
    if (next) next();
    else freeSlots += 1;
  }

  function initialStatus(event: StoredEvent): Delivery["status"] {
    const { hold, swallow } = world.state.deliveryFaults;
    if (swallow && (swallow.types === null || swallow.types.includes(event.type))) {
      swallow.remaining -= 1;
      if (swallow.remaining <= 0) world.state.deliveryFaults.swallow = null;
      return "swallowed";
    }
    return hold ? "held" : "queued";
  }

  return {
    enqueue(event) {
      const wanted = Object.values(world.state.endpoints).filter(
        (endpoint) =>
          endpoint.status === "enabled" &&
          (endpoint.enabled_events.includes("*") || endpoint.enabled_events.includes(event.type)),
      );
      if (wanted.length === 0) return;
      const status = initialStatus(event);
      for (const endpoint of wanted) {
        const delivery: Delivery = {
          id: newId("dlv"),
          event: event.id,
          endpoint: endpoint.id,
          status,
          attempts: [],
        };
        world.state.deliveries[delivery.id] = delivery;
        const ofEvent = world.state.deliveriesOf[event.id] ?? [];
        ofEvent.push(delivery.id);
        world.state.deliveriesOf[event.id] = ofEvent;
        if (status === "queued") void queue(delivery);
      }
    },
    send,
    async release(order) {
      const held = Object.values(world.state.deliveries).filter((delivery) => delivery.status === "held");
      const sorted = inOrder(held, order);
      for (const delivery of sorted) delivery.status = "queued";
      for (const delivery of sorted) await send(delivery.id, world.state.deliveryFaults.copies);
    },
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    resume() {
      const planned = new Set(world.state.tasks.map((task) => task.subject));
      for (const delivery of Object.values(world.state.deliveries)) {
        // A retry whose time had come was cut off by the stop.
        const cutOff = delivery.status === "retrying" && !planned.has(delivery.id);
        if (delivery.status === "queued" || cutOff) void queue(delivery);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(underWay);
    },
  };
}

/** The payment an event is about, or its object when it is about none. */
function storyOf(event: StoredEvent): string {
  const { object } = event.data;
  if ("payment_intent" in object && typeof object.payment_intent === "string") return object.payment_intent;
  return "id" in object ? String(object.id) : event.id;
}

function takeSigningFault(world: World): SigningFault | null {
  const signing = world.state.deliveryFaults.signing;
  if (!signing) return null;
  signing.remaining -= 1;
  if (signing.remaining <= 0) world.state.deliveryFaults.signing = null;
  return signing.fault;
}

function inOrder(held: Delivery[], order: "as_made" | "reversed" | "shuffled" | string[]): Delivery[] {
  if (order === "as_made") return held;
  if (order === "reversed") return held.toReversed();
  if (order === "shuffled") {
    return held
      .map((delivery) => ({ delivery, at: Math.random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ delivery }) => delivery);
  }
  return order.flatMap((event) => held.filter((delivery) => delivery.event === event));
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
