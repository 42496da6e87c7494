import { createEmulator, defineEmulator } from "emulate";
import { startHttpServer } from "./http-server.ts";
import { keepStateFile, readStateFile } from "./state-file.ts";
import { addApiRoutes } from "./stripe/api-routes.ts";
import { addCheckoutPage } from "./stripe/checkout-page.ts";
import { addControlPage } from "./stripe/control-page.ts";
import { addControlRoutes } from "./stripe/control-routes.ts";
import { type Deliveries, startDeliveries } from "./stripe/deliveries.ts";
import { prune } from "./stripe/prune.ts";
import { type Scheduler, startScheduler } from "./stripe/scheduler.ts";
import { emptyState, type StripeState } from "./stripe/state.ts";
import { configureEndpoint } from "./stripe/webhook-endpoints.ts";
import type { World } from "./stripe/world.ts";

export interface StripeStandInOptions {
  /** 0 takes a free port. */
  port: number;
  /** Where events are delivered to, signed with `webhookSecret`; without it none are. */
  webhookUrl?: string;
  webhookSecret?: string;
  /** Keeps the state over restarts. */
  stateFile?: string;
  /** The clock; the system's when not given. */
  now?: () => Date;
  /** How long bank debits, refunds and payouts take, in milliseconds; 20 seconds when not given. */
  settleDelayMs?: number;
  /** Address to listen on; 127.0.0.1 when not given. */
  host?: string;
  /** Address under which browsers and the application reach it; from host and port when not given. */
  publicUrl?: string;
  /** The name on the payment page. */
  merchant?: string;
}

export interface StripeStandIn {
  url: string;
  /** A key the stand-in accepts; any `sk_test_…` is. */
  secretKey: string;
  close(): Promise<void>;
}

/**
 * Starts a stateful stand-in for Stripe: the API under `/v1`, the payment page under `/c/pay`, the control
 * page at `/`, the control API under `/_control` (see `stripe/control-routes.ts`). No money moves.
 * Point the `stripe` package at it with `{host, port, protocol: "http"}`.
 */
export async function startStripeStandIn(options: StripeStandInOptions): Promise<StripeStandIn> {
  const kept = options.stateFile ? readStateFile(options.stateFile) : null;
  let handle: (request: Request) => Promise<Response> = async () => new Response("Starting", { status: 503 });
  const host = options.host ?? "127.0.0.1";
  const server = await startHttpServer(host, options.port, (request) => handle(request));
  const url = (options.publicUrl ?? `http://${host}:${server.port}`).replace(/\/$/, "");
  const parts: { deliveries?: Deliveries; scheduler?: Scheduler; world?: World } = {};
  const clock = options.now ?? (() => new Date());

  const definition = defineEmulator<StripeState>({
    name: "stripe",
    cors: false,
    state: emptyState,
    setup({ app, state }) {
      const world: World = {
        state,
        baseUrl: url,
        settleDelayMs: options.settleDelayMs ?? 20_000,
        nowMs: () => clock().getTime() + state.clockOffsetMs,
        request: { id: null, key: null, version: null },
        requests: [],
        onEvent: (event) => deliveries.enqueue(event),
        onTasks: () => scheduler.arm(),
        onChange: () => undefined,
      };
      const deliveries = startDeliveries(world);
      const scheduler = startScheduler(world, deliveries);
      configureEndpoint(world, options.webhookUrl ?? null, options.webhookSecret ?? "");
      addControlRoutes(app, { world, deliveries, scheduler });
      addControlPage(app, world);
      addCheckoutPage(app, world, options.merchant ?? "Openitem demo");
      addApiRoutes(app, world);
      Object.assign(parts, { deliveries, scheduler, world });
    },
  });

  const emulator = await createEmulator({
    service: definition,
    listen: false,
    baseUrl: url,
    ...(kept === null ? {} : { seed: { ...emptyState(), ...(kept as Partial<StripeState>) } }),
  }).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  const { deliveries, scheduler, world } = parts;
  if (!deliveries || !scheduler || !world) throw new Error("The Stripe stand-in was not set up.");
  const file = options.stateFile ? keepStateFile(options.stateFile, () => world.state) : null;
  if (file) world.onChange = file.changed;
  handle = async (request) => {
    const response = await emulator.fetch(request);
    if (request.method !== "GET") world.onChange();
    return response;
  };
  prune(world.state, Math.floor(world.nowMs() / 1000));
  deliveries.resume();
  scheduler.arm();

  let closing: Promise<void> | undefined;
  return {
    url,
    secretKey: "sk_test_sandbox0000000000000000",
    close() {
      closing ??= (async () => {
        scheduler.stop();
        await deliveries.stop();
        await server.close();
        await emulator.close();
        await file?.close();
      })();
      return closing;
    },
  };
}
