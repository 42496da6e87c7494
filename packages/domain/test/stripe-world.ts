import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { outbox } from "@openitem/db/schema/activity";
import { stripeControl } from "@openitem/sandbox/control";
import { startStripeStandIn } from "@openitem/sandbox/stripe-stand-in";
import { and, asc, eq } from "drizzle-orm";
import type { PayingContext } from "../src/kernel/context.ts";
import { transact } from "../src/kernel/transact.ts";
import { GatewayRefused } from "../src/payments/gateway.ts";
import { EventParked, processEvent } from "../src/payments/process-event.ts";
import { receiveEvent } from "../src/payments/receive-event.ts";
import { stripeGateway } from "../src/payments/stripe.ts";
import { newWorld, type World } from "./world.ts";

const WEBHOOK_SECRET = "whsec_for_these_tests_only";

/** Stripe's stand-in on the wire, our gateway talking to it, and an endpoint that its webhooks reach. */
export async function startStripeWorld() {
  let world: World | null = null;
  let contextNow: PayingContext | null = null;
  const answers: number[] = [];

  const endpoint = createServer(async (request, response) => {
    const body = await text(request);
    try {
      if (!contextNow) throw new Error("no world yet");
      await receiveEvent(
        contextNow,
        contextNow.gateway.readEvent(body, String(request.headers["stripe-signature"] ?? "")),
      );
      response.statusCode = 200;
    } catch (error) {
      response.statusCode = error instanceof GatewayRefused ? 400 : 500;
    }
    answers.push(response.statusCode);
    response.end();
  });
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  const { port } = endpoint.address() as AddressInfo;
  const standIn = await startStripeStandIn({
    port: 0,
    webhookUrl: `http://127.0.0.1:${port}/webhooks/stripe`,
    webhookSecret: WEBHOOK_SECRET,
    settleDelayMs: 3_600_000,
  });
  const gateway = stripeGateway({
    secretKey: standIn.secretKey,
    webhookSecret: WEBHOOK_SECRET,
    apiUrl: standIn.url,
  });
  const control = stripeControl(standIn.url);

  return {
    control,
    gateway,
    answers,
    url: standIn.url,
    /** A fresh biller whose payments go to the stand-in. Times are real, since the stand-in's are. */
    async fresh() {
      await control.reset();
      world = await newWorld();
      const now = () => new Date();
      const paying = (ctx: Parameters<World["paying"]>[0]): PayingContext => ({
        ...ctx,
        now: now(),
        gateway,
        portalUrl: "http://portal.test",
      });
      contextNow = paying(world.worker);
      return { world, paying };
    },
    /** Works on the events that came, as the worker would; parked ones stay for the next round. Tells how many were parked. */
    async work(ctx: PayingContext): Promise<number> {
      await control.idle();
      const jobs = await transact(ctx, async (tx) => {
        const mine = and(
          eq(outbox.organizationId, ctx.organizationId),
          eq(outbox.kind, "provider_event.process"),
        );
        const rows = await tx.select().from(outbox).where(mine).orderBy(asc(outbox.id));
        await tx.delete(outbox).where(mine);
        return rows;
      });
      let parked = 0;
      for (const job of jobs) {
        try {
          await processEvent(ctx, { eventId: job.payload.eventId ?? "" });
        } catch (error) {
          if (!(error instanceof EventParked)) throw error;
          parked += 1;
        }
      }
      return parked;
    },
    async stop() {
      await standIn.close();
      await new Promise((resolve) => endpoint.close(resolve));
    },
  };
}
