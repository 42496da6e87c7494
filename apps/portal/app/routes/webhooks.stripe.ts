import { GatewayRefused } from "@openitem/domain/payments/gateway";
import { receiveEvent } from "@openitem/domain/payments/receive-event";
import { requestContext } from "../context.ts";
import { contextFor, gateway } from "../services.server.ts";
import type { Route } from "./+types/webhooks.stripe";

/** Stripe tells us something: check the signature over the bytes as they came, keep it, answer. A job does the rest. */
export async function action({ request, context }: Route.ActionArgs) {
  const { requestId, log } = context.get(requestContext);
  const body = await request.text();
  let event: ReturnType<typeof gateway.readEvent>;
  try {
    event = gateway.readEvent(body, request.headers.get("stripe-signature") ?? "");
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    log.warn("webhook refused: signature");
    return new Response(null, { status: 400 });
  }
  const isNew = await receiveEvent(
    await contextFor({ kind: "worker", name: "stripe-webhook" }, requestId),
    event,
  );
  log.info({ eventId: event.eventId, type: event.type, isNew }, "webhook received");
  return new Response(null, { status: 200 });
}
