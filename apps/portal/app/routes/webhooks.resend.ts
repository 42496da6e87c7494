import { MailEventRefused } from "@openitem/domain/messages/inbox";
import { receiveMailEvent } from "@openitem/domain/messages/receive-mail-event";
import { readResendEvent } from "@openitem/domain/messages/resend-events";
import { requestContext } from "../context.ts";
import { env } from "../env.server.ts";
import { contextFor } from "../services.server.ts";
import type { Route } from "./+types/webhooks.resend";

/** Resend tells what became of a mail, or that one came in: check the signature, keep it, answer. A job does the rest. */
export async function action({ request, context }: Route.ActionArgs) {
  const { requestId, log } = context.get(requestContext);
  if (!env.RESEND_WEBHOOK_SECRET) {
    log.warn("webhook refused: RESEND_WEBHOOK_SECRET is not set");
    return new Response(null, { status: 503 });
  }
  const body = await request.text();
  let event: ReturnType<typeof readResendEvent>;
  try {
    event = readResendEvent(body, request.headers, env.RESEND_WEBHOOK_SECRET);
  } catch (error) {
    if (!(error instanceof MailEventRefused)) throw error;
    log.warn({ reason: error.message }, "webhook refused");
    return new Response(null, { status: 400 });
  }
  const isNew = await receiveMailEvent(
    await contextFor({ kind: "worker", name: "resend-webhook" }, requestId),
    event,
  );
  log.info({ eventId: event.eventId, type: event.type, isNew }, "webhook received");
  return new Response(null, { status: 200 });
}
