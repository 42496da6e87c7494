import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { z } from "zod";
import { type MailEvent, MailEventRefused } from "./inbox.ts";

const shape = z.object({
  type: z.string().min(1).max(100),
  created_at: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
  data: z.object({ email_id: z.string().max(200).optional() }),
});

/**
 * Checks that Resend signed a request, over the bytes as they came, and reads it. Resend signs as Svix does: HMAC-SHA256
 * over id, time and body, in headers `svix-id`, `svix-timestamp` and `svix-signature`; older than five minutes is
 * refused. Throws `MailEventRefused`. Source: resend.com/docs/dashboard/webhooks/verify-webhooks-requests.
 */
export function readResendEvent(body: string, headers: Headers, secret: string): MailEvent {
  const eventId = headers.get("svix-id") ?? "";
  try {
    new Webhook(secret).verify(body, {
      "webhook-id": eventId,
      "webhook-timestamp": headers.get("svix-timestamp") ?? "",
      "webhook-signature": headers.get("svix-signature") ?? "",
    });
    const parsed: unknown = JSON.parse(body);
    const { type, created_at, data } = shape.parse(parsed);
    return { eventId, type, occurredAt: new Date(created_at), emailId: data.email_id ?? null, body: parsed };
  } catch (error) {
    const isNo =
      error instanceof WebhookVerificationError ||
      error instanceof SyntaxError ||
      error instanceof z.ZodError;
    if (!isNo) throw error;
    throw new MailEventRefused(error.message);
  }
}
